/** Every screen and state worth looking at. Each begins from a snapshot; some need a few clicks. */
import type { Page } from "@playwright/test";
import type { AppSnapshot } from "../../../preload/contract/types";
import {
  aBackingOffSnapshot,
  aCertificate,
  aLivelyFeed,
  aNode,
  anAdminMacaroon,
  anOpenKeystore,
  aSigningSnapshot,
  aSnapshot,
  busyTotals,
  identityPubkeyHex,
  noTotals,
} from "../support/fixtures";
import { aBadConf } from "../support/kitFixtures";
import { guardScenes } from "./guardScenes";
import type { Scene } from "./scene";

const draft: AppSnapshot["keystore"] = {
  state: "draft",
  origin: "new-aezeed",
  network: "mainnet",
  identityPubkeyHex,
  masterFingerprintHex: "a81c5f02",
  birthdayMs: Date.now(),
};
const unchecked = anOpenKeystore({ backup: "unchecked", backupCheckedAtMs: null, hasPassphrase: false });
const small = { width: 940, height: 640 };

const click = (name: string) => (page: Page) => page.getByRole("button", { name, exact: true }).click();
const inOrder =
  (...acts: ((page: Page) => Promise<void>)[]) =>
  async (page: Page) => {
    for (const act of acts) await act(page);
  };
const paste = (text: string) => async (page: Page) => {
  await click("Node")(page);
  await page.getByLabel("Connection text").fill(text);
  await click("Review")(page);
};
const keep = inOrder(click("Keep this seed"));
const reveal = inOrder(keep, async (page) => {
  await page.getByRole("checkbox").check();
  await click("Show my words")(page);
});

const unpaired = aSnapshot({ keystore: anOpenKeystore() });
const toKit = inOrder(click("Node"), click("New node"));
const madeKit = inOrder(toKit, async (page) => {
  await page.getByLabel("How Countersign will reach the node").fill("node.lan");
  await click("Make the kit")(page);
});
const migration = inOrder(click("Node"), click("Move it here"), async (page) => {
  await page.getByLabel("How Countersign will reach the node").fill("node.lan");
  await click("Show the steps")(page);
});
const compare = (nodePubkeyHex: string) => async (page: Page) => {
  const hot = { name: "hot.json", mimeType: "application/json", buffer: Buffer.from("{}") };
  await page.locator("input[type=file]").setInputFiles(hot);
  await page.getByLabel("The node's public key (optional)").fill(nodePubkeyHex);
  await click("Compare")(page);
  await page.getByRole("alert").scrollIntoViewIfNeeded();
};

