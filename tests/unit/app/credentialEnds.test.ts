import { describe, expect, test } from "vitest";
import { credentialEnds } from "../../../main/app/credentialEnds";
import type { AppSnapshot } from "../../../preload/contract/types";
import { aSnapshot } from "../../support/snapshots";

const nowMs = Date.UTC(2026, 10, 25);
const dayMs = 86_400_000;

/** A paired node whose credentials end in so many days; undefined: the macaroon has no end. */
function ending(certificateDays: number, macaroonDays?: number): AppSnapshot {
  const { node } = aSnapshot();
  if (node === null) throw new Error("the fixture has a node");
  const expiresAtMs = macaroonDays === undefined ? null : nowMs + macaroonDays * dayMs;
  const macaroon = { permissions: [], caveats: [], expiresAtMs, rootKeyId: "77", location: "lnd" };
  const certificate = { ...node.certificate, notAfterMs: nowMs + certificateDays * dayMs };
  return aSnapshot({ node: { ...node, certificate, macaroon } });
}

const said = (snapshot: AppSnapshot) =>
  credentialEnds(snapshot, nowMs).map(({ what, isOver }) => `${what} ${isOver ? "over" : "soon"}`);

describe("credentialEnds", () => {
  test("says nothing before the last two weeks, or of a macaroon without an end", () => {
    expect(said(ending(15, 15))).toEqual([]);
    expect(said(ending(300))).toEqual([]);
    expect(said(aSnapshot({ node: null }))).toEqual([]);
  });
  test("says what ends soon and what is over, the more pressing first", () => {
    expect(said(ending(13, 20))).toEqual(["certificate soon"]);
    expect(said(ending(300, 3))).toEqual(["macaroon soon"]);
    expect(said(ending(10, 3))).toEqual(["macaroon soon", "certificate soon"]);
    expect(said(ending(-1, 3))).toEqual(["certificate over", "macaroon soon"]);
    expect(said(ending(300, 0))).toEqual(["macaroon over"]);
  });
  test("says nothing of a practice node", () => {
    expect(said({ ...ending(1, 1), practice: true })).toEqual([]);
  });
  test("keys stay while nothing new is to be said, and change with a new credential and with its end", () => {
    const keys = (snapshot: AppSnapshot, atMs: number) => credentialEnds(snapshot, atMs).map(({ key }) => key);
    const soon = ending(300, 3);
    expect(keys(soon, nowMs)).toEqual(keys(soon, nowMs + dayMs));
    expect(keys(soon, nowMs)).not.toEqual(keys(soon, nowMs + 4 * dayMs));
    expect(keys(soon, nowMs)).not.toEqual(keys(ending(300, 4), nowMs));
  });
});
