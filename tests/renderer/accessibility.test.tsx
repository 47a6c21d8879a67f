// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import axe from "axe-core";
import { expect, it } from "vitest";
import type { AppSnapshot, FeedEntryView } from "../../preload/contract/types";
import { ok } from "./support/fakeBridge";
import {
  aBackingOffSnapshot,
  aLivelyFeed,
  anOpenKeystore,
  aReview,
  aSigningSnapshot,
  aSnapshot,
  identityPubkeyHex,
} from "./support/fixtures";
import {
  aChannelOpen,
  aGrant,
  aGuard,
  anApproval,
  aReplay,
  aTrust,
  someAlerts,
  someHistory,
  someJournalRows,
} from "./support/guardFixtures";
import { click, renderApp, type } from "./support/renderApp";

interface Screen {
  readonly snapshot: AppSnapshot;
  readonly feed?: readonly FeedEntryView[];
  readonly act?: () => Promise<void>;
}

const draft: AppSnapshot["keystore"] = {
  state: "draft",
  origin: "new-aezeed",
  network: "mainnet",
  identityPubkeyHex,
  masterFingerprintHex: "a81c5f02",
  birthdayMs: null,
};
const paired = aSigningSnapshot();
const waiting: AppSnapshot = { ...paired, guard: { ...paired.guard, waiting: 2, alerts: 1 } };

const screens: Record<string, Screen> = {
  welcome: { snapshot: aSnapshot({ banners: ["no-browser-sandbox"] }) },
  "new seed": { snapshot: aSnapshot(), act: () => click(/Create a new seed/) },
  restore: { snapshot: aSnapshot(), act: () => click(/Restore a seed/) },
  protection: { snapshot: aSnapshot({ keystore: draft }) },
  "keychain trouble": {
    snapshot: aSnapshot({ keystore: { state: "trouble", trouble: "hanging", detail: "no answer" } }),
  },
  sealed: {
    snapshot: aSnapshot({ keystore: { state: "sealed", network: "mainnet", store: "keychain", hasPassphrase: true } }),
  },
  locked: { snapshot: aSigningSnapshot({ windowLocked: true }) },
  pairing: { snapshot: aSnapshot({ keystore: anOpenKeystore() }), act: () => click("Node") },
  review: {
    snapshot: aSnapshot({ keystore: anOpenKeystore() }),
    act: async () => {
      await click("Node");
      type("Connection text", "lndconnect://node.lan");
      await click("Review");
    },
  },
  home: { snapshot: paired, feed: aLivelyFeed() },
  "home in trouble": { snapshot: aBackingOffSnapshot("wrong-port", "UNIMPLEMENTED") },
  details: { snapshot: paired, feed: aLivelyFeed(), act: () => click(/Send from wallet/) },
  requests: { snapshot: paired, feed: aLivelyFeed(), act: () => click("Requests") },
  "what waits": { snapshot: waiting, act: () => click(/^Approvals/) },
  "announcing a payment": {
    snapshot: paired,
    act: async () => {
      await click("Approvals");
      await click("Announce");
    },
  },
  rules: { snapshot: paired, act: () => click("Guard") },
  "a change of rules": {
    snapshot: paired,
    act: async () => {
      await click("Guard");
      await act(async () => void fireEvent.click(screen.getByRole("radio", { name: /^Strict/ })));
      await click("Test on my history");
    },
  },
  ...Object.fromEntries(
    ["Limits", "Allowlist", "Memory", "Trust"].map((tab) => [
      tab.toLowerCase(),
      {
        snapshot: paired,
        act: async () => {
          await click("Guard");
          await click(tab);
        },
      },
    ]),
  ),
  journal: { snapshot: paired, act: () => click("Journal") },
  "a line of the journal": {
    snapshot: paired,
    act: async () => {
      await click("Journal");
      await waitFor(() => screen.getByRole("button", { name: /Send from wallet/ }));
      await click(/Send from wallet/);
    },
  },
  node: { snapshot: paired, act: () => click("Node") },
  settings: { snapshot: paired, act: () => click("Settings") },
};

// Contrast needs a real browser: the gallery checks it in both themes.
it.each(Object.entries(screens))("%s has nothing axe objects to", async (_name, { snapshot, feed, act: perform }) => {
  await renderApp(snapshot, feed, {
    "pairing.review": () => ok(aReview()),
    "approvals.list": () => ok({ open: snapshot === waiting ? [anApproval(), aChannelOpen(), aGrant()] : [] }),
    "approvals.history": () => ok({ records: someHistory() }),
    "alerts.list": () => ok({ alerts: someAlerts() }),
    "guard.read": () => ok(aGuard()),
    "guard.replay": () => ok(aReplay()),
    "trust.read": () => ok(aTrust()),
    "journal.page": () => ok({ rows: someJournalRows(), total: 9, nextBeforeSeq: null }),
  });
  await perform?.();
  const { violations, passes } = await axe.run(document.body, {
    resultTypes: ["violations"],
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  expect(passes.length).toBeGreaterThan(5);
});
