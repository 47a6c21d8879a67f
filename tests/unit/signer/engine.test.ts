/** The engine's face: every kind answered, slices, wiping. */
import { describe, expect, it } from "vitest";
import { bytesToHex, hexToBytes } from "../../../main/signer/bytes";
import { createEngine, createMemoryNonceLedger } from "../../../main/signer/index";
import { type SignRequest, signRequestKinds } from "../../../main/signer/requests";
import { curves, nativeCurve } from "../../support/curves";
import { answer, readVectors, recordedPubkeyHex, refusal, vectorEngine } from "../../support/engines";
import {
  cleanup,
  combine,
  emptyBytes,
  getCombinedNonce,
  registerCombinedNonce,
  registerNonces,
  sessionRequest,
  sign,
} from "../../support/musig2Requests";

const id = new Uint8Array(32);
const message: SignRequest = {
  kind: "sign_message_req",
  msg: Uint8Array.of(1),
  keyLoc: { keyFamily: 6, keyIndex: 0 },
  doubleHash: false,
  compactSig: false,
  schnorrSig: false,
  schnorrSigTapTweak: emptyBytes,
  tag: emptyBytes,
};
/** One request of each kind, most of which are refused. */
const requests: readonly SignRequest[] = [
  { kind: "shared_key_request", ephemeralPubkey: emptyBytes },
  { ...message, msg: emptyBytes },
  { kind: "sign_psbt_request", fundedPsbt: emptyBytes },
  sessionRequest(0, { version: 0 }),
  registerNonces(id),
  registerCombinedNonce(id, new Uint8Array(66)),
  getCombinedNonce(id),
  sign(id),
  combine(id),
  cleanup(id),
];

describe("engine", () => {
  it("has an answer or a SignerError for every kind of request", () => {
    expect(requests.map(({ kind }) => kind)).toEqual([...signRequestKinds]);
    const engine = vectorEngine(nativeCurve);
    for (const request of requests) expect(refusal(engine, request).code).toMatch(/^[A-Z_]+$/);
  });

  it("signs packets through to the PSBT signer", () => {
    const { cases } = readVectors<{ cases: readonly { funded_psbt: string; signed_psbt?: string }[] }>(
      "sign_psbt_cases",
    );
    const vector = cases.find(({ signed_psbt: signed }) => signed !== undefined) ?? expect.fail("no signed case");
    for (const curve of curves) {
      const { signedPsbt } = answer(vectorEngine(curve), {
        kind: "sign_psbt_request",
        fundedPsbt: hexToBytes(vector.funded_psbt),
      });
      expect(bytesToHex(signedPsbt)).toBe(vector.signed_psbt);
    }
  });

  it("knows the node's identity key", () => {
    for (const curve of curves) expect(bytesToHex(vectorEngine(curve).identityPubkey())).toBe(recordedPubkeyHex(6));
  });

  it("copies the master key: the caller may wipe its own", () => {
    const masterKey = new Uint8Array(64).fill(0x21);
    const options = { curve: nativeCurve, network: "regtest", randomBytes: () => new Uint8Array(32) } as const;
    const engine = createEngine({ ...options, masterKey, nonceLedger: createMemoryNonceLedger() });
    const before = engine.identityPubkey();
    masterKey.fill(0);
    expect(engine.identityPubkey()).toEqual(before);
  });

  it("takes a master key of 64 bytes and nothing else", () => {
    const options = { curve: nativeCurve, network: "regtest", randomBytes: () => new Uint8Array(32) } as const;
    const nonceLedger = createMemoryNonceLedger();
    expect(() => createEngine({ ...options, nonceLedger, masterKey: new Uint8Array(32) })).toThrow(RangeError);
    expect(() => createEngine({ ...options, nonceLedger, masterKey: new Uint8Array(64) })).toThrowError(
      expect.objectContaining({ code: "BAD_SCALAR" }),
    );
  });

  it("throws on every use after it was wiped, in the middle of a key scan too", () => {
    const engine = vectorEngine(nativeCurve);
    const scan = engine.answer({
      kind: "shared_key_request",
      ephemeralPubkey: hexToBytes(recordedPubkeyHex(9)),
      keyDesc: { rawKeyBytes: hexToBytes(recordedPubkeyHex(6)), keyLoc: { keyFamily: 8, keyIndex: 0 } },
    });
    expect(scan.next().done).toBe(false);
    engine.wipe();
    expect(() => scan.next()).toThrow("wiped");
    expect(() => answer(engine, message)).toThrow("wiped");
    expect(() => engine.identityPubkey()).toThrow("wiped");
    for (const request of requests) expect(() => answer(engine, request)).toThrow("wiped");
    engine.wipe();
  });
});
