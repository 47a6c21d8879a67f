// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { needsOf } from "../../renderer/features/home/needs";
import { statusOf } from "../../renderer/features/home/StatusHeader";
import {
  aBackingOffSnapshot,
  aCertificate,
  aMacaroon,
  aNode,
  anAdminMacaroon,
  anOpenKeystore,
  aSigningSnapshot,
} from "./support/fixtures";
import { someAlerts } from "./support/guardFixtures";

const dayMs = 86_400_000;
const nowMs = Date.now();
const keysOf = (snapshot: Parameters<typeof needsOf>[0]) => needsOf(snapshot, [], nowMs).map(({ key }) => key);

describe("needs you", () => {
  const guarded = (guard: object) => {
    const snapshot = aSigningSnapshot();
    return { ...snapshot, guard: { ...snapshot.guard, ...guard } };
  };
  it("puts what waits first, then a journal in trouble, then what the guard noticed", () => {
    const snapshot = guarded({
      waiting: 1,
      alerts: 1,
      journal: "unavailable",
      memoryIsNew: true,
      pendingChangeAtMs: nowMs + 3_600_000,
    });
    expect(needsOf(snapshot, someAlerts(), nowMs).map(({ key }) => key)).toEqual([
      "waiting",
      "journal",
      "alert",
      "pending",
      "memory",
      "checked",
    ]);
  });
  it("says what an alert is about, what to do, and when it was", () => {
    const [alert] = needsOf(guarded({ alerts: 1 }), someAlerts(), nowMs);
    expect(alert).toMatchObject({ key: "alert", alertId: "4", title: "A channel was closed by force" });
    expect(alert?.text).toContain("1 850 000 sat of yours.");
    expect(alert?.text).toContain("look at the node's log");
  });
  it("tells how long a change that allows more still waits", () => {
    const [pending] = needsOf(guarded({ pendingChangeAtMs: nowMs + 5 * 3_600_000 }), [], nowMs);
    expect(pending?.title.replaceAll("\u00a0", " ")).toBe("Rules allow more in 5 h");
  });
  it("has only the good news when all is well", () => {
    expect(keysOf(aSigningSnapshot())).toEqual(["checked"]);
  });
  it("reminds of an unchecked backup before anything else", () => {
    const keystore = anOpenKeystore({ backup: "unchecked", backupCheckedAtMs: null, hasPassphrase: false });
    expect(keysOf(aSigningSnapshot({ keystore }))).toEqual(["backup", "passphrase"]);
  });
  it("asks for no backup of a key without words", () => {
    const keystore = anOpenKeystore({ backup: "none", backupCheckedAtMs: null });
    expect(keysOf(aSigningSnapshot({ keystore }))).toEqual([]);
  });
  it("warns of a certificate that ends within sixty days, and of one that ended", () => {
    const ending = (days: number) =>
      needsOf(
        aSigningSnapshot({ node: aNode({ certificate: aCertificate({ notAfterMs: nowMs + days * dayMs }) }) }),
        [],
        nowMs,
      ).find(({ key }) => key === "certificate")?.title;
    expect(ending(61.5)).toBeUndefined();
    expect(ending(41.5)).toBe("The node's certificate ends in 41 days");
    expect(ending(-2.5)).toBe("The node's certificate ended 3 days ago");
  });
  it("warns of a macaroon that ends within two weeks, and of one that ended, with what to do", () => {
    const ending = (days: number) =>
      needsOf(
        aSigningSnapshot({ node: aNode({ macaroon: aMacaroon({ expiresAtMs: nowMs + days * dayMs }) }) }),
        [],
        nowMs,
      ).find(({ key }) => key === "macaroon-end");
    expect(ending(15.5)).toBeUndefined();
    expect(ending(9.5)).toMatchObject({ tone: "warn", title: "The macaroon ends in 9 days" });
    expect(ending(9.5)?.text).toMatch(/Bake a new one/);
    expect(ending(-2.5)).toMatchObject({ tone: "warn", title: "The macaroon ended 3 days ago" });
    expect(ending(-2.5)?.text).toMatch(/Bake a new one/);
  });
  it("shows the end of macaroon and certificate side by side", () => {
    const node = aNode({
      macaroon: aMacaroon({ expiresAtMs: nowMs + 5 * dayMs }),
      certificate: aCertificate({ notAfterMs: nowMs + 41.5 * dayMs }),
    });
    expect(keysOf(aSigningSnapshot({ node }))).toEqual(["macaroon-end", "certificate", "checked"]);
  });
  it("warns of a macaroon that may do too much", () => {
    expect(keysOf(aSigningSnapshot({ node: aNode({ macaroon: anAdminMacaroon() }) }))).toContain("macaroon");
  });
  it("says only that it is practice while practising", () => {
    expect(keysOf(aSigningSnapshot({ practice: true, node: aNode({ macaroon: anAdminMacaroon() }) }))).toEqual([
      "practice",
    ]);
  });
});

describe("status in one sentence", () => {
  const node = aNode();
  const of = (snapshot: Parameters<typeof statusOf>[0]) => statusOf(snapshot, node, nowMs);

  it("names the node it signs for", () => {
    expect(of(aSigningSnapshot())).toMatchObject({ look: "signing", title: "Signing for aurora" });
  });
  it.each([
    [{ state: "offline" }, "Not connected to aurora"],
    [{ state: "connecting", attempt: 1, address: "node.lan:10019" }, "Connecting to aurora"],
    [{ state: "handshaking", attempt: 1, address: "node.lan:10019" }, "Introducing this signer to aurora"],
  ] as const)("says what link %j means", (link, title) => {
    expect(of(aSigningSnapshot({ link })).title).toBe(title);
  });
  it("names the cause and counts down to the next attempt", () => {
    const snapshot = aBackingOffSnapshot("another-signer-connected", "only one remote signer can be connected");
    const { title, note } = of(snapshot);
    expect(title).toBe("Another signer is connected to aurora");
    expect(note.replace(/\u00a0/g, " ")).toBe("Trying again in 12 s");
  });
  it("a pause outranks the connection, until it is over", () => {
    expect(of(aSigningSnapshot({ pausedUntilMs: nowMs + 60_000 })).title).toBe("Paused for aurora");
    expect(of(aSigningSnapshot({ pausedUntilMs: nowMs - 1 })).title).toBe("Signing for aurora");
  });
  it("does not speak of a pause while there is no connection", () => {
    expect(of(aSigningSnapshot({ pausedUntilMs: nowMs + 60_000, link: { state: "offline" } })).look).toBe("stopped");
  });
});
