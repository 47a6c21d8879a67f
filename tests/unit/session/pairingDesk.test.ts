import { beforeEach, describe, expect, test } from "vitest";
import { readText } from "../../../main/pairing/review";
import type { WatchOnlyNode } from "../../../main/pairing/watchOnlyNode";
import { macaroonView, PairingDesk, pairedNodeView } from "../../../main/session/pairingDesk";
import { pairedNodeViewSchema, pairingReviewSchema } from "../../../preload/contract/schemas";
import {
  bake,
  context,
  dayMs,
  good,
  nowMs,
  signerMacaroon,
  tls,
  withHost,
  withMacaroon,
} from "../../support/pairingStrings";

const input = { name: "My node", port: 10_019, requestTimeoutMs: 30_000, accepted: ["certificate-other-host"] };
const code = (name: string) => expect.objectContaining({ name: "AppError", code: name });

let desk: PairingDesk;
beforeEach(() => {
  desk = new PairingDesk();
});

function reviewed(text: string) {
  return desk.review([readText(text, context)], context);
}

function confirmed(text: string, known: WatchOnlyNode | null = null, port = input.port) {
  const { draftId } = reviewed(text);
  return desk.confirm({ ...input, port, draftId }, "regtest", known, nowMs);
}

describe("a pairing", () => {
  test("goes from text to node with what the person chose", () => {
    const review = reviewed(good);
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

  test("stays the same node under another address: a seed is one node's", () => {
    const { node } = confirmed(good);
    const moved = confirmed(good, { ...node, pairedAtMs: 7 }, 10_021).node;
    expect(moved).toMatchObject({ id: node.id, pairedAtMs: 7, addresses: [{ host: "localhost", port: 10_021 }] });
  });

  test("PAIRING_NOT_ACCEPTED until every finding that asks for consent has it", () => {
    const { draftId } = reviewed(withHost("node.lan:10019"));
    const confirm = (accepted: string[] | undefined) => () =>
      desk.confirm({ ...input, draftId, accepted }, "regtest", null, nowMs);
    expect(confirm(undefined)).toThrow(code("PAIRING_NOT_ACCEPTED"));
    expect(confirm(["something-else"])).toThrow(code("PAIRING_NOT_ACCEPTED"));
    expect(confirm(["certificate-other-host"])().node.addresses).toEqual([{ host: "node.lan", port: 10_019 }]);
  });

  test("keeps the proxy that was chosen, and none otherwise", () => {
    const { draftId } = reviewed(good);
    const confirm = (proxy: { host: string; port: number } | null) =>
      desk.confirm({ ...input, draftId, proxy }, "regtest", null, nowMs).node.proxy;
    expect(confirm({ host: "127.0.0.1", port: 9_050 })).toEqual({ host: "127.0.0.1", port: 9_050 });
    expect(confirm(null)).toBeUndefined();
  });

  test("limits the macaroon before it is kept", () => {
    const { draftId } = reviewed(withMacaroon(bake(["remotesigner:generate"])));
    const { macaroon } = desk.confirm({ ...input, draftId, limitDays: 30 }, "regtest", null, nowMs);
    expect(macaroonView(macaroon, nowMs)?.caveats).toEqual([
      `time-before ${new Date(nowMs + 30 * dayMs).toISOString().slice(0, 19)}Z`,
    ]);
  });

  test("takes the certificate its node showed, and only with consent", () => {
    const text = good.replace(/cert=[^&]*&/, "");
    const { draftId, canConnect } = reviewed(text);
    expect(canConnect).toBe(false);
    expect(desk.addressesOf(draftId, 10_022)).toEqual([{ host: "localhost", port: 10_022 }]);
    const review = desk.present(draftId, tls.certificateDer);
    expect(review).toMatchObject({ draftId, canConnect: true, canFetchCertificate: false });
    const confirm = (accepted: string[]) => () => desk.confirm({ ...input, draftId, accepted }, "regtest", null, nowMs);
    expect(confirm([])).toThrow(code("PAIRING_NOT_ACCEPTED"));
    expect(confirm(["certificate-unproven"])().node.certificateDer).toEqual(tls.certificateDer);
  });

  test("asks no node for a certificate when there is one already", () => {
    const { draftId } = reviewed(good);
    expect(() => desk.addressesOf(draftId, 10_019)).toThrow(code("PAIRING_BLOCKED"));
  });

  test("waits on after it was confirmed, as remembering it may fail", () => {
    const { draftId } = reviewed(good);
    const confirm = () => desk.confirm({ ...input, draftId }, "regtest", null, nowMs);
    confirm().macaroon.fill(0);
    expect(confirm().macaroon).toEqual(signerMacaroon);
  });

  test("PAIRING_DRAFT_GONE: never made, replaced, discarded", () => {
    const confirm = (draftId: string) => () => desk.confirm({ ...input, draftId }, "regtest", null, nowMs);
    expect(confirm("0123456789abcdef")).toThrow(code("PAIRING_DRAFT_GONE"));
    const { draftId: replaced } = reviewed(good);
    const { draftId: discarded } = reviewed(good);
    expect(confirm(replaced)).toThrow(code("PAIRING_DRAFT_GONE"));
    desk.discard();
    expect(confirm(discarded)).toThrow(code("PAIRING_DRAFT_GONE"));
  });

  test("PAIRING_BLOCKED says what blocks it", () => {
    const { draftId, findings } = reviewed("lightning:abc");
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
