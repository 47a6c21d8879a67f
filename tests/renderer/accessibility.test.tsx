// @vitest-environment jsdom
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
  node: { snapshot: paired, act: () => click("Node") },
  settings: { snapshot: paired, act: () => click("Settings") },
};

// Contrast needs a real browser: the gallery checks it in both themes.
it.each(Object.entries(screens))("%s has nothing axe objects to", async (_name, { snapshot, feed, act }) => {
  await renderApp(snapshot, feed, { "pairing.review": () => ok(aReview()) });
  await act?.();
  const { violations, passes } = await axe.run(document.body, {
    resultTypes: ["violations"],
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
  expect(passes.length).toBeGreaterThan(5);
});
