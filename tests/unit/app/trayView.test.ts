import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { type TrayIcon, trayIcons, trayView } from "../../../main/app/trayView";
import type { AppSnapshot, LinkCause } from "../../../preload/contract/types";
import { aSnapshot } from "../../support/snapshots";

const nowMs = Date.UTC(2026, 10, 25);
const dayMs = 86_400_000;
const backingOff = (cause: LinkCause): AppSnapshot["link"] => ({
  state: "backing-off",
  attempt: 2,
  failure: { cause, detail: "" },
  retryAtMs: 0,
});
const sealed: AppSnapshot["keystore"] = { state: "sealed", network: "mainnet", store: "keychain", hasPassphrase: true };

const guarded = (changes: Partial<AppSnapshot["guard"]>): Partial<AppSnapshot> => ({
  guard: { ...aSnapshot().guard, ...changes },
});

describe("trayView", () => {
  test.each<[string, Partial<AppSnapshot>, TrayIcon, string]>([
    ["online", {}, "connected", "Signing for aurora"],
    ["online behind a locked window", { windowLocked: true }, "connected", "Signing for aurora"],
    ["connecting", { link: { state: "connecting", attempt: 1, address: "" } }, "connecting", "Connecting to aurora"],
    ["handshaking", { link: { state: "handshaking", attempt: 1, address: "" } }, "connecting", "Connecting to aurora"],
    ["waiting to retry", { link: backingOff("unreachable") }, "connecting", "Reconnecting to aurora"],
    ["a refused macaroon", { link: backingOff("macaroon-refused") }, "action", "Not signing: aurora needs attention"],
    ["offline", { link: { state: "offline" } }, "action", "Not connected to aurora"],
    ["no node", { node: null, link: { state: "offline" } }, "action", "No node paired"],
    ["paused", { pausedUntilMs: 1 }, "paused", "Paused: every request is refused"],
    ["a request that waits", guarded({ waiting: 1 }), "waiting", "A request waits for your approval"],
    ["several that wait", guarded({ waiting: 3 }), "waiting", "3 requests wait for your approval"],
    [
      "one that waits while paused",
      { ...guarded({ waiting: 1 }), pausedUntilMs: 1 },
      "paused",
      "Paused: every request is refused",
    ],
    [
      "a journal that cannot be written",
      guarded({ journal: "unavailable" }),
      "action",
      "Nothing is spent: the journal cannot be written",
    ],
    ["sealed", { keystore: sealed, pausedUntilMs: 1 }, "locked", "Locked: open Countersign to unlock"],
    ["no seed", { keystore: { state: "empty" } }, "action", "Not set up yet"],
    [
      "keychain trouble",
      { keystore: { state: "trouble", trouble: "locked", detail: "" } },
      "action",
      "The keychain needs attention",
    ],
  ])("%s", (_name, changes, icon, stateLine) => {
    expect(trayView(aSnapshot(changes), nowMs)).toMatchObject({ icon, stateLine });
  });

  test.each<[string, number, number | null, TrayIcon, string]>([
    ["a macaroon near its end", 300, 3, "connected", "Signing for aurora, but its macaroon ends soon"],
    ["a macaroon past it", 300, -1, "action", "Signing for aurora, but its macaroon has ended"],
    ["a certificate near its end", 10, null, "connected", "Signing for aurora, but its certificate ends soon"],
    ["a certificate past it", -1, 3, "action", "Signing for aurora, but its certificate has ended"],
  ])("%s", (_name, certificateDays, macaroonDays, icon, stateLine) => {
    const { node } = aSnapshot();
    if (node === null) throw new Error("the fixture has a node");
    const certificate = { ...node.certificate, notAfterMs: nowMs + certificateDays * dayMs };
    const expiresAtMs = macaroonDays === null ? null : nowMs + macaroonDays * dayMs;
    const macaroon = { permissions: [], caveats: [], expiresAtMs, rootKeyId: "77", location: "lnd" };
    const snapshot = aSnapshot({ node: { ...node, certificate, macaroon } });
    expect(trayView(snapshot, nowMs)).toMatchObject({ icon, stateLine });
  });

  const enabled = (changes: Partial<AppSnapshot>) =>
    trayView(aSnapshot(changes), nowMs)
      .actions.filter((action) => action.enabled)
      .map((action) => action.label);

  test("offers everything while open", () => {
    expect(enabled({})).toEqual(["Open Countersign", "Lock", "Pause 15 minutes", "Quit"]);
  });
  test("offers what waits", () => {
    expect(enabled(guarded({ waiting: 2 }))).toEqual([
      "Open Countersign",
      "Approvals (2)",
      "Lock",
      "Pause 15 minutes",
      "Quit",
    ]);
  });
  test("offers to resume while paused", () => {
    expect(enabled({ pausedUntilMs: 1 })).toEqual(["Open Countersign", "Lock", "Resume", "Quit"]);
  });
  test("offers no lock while practising, which has nothing to lock", () => {
    expect(enabled({ practice: true })).toEqual(["Open Countersign", "Pause 15 minutes", "Quit"]);
  });
  test("offers only to open and quit while locked", () => {
    expect(enabled({ windowLocked: true })).toEqual(["Open Countersign", "Quit"]);
    expect(enabled({ keystore: sealed })).toEqual(["Open Countersign", "Quit"]);
  });

  test.each(trayIcons)("the icon for %s exists in both sizes", (icon) => {
    const file = path.join(import.meta.dirname, "../../../assets/tray", `${icon}Template`);
    expect(existsSync(`${file}.png`)).toBe(true);
    expect(existsSync(`${file}@2x.png`)).toBe(true);
  });
});
