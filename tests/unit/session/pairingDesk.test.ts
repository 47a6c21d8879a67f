import { beforeEach, describe, expect, test } from "vitest";
import type { WatchOnlyNode } from "../../../main/pairing/watchOnlyNode";
import { macaroonView, PairingDesk, pairedNodeView } from "../../../main/session/pairingDesk";
import { pairedNodeViewSchema, pairingReviewSchema } from "../../../preload/contract/schemas";
import { good, nowMs, signerMacaroon, tls, withHost } from "../../support/pairingStrings";

const input = { name: "My node", port: 10_019, requestTimeoutMs: 30_000 };
const code = (name: string) => expect.objectContaining({ name: "AppError", code: name });

let desk: PairingDesk;
beforeEach(() => {
  desk = new PairingDesk();
});

function confirmed(text: string, known: WatchOnlyNode | null = null, port = input.port) {
  const { draftId } = desk.review(text, "regtest", nowMs);
  return desk.confirm({ ...input, port, draftId }, "regtest", known, nowMs);
}

describe("a pairing", () => {
  test("goes from text to node with what the person chose", () => {
    const review = desk.review(good, "regtest", nowMs);
    expect(pairingReviewSchema.parse(review)).toEqual(review);
    const { node, macaroon } = desk.confirm(
      { ...input, port: 10_020, draftId: review.draftId },
      "regtest",
      null,
      nowMs,
    );
    expect(node).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      name: "My node",
      addresses: [{ host: "localhost", port: 10_020 }],
      certificateDer: tls.certificateDer,
      network: "regtest",
      requestTimeoutMs: 30_000,
      pairedAtMs: nowMs,
    });
    expect(macaroon).toEqual(signerMacaroon);
  });

  test("with the same address again stays the same node, with another it is a new one", () => {
    const { node } = confirmed(good);
    expect(confirmed(good, node).node.id).toBe(node.id);
    expect(confirmed(good, node, 10_021).node.id).not.toBe(node.id);
  });

  test("waits on after it was confirmed, as remembering it may fail", () => {
    const { draftId } = desk.review(good, "regtest", nowMs);
    const confirm = () => desk.confirm({ ...input, draftId }, "regtest", null, nowMs);
    confirm().macaroon.fill(0);
    expect(confirm().macaroon).toEqual(signerMacaroon);
  });

  test("PAIRING_DRAFT_GONE: never made, replaced, discarded", () => {
    const confirm = (draftId: string) => () => desk.confirm({ ...input, draftId }, "regtest", null, nowMs);
    expect(confirm("0123456789abcdef")).toThrow(code("PAIRING_DRAFT_GONE"));
    const { draftId: replaced } = desk.review(good, "regtest", nowMs);
    const { draftId: discarded } = desk.review(good, "regtest", nowMs);
    expect(confirm(replaced)).toThrow(code("PAIRING_DRAFT_GONE"));
    desk.discard();
    expect(confirm(discarded)).toThrow(code("PAIRING_DRAFT_GONE"));
  });

  test("PAIRING_BLOCKED says what blocks it", () => {
    const { draftId, findings } = desk.review("lightning:abc", "regtest", nowMs);
    const block = findings.find(({ level }) => level === "block");
    expect(block).toBeDefined();
    expect(() => desk.confirm({ ...input, draftId }, "regtest", null, nowMs)).toThrow(
      expect.objectContaining({ code: "PAIRING_BLOCKED", message: block?.message }),
    );
  });
});

describe("the view of a node", () => {
  test("shows address, certificate and permissions, and fits the contract", () => {
    const { node, macaroon } = confirmed(good);
    const view = pairedNodeView(node, macaroonView(macaroon, nowMs));
    expect(pairedNodeViewSchema.parse(view)).toEqual(view);
    expect(view).toMatchObject({
      name: "My node",
      address: "localhost:10019",
      certificate: { names: expect.arrayContaining(["localhost"]) },
    });
    expect(view.macaroon?.permissions).toContainEqual({ entity: "remotesigner", action: "generate" });
    expect(JSON.stringify(view)).not.toContain(Buffer.from(signerMacaroon).toString("hex").slice(-64));
  });

  test("puts IPv6 addresses into brackets", () => {
    expect(pairedNodeView(confirmed(withHost("[fd00::1]:10019")).node, null).address).toBe("[fd00::1]:10019");
  });

  test("has no macaroon facts where there is none to read", () => {
    expect(macaroonView(Uint8Array.of(1, 2, 3), nowMs)).toBeNull();
    expect(pairedNodeView(confirmed(good).node, null).macaroon).toBeNull();
  });
});
