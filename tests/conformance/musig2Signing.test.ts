/** MuSig2 nonces, signatures and sessions after creation: conformance cases 48 to 59. */
import { schnorr } from "@noble/curves/secp256k1.js";
import { describe, expect, it } from "vitest";
import { bytesToHex, concatBytes } from "../../main/signer/bytes";
import type { MuSig2SessionRequest } from "../../main/signer/requests";
import { curves } from "../support/curves";
import { answer, refusal, vectorEngine } from "../support/engines";
import {
  cleanup,
  combine,
  digest,
  getCombinedNonce,
  otherDigest,
  readySessions,
  registerCombinedNonce,
  registerNonces,
  sessionRequest,
  sign,
  signerPubkeys,
} from "../support/musig2Requests";

const v040: Partial<MuSig2SessionRequest> = {
  version: 1,
  allSignerPubkeys: signerPubkeys(2).map((pubkey) => pubkey.slice(1)),
};
const unknownId = new Uint8Array(32).fill(0xee);
const unknown = `session with ID ${bytesToHex(unknownId)} not found`;
const infinity = new Uint8Array(33);
const order = Uint8Array.from(
  "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141".match(/../g) ?? [],
  (hex) => Number.parseInt(hex, 16),
);

describe.each(curves.map((curve) => [curve.backend, curve] as const))("MuSig2 signing, %s curve", (_backend, curve) => {
  const engine = vectorEngine(curve);
  const create = (family = 0, changes: Partial<MuSig2SessionRequest> = {}) =>
    answer(engine, sessionRequest(family, changes));
  const ready = (changes: Partial<MuSig2SessionRequest> = {}) => {
    const [local, remote] = readySessions(engine, changes);
    if (local === undefined || remote === undefined) throw new Error("two signers were asked for");
    return { local, remote };
  };
  const signature = (sessionId: Uint8Array) => answer(engine, sign(sessionId)).localPartialSignature;

  it.each([
    ["v1.0.0rc2", {}],
    ["v0.4.0", v040],
  ] as const)("two signers reach a signature another implementation verifies: %s", (_name, changes) => {
    for (const taprootTweak of [undefined, { keySpendOnly: true, scriptRoot: new Uint8Array(0) }]) {
      const { local, remote } = ready({ ...changes, taprootTweak });
      const [own, other] = [signature(local.sessionId), signature(remote.sessionId)];
      const { haveAllSignatures, finalSignature } = answer(engine, combine(local.sessionId, other));
      expect(haveAllSignatures).toBe(true);
      expect(schnorr.verify(finalSignature, digest, local.combinedKey)).toBe(true);
      expect(answer(engine, combine(remote.sessionId, own)).finalSignature).toEqual(finalSignature);
    }
  });

  it("case 48, NONCES_INCOMPLETE: signing before all nonces are known is refused with the counts", () => {
    const { sessionId } = create(0, { allSignerPubkeys: signerPubkeys(3) });
    expect(refusal(engine, sign(sessionId))).toEqual({
      code: "NONCES_INCOMPLETE",
      message: "error signing: only have 1 of 3 required nonces",
    });
  });

  it("case 49, NONCE_REUSED: a session signs once, be it the same digest or another", () => {
    const { local } = ready();
    signature(local.sessionId);
    for (const messageDigest of [digest, otherDigest]) {
      expect(refusal(engine, sign(local.sessionId, messageDigest))).toEqual({
        code: "NONCE_REUSED",
        message: "error signing: error signing with local key: error signing with local key: nonce already used",
      });
    }
  });

  it("case 50, BAD_LENGTH: a digest of 31 bytes is refused and the nonce is kept", () => {
    const { local } = ready();
    expect(refusal(engine, sign(local.sessionId, digest.subarray(1)))).toEqual({
      code: "BAD_LENGTH",
      message: "invalid message digest size, got 31 but expected 32",
    });
    expect(signature(local.sessionId)).toHaveLength(32);
  });

  it("case 51: cleanup with the signature ends the session, a refused signature does not", () => {
    const { local, remote } = ready();
    const waiting = create();
    expect(refusal(engine, sign(waiting.sessionId, digest, true)).code).toBe("NONCES_INCOMPLETE");
    answer(engine, registerNonces(waiting.sessionId, remote.localPublicNonces));

    answer(engine, sign(local.sessionId, digest, true));
    expect(refusal(engine, combine(local.sessionId, signature(remote.sessionId)))).toEqual({
      code: "UNKNOWN_SESSION",
      message: `error combining signatures: session with ID ${bytesToHex(local.sessionId)} not found`,
    });
  });

  it("case 52, NONCES_COMPLETE: nothing is registered once all nonces are here", () => {
    const { local, remote } = ready();
    expect(refusal(engine, registerNonces(local.sessionId, remote.localPublicNonces))).toEqual({
      code: "NONCES_COMPLETE",
      message: "error registering nonces: already have all nonces",
    });
    const combined = answer(engine, getCombinedNonce(local.sessionId)).combinedPublicNonce;
    expect(refusal(engine, registerCombinedNonce(local.sessionId, combined))).toEqual({
      code: "NONCES_COMPLETE",
      message: "error registering combined nonce: already have all nonces",
    });
  });

  it("registers no nonces at all, more than are missing, or of another length: refused", () => {
    const { sessionId, localPublicNonces } = create();
    expect(refusal(engine, registerNonces(sessionId))).toEqual({
      code: "BAD_REQUEST",
      message: "error parsing other nonces: at least one other signer public nonce is required",
    });
    expect(refusal(engine, registerNonces(sessionId, localPublicNonces, localPublicNonces))).toEqual({
      code: "BAD_REQUEST",
      message: "error registering nonces: only 1 other nonces remaining but trying to register 2 more",
    });
    expect(refusal(engine, registerNonces(sessionId, localPublicNonces.subarray(1)))).toEqual({
      code: "BAD_LENGTH",
      message: "error parsing other nonces: invalid public nonce at index 0: invalid length, got 65 but expected 66",
    });
    expect(answer(engine, registerNonces(sessionId, localPublicNonces)).haveAllNonces).toBe(true);
  });

  it("BAD_POINT: a last nonce that is no point leaves a session as unusable as in lnd", () => {
    const { sessionId } = create();
    const bad = refusal(engine, registerNonces(sessionId, new Uint8Array(66).fill(4)));
    expect(bad.code).toBe("BAD_POINT");
    expect(bad.message).toMatch(/^error registering nonces: error registering other signer public nonce: /);
    expect(refusal(engine, registerNonces(sessionId, new Uint8Array(66))).message).toBe(
      "error registering nonces: only 0 other nonces remaining but trying to register 1 more",
    );
    expect(refusal(engine, sign(sessionId)).message).toBe("error signing: only have 2 of 2 required nonces");
  });

  it("case 53: a combined nonce takes the place of the others, and the signature is the same", () => {
    const [local, remote] = [create(0), create(1)];
    answer(engine, registerNonces(remote.sessionId, local.localPublicNonces));
    const combined = answer(engine, getCombinedNonce(remote.sessionId)).combinedPublicNonce;
    expect(answer(engine, registerCombinedNonce(local.sessionId, combined))).toEqual({
      kind: "mu_sig2_comb_nonces_resp",
    });
    expect(answer(engine, getCombinedNonce(local.sessionId)).combinedPublicNonce).toEqual(combined);
    signature(local.sessionId);
    const { finalSignature } = answer(engine, combine(local.sessionId, signature(remote.sessionId)));
    expect(schnorr.verify(finalSignature, digest, local.combinedKey)).toBe(true);
  });

  it("case 53: no combined nonce twice, after a public nonce, before one is there, at infinity, or too short", () => {
    const combined = answer(engine, getCombinedNonce(ready().local.sessionId)).combinedPublicNonce;
    const twice = create();
    answer(engine, registerCombinedNonce(twice.sessionId, combined));
    expect(refusal(engine, registerCombinedNonce(twice.sessionId, combined))).toEqual({
      code: "NONCES_COMPLETE",
      message: "error registering combined nonce: already have all nonces",
    });
    expect(refusal(engine, registerNonces(twice.sessionId, combined)).code).toBe("NONCES_COMPLETE");

    const started = create(0, { allSignerPubkeys: signerPubkeys(3) });
    answer(engine, registerNonces(started.sessionId, combined));
    expect(refusal(engine, registerCombinedNonce(started.sessionId, combined))).toEqual({
      code: "BAD_REQUEST",
      message:
        "error registering combined nonce: error registering combined nonce: can't register combined nonce after public nonces",
    });

    const fresh = create();
    expect(refusal(engine, getCombinedNonce(fresh.sessionId))).toEqual({
      code: "NONCES_INCOMPLETE",
      message: "error getting combined nonce: error getting combined nonce: missing combined nonce",
    });
    for (const atInfinity of [
      concatBytes(infinity, combined.subarray(33)),
      concatBytes(combined.subarray(0, 33), infinity),
    ]) {
      const refused = refusal(engine, registerCombinedNonce(fresh.sessionId, atInfinity));
      expect(refused.code).toBe("BAD_POINT");
      expect(refused.message).toContain("invalid combined nonce: ");
    }
    expect(refusal(engine, registerCombinedNonce(fresh.sessionId, combined.subarray(1)))).toEqual({
      code: "BAD_LENGTH",
      message: "invalid combined nonce length, got 65 wanted 66",
    });
  });

  it("case 53, UNSUPPORTED_VERSION: v0.4.0 knows no combined nonces, neither way", () => {
    const { local } = ready(v040);
    const fresh = create(0, v040);
    const context = "error registering combined nonce: ";
    const unsupported = "method not supported in MuSig2 v0.4.0";
    expect(refusal(engine, registerCombinedNonce(fresh.sessionId, new Uint8Array(66)))).toEqual({
      code: "UNSUPPORTED_VERSION",
      message: `${context}${context}${unsupported}`,
    });
    for (const { sessionId } of [local, fresh]) {
      expect(refusal(engine, getCombinedNonce(sessionId))).toEqual({
        code: "UNSUPPORTED_VERSION",
        message: `error getting combined nonce: error getting combined nonce: ${unsupported}`,
      });
    }
  });

  it("case 54, BAD_SIGNATURE: a wrong share is found out at the end, and the session is spoiled", () => {
    const { local, remote } = ready();
    signature(local.sessionId);
    const wrong = signature(remote.sessionId);
    wrong[31] = (wrong[31] as number) ^ 1;
    const context =
      "error combining signatures: error combining partial signature: error combining partial signature: ";
    expect(refusal(engine, combine(local.sessionId, wrong))).toEqual({
      code: "BAD_SIGNATURE",
      message: `${context}final signature is invalid`,
    });
    expect(refusal(engine, combine(local.sessionId, wrong))).toEqual({
      code: "BAD_REQUEST",
      message: `${context}already have all sigs`,
    });
    expect(answer(engine, cleanup(local.sessionId))).toEqual({ kind: "mu_sig2_cleanup_response" });
  });

  it("case 55: combining without our own share is refused, where lnd crashes or is stuck", () => {
    const { local, remote } = ready();
    const other = signature(remote.sessionId);
    const missing = {
      code: "BAD_REQUEST",
      message:
        "error combining signatures: error combining partial signature: error combining partial signature: " +
        "the local partial signature is missing: sign first",
    };
    expect(refusal(engine, combine(local.sessionId, other))).toEqual(missing);
    expect(refusal(engine, combine(local.sessionId, other, other))).toEqual(missing);
    signature(local.sessionId);
    expect(answer(engine, combine(local.sessionId, other)).haveAllSignatures).toBe(true);
  });

  it("case 56: shares of 31 bytes, not below n, or none at all are refused", () => {
    const { local } = ready();
    signature(local.sessionId);
    const context = "error parsing partial signatures: ";
    expect(refusal(engine, combine(local.sessionId))).toEqual({
      code: "BAD_REQUEST",
      message: `${context}at least one partial signature is required`,
    });
    expect(refusal(engine, combine(local.sessionId, digest.subarray(1)))).toEqual({
      code: "BAD_LENGTH",
      message: `${context}invalid partial signature at index 0: invalid partial signature length, got 31 wanted 32`,
    });
    expect(refusal(engine, combine(local.sessionId, order))).toEqual({
      code: "BAD_SIGNATURE",
      message: `${context}invalid partial signature at index 0: error decoding partial signature: partial signature is invalid`,
    });
  });

  it.each([
    ["case 57, cleanup", cleanup(unknownId), "error cleaning up session: "],
    ["sign", sign(unknownId), "error signing: "],
    ["register nonces", registerNonces(unknownId, new Uint8Array(66)), "error registering nonces: "],
    [
      "register a combined nonce",
      registerCombinedNonce(unknownId, new Uint8Array(66)),
      "error registering combined nonce: ",
    ],
    ["get the combined nonce", getCombinedNonce(unknownId), "error getting combined nonce: "],
    ["combine", combine(unknownId, digest), "error combining signatures: "],
  ] as const)("UNKNOWN_SESSION: %s", (_name, request, context) => {
    expect(refusal(engine, request)).toEqual({ code: "UNKNOWN_SESSION", message: `${context}${unknown}` });
    expect(refusal(engine, { ...request, sessionId: unknownId.subarray(1) })).toEqual({
      code: "BAD_LENGTH",
      message: "error parsing session ID: invalid session ID size, got 31 but expected 32",
    });
  });

  it("case 58: a session lives as long as the engine, and no longer", () => {
    const first = vectorEngine(curve);
    const session = answer(first, sessionRequest());
    first.wipe();
    expect(() => answer(first, sign(session.sessionId))).toThrow("the engine was wiped");
    expect(refusal(vectorEngine(curve), sign(session.sessionId)).code).toBe("UNKNOWN_SESSION");
  });

  it("case 59: three signers, nonces in two batches, shares in two batches", () => {
    const allSignerPubkeys = signerPubkeys(3);
    const [a, b, c] = [0, 1, 2].map((family) => create(family, { allSignerPubkeys }));
    if (a === undefined || b === undefined || c === undefined) throw new Error("three sessions were made");
    for (const [session, first, second] of [
      [a, b, c],
      [b, a, c],
      [c, a, b],
    ] as const) {
      expect(answer(engine, registerNonces(session.sessionId, first.localPublicNonces)).haveAllNonces).toBe(false);
      expect(refusal(engine, sign(session.sessionId)).message).toBe("error signing: only have 2 of 3 required nonces");
      expect(answer(engine, registerNonces(session.sessionId, second.localPublicNonces)).haveAllNonces).toBe(true);
    }
    const [own, second, third] = [a, b, c].map(({ sessionId }) => signature(sessionId)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
    expect(own).toHaveLength(32);
    expect(answer(engine, combine(a.sessionId, second))).toEqual({
      kind: "mu_sig2_combine_sig_response",
      haveAllSignatures: false,
      finalSignature: new Uint8Array(0),
    });
    const { haveAllSignatures, finalSignature } = answer(engine, combine(a.sessionId, third));
    expect(haveAllSignatures).toBe(true);
    expect(schnorr.verify(finalSignature, digest, a.combinedKey)).toBe(true);
    expect(refusal(engine, combine(a.sessionId, third)).code).toBe("UNKNOWN_SESSION");
  });
});