export const scenes: readonly Scene[] = [
  { name: "loading", snapshot: null },
  { name: "loading-seed", snapshot: aSnapshot({ keystore: { state: "checking" } }) },
  { name: "welcome", snapshot: aSnapshot() },
  {
    name: "moved-aside",
    snapshot: aSnapshot({
      keystore: anOpenKeystore(),
      movedAsideFile: "/home/ana/.config/Countersign/state.db.unreadable-2026-01-02T03-04-05-000Z",
    }),
  },
  {
    name: "welcome-banners",
    snapshot: aSnapshot({ banners: ["no-browser-sandbox", "development-runtime", "no-tray"] }),
  },
  { name: "welcome-small", snapshot: aSnapshot(), size: small },
  {
    name: "new-seed",
    snapshot: aSnapshot(),
    act: (page) => page.getByRole("button", { name: /Create a new seed/ }).click(),
  },
  {
    name: "restore",
    snapshot: aSnapshot(),
    act: (page) => page.getByRole("button", { name: /Restore a seed/ }).click(),
  },
  {
    name: "restore-unknown-word",
    snapshot: aSnapshot(),
    act: async (page) => {
      await page.getByRole("button", { name: /Restore a seed/ }).click();
      await page.getByLabel("Your words").fill("ability quick banan rough stone acid");
      await click("Restore")(page);
    },
  },
  {
    name: "restore-key",
    snapshot: aSnapshot(),
    act: async (page) => {
      await page.getByRole("button", { name: /Restore a seed/ }).click();
      await page.getByRole("tab", { name: "Extended key" }).click();
    },
  },
  { name: "protection", snapshot: aSnapshot({ keystore: draft }) },
  {
    name: "protection-passphrase",
    snapshot: aSnapshot({ keystore: draft }),
    act: async (page) => {
      await page.getByLabel("Passphrase (optional)").fill("five quiet herons by water");
      await page.getByLabel("Passphrase once more").fill("five quiet herons by wade");
      await click("Keep this seed")(page);
    },
  },
  { name: "protection-discard", snapshot: aSnapshot({ keystore: draft }), act: click("Discard and start over") },
  { name: "backup-unlock", snapshot: aSnapshot({ keystore: draft }), act: keep },
  { name: "backup-words", snapshot: aSnapshot({ keystore: draft }), act: reveal },
  {
    name: "backup-check-wrong",
    snapshot: aSnapshot({ keystore: draft }),
    act: inOrder(reveal, click("I have written them down"), async (page) => {
      for (const box of await page.getByRole("textbox").all()) await box.fill("acid");
      await click("Check")(page);
    }),
  },
  {
    name: "backup-done",
    snapshot: aSnapshot({ keystore: draft }),
    act: inOrder(reveal, click("I have written them down"), async (page) => {
      for (const box of await page.getByRole("textbox").all()) await box.fill("right");
      await click("Check")(page);
    }),
  },
  {
    name: "pair-setup",
    snapshot: aSnapshot({ keystore: draft }),
    act: inOrder(keep, click("Later")),
  },
  { name: "home-no-node", snapshot: aSnapshot({ keystore: unchecked }) },
  { name: "pair", snapshot: aSnapshot({ keystore: anOpenKeystore() }), act: click("Node") },
  { name: "pair-error", snapshot: aSnapshot({ keystore: anOpenKeystore() }), act: paste("https://example.com") },
  {
    name: "pair-files",
    snapshot: aSnapshot({ keystore: anOpenKeystore() }),
    act: inOrder(click("Node"), async (page) => {
      await page.locator("input[type=file]").setInputFiles([
        { name: "tls.cert", mimeType: "", buffer: Buffer.from("x") },
        { name: "signer.macaroon", mimeType: "", buffer: Buffer.from("x") },
      ]);
    }),
  },
  {
    name: "pair-again",
    snapshot: aSigningSnapshot(),
    act: inOrder(click("Node"), click("Update")),
  },
  {
    name: "review-update",
    snapshot: aSigningSnapshot(),
    act: inOrder(click("Node"), click("Update"), async (page) => {
      await page.getByLabel("Connection text").fill("lndconnect://update");
      await click("Review")(page);
    }),
  },
  { name: "review-nocert", snapshot: aSnapshot({ keystore: anOpenKeystore() }), act: paste("lndconnect://nocert") },
  {
    name: "review-compare",
    snapshot: aSnapshot({ keystore: anOpenKeystore() }),
    act: inOrder(paste("lndconnect://nocert"), click("Show the node's certificate")),
  },
  {
    name: "certificate-change",
    snapshot: aBackingOffSnapshot("certificate-mismatch", "self-signed certificate"),
    act: click("Compare certificates"),
  },
  {
    name: "certificate-change-small",
    snapshot: aBackingOffSnapshot("certificate-mismatch", "self-signed certificate"),
    act: click("Compare certificates"),
    size: small,
  },
  { name: "pairing-link", snapshot: aSnapshot({ keystore: anOpenKeystore(), pairingLinkWaits: true }) },
  { name: "review", snapshot: aSnapshot({ keystore: anOpenKeystore() }), act: paste("lndconnect://good") },
  { name: "review-worrying", snapshot: aSnapshot({ keystore: anOpenKeystore() }), act: paste("lndconnect://admin") },
  { name: "review-blocked", snapshot: aSnapshot({ keystore: anOpenKeystore() }), act: paste("lndconnect://blocked") },
  { name: "home", snapshot: aSigningSnapshot(), feed: aLivelyFeed() },
  { name: "home-small", snapshot: aSigningSnapshot(), feed: aLivelyFeed(), size: small },
  { name: "home-wide", snapshot: aSigningSnapshot(), feed: aLivelyFeed(), size: { width: 1600, height: 1000 } },
  { name: "home-zoomed", snapshot: aSigningSnapshot(), feed: aLivelyFeed(), size: { width: 590, height: 380 } },
  {
    name: "home-needs",
    snapshot: aSigningSnapshot({
      keystore: unchecked,
      node: aNode({
        macaroon: anAdminMacaroon(),
        certificate: aCertificate({ notAfterMs: Date.now() + 41.5 * 86_400_000 }),
      }),
      totals: { ...busyTotals(), refused: 0, byGroup: { ...busyTotals().byGroup, messages: 0 } },
    }),
    feed: aLivelyFeed().filter((entry) => entry.outcome.kind === "signed"),
  },
  { name: "home-empty", snapshot: aSigningSnapshot({ totals: noTotals }) },
  {
    name: "home-connecting",
    snapshot: aSigningSnapshot({
      link: { state: "connecting", attempt: 1, address: "node.lan:10019" },
      totals: noTotals,
    }),
  },
  {
    name: "home-handshaking",
    snapshot: aSigningSnapshot({
      link: { state: "handshaking", attempt: 2, address: "node.lan:10019" },
      totals: noTotals,
    }),
  },
  {
    name: "home-refused-connection",
    snapshot: aBackingOffSnapshot("refused-connection", "connect ECONNREFUSED 192.0.2.10:10019"),
    feed: aLivelyFeed(),
  },
  {
    name: "home-certificate-mismatch",
    snapshot: aBackingOffSnapshot("certificate-mismatch", "presented 91:0C:…:44, expected 3F:9A:…:1F"),
    feed: [],
  },
  { name: "home-offline", snapshot: aSigningSnapshot({ link: { state: "offline" }, totals: noTotals }) },
  { name: "home-paused", snapshot: aSigningSnapshot({ pausedUntilMs: Date.now() + 14 * 60_000 }), feed: aLivelyFeed() },
  {
    name: "home-practice",
    snapshot: aSigningSnapshot({
      practice: true,
      keystore: anOpenKeystore({
        origin: "practice",
        network: "regtest",
        store: "memory",
        hasPassphrase: false,
        backup: "none",
        backupCheckedAtMs: null,
      }),
      node: aNode({ name: "practice node", address: "127.0.0.1:40233", network: "regtest" }),
    }),
    feed: aLivelyFeed(),
  },
  {
    name: "detail-send",
    snapshot: aSigningSnapshot(),
    feed: aLivelyFeed(),
    act: (page) => page.getByRole("button", { name: /Send from wallet/ }).click(),
  },
  {
    name: "detail-refused",
    snapshot: aSigningSnapshot(),
    feed: aLivelyFeed(),
    act: (page) => page.getByRole("button", { name: /in disguise/ }).click(),
  },
  { name: "requests", snapshot: aSigningSnapshot(), feed: aLivelyFeed(), act: click("Requests") },
  {
    name: "requests-filtered",
    snapshot: aSigningSnapshot(),
    feed: aLivelyFeed(),
    act: inOrder(click("Requests"), (page) => page.getByRole("radio", { name: "Other" }).check()),
  },
  { name: "requests-empty", snapshot: aSigningSnapshot({ totals: noTotals }), act: click("Requests") },
  { name: "node", snapshot: aSigningSnapshot(), act: click("Node") },
  { name: "node-forget", snapshot: aSigningSnapshot(), act: inOrder(click("Node"), click("Forget")) },
  { name: "kit-form", snapshot: unpaired, act: toKit },
  { name: "kit", snapshot: unpaired, act: madeKit },
  {
    name: "kit-create",
    snapshot: unpaired,
    act: inOrder(madeKit, (page) => page.getByText("Pair with the new node").scrollIntoViewIfNeeded()),
  },
  { name: "kit-root-key", snapshot: unpaired, act: inOrder(madeKit, click("Show the root key")) },
  { name: "migration", snapshot: unpaired, act: migration },
  { name: "migration-mismatch", snapshot: unpaired, act: inOrder(migration, compare("")) },
  { name: "migration-green", snapshot: unpaired, act: inOrder(migration, compare("02ab")) },
  { name: "credentials", snapshot: aSigningSnapshot(), act: inOrder(click("Node"), click("Show how")) },
  {
    name: "conf",
    snapshot: aSigningSnapshot(),
    act: inOrder(click("Node"), click("Check my lnd.conf"), async (page) => {
      await page.getByLabel("lnd.conf").fill(aBadConf);
      await click("Check")(page);
    }),
  },
  { name: "settings", snapshot: aSigningSnapshot(), act: click("Settings") },
  {
    name: "settings-diagnostics",
    snapshot: aSigningSnapshot(),
    act: inOrder(click("Settings"), click("Show"), (page) => page.getByText("About").scrollIntoViewIfNeeded()),
  },
  { name: "settings-passphrase", snapshot: aSigningSnapshot(), act: inOrder(click("Settings"), click("Change")) },
  {
    name: "settings-erase",
    snapshot: aSigningSnapshot({ keystore: unchecked }),
    act: inOrder(click("Settings"), click("Erase")),
  },
  { name: "locked", snapshot: aSigningSnapshot({ windowLocked: true }) },
  {
    name: "locked-error",
    snapshot: aSigningSnapshot({ windowLocked: true }),
    act: async (page) => {
      await page.getByLabel("Passphrase").fill("wrong");
      await click("Unlock")(page);
    },
  },
  {
    name: "locked-no-passphrase",
    snapshot: aSigningSnapshot({ windowLocked: true, keystore: anOpenKeystore({ hasPassphrase: false }) }),
  },
  {
    name: "sealed",
    snapshot: aSnapshot({ keystore: { state: "sealed", network: "mainnet", store: "keychain", hasPassphrase: true } }),
  },
  ...(["absent", "locked", "hanging", "failed"] as const).map((trouble) => ({
    name: `keychain-${trouble}`,
    snapshot: aSnapshot({
      keystore: { state: "trouble", trouble, detail: "org.freedesktop.DBus.Error.ServiceUnknown" },
    }),
  })),
  {
    name: "quit",
    snapshot: aSigningSnapshot(),
    feed: aLivelyFeed(),
    act: async (page) => {
      await page.evaluate(() => window.dispatchEvent(new Event("gallery-quit")));
    },
  },
  ...guardScenes,
];
