/** MuSig2: sessions and keys recorded from lnd and computed from its rules, byte for byte, with both curves. */
import { schnorr } from "@noble/curves/secp256k1.js";
import { describe, expect, it } from "vitest";
import { xOnly } from "../../main/signer/bip340";
import { bytesToHex, concatBytes, hexToBytes } from "../../main/signer/bytes";
import type { Curve } from "../../main/signer/curve";
import type { KeyRing } from "../../main/signer/keyRingPort";
import { MuSig2 } from "../../main/signer/musig2";
import { aggregateKeys, sortPubkeys } from "../../main/signer/musig2KeyAggregation";
import { signingValues, signPartial } from "../../main/signer/musig2Signing";
import { v040Rules } from "../../main/signer/musig2V040";
import { v100Rules } from "../../main/signer/musig2V100";
import { createMemoryNonceLedger } from "../../main/signer/nonceLedger";
import type { MuSig2SessionRequest } from "../../main/signer/requests";
import { curves } from "../support/curves";
import { answer, type LocatorJson, locatorOf, readVectors, vectorEngine } from "../support/engines";
import { combine, getCombinedNonce, sign } from "../support/musig2Requests";

interface SessionRequestJson {
  readonly version: number | string;
  readonly key_loc?: LocatorJson;
  readonly signing_privkey?: string;
  readonly all_signer_pubkeys: readonly string[];
  readonly other_signer_public_nonces: readonly string[];
  readonly pregenerated_local_nonce: string;
  readonly tweaks?: readonly { readonly tweak: string; readonly is_x_only: boolean }[];
  readonly taproot_tweak?: { readonly key_spend_only?: boolean; readonly script_root?: string };
}
interface SessionVector {
  readonly name: string;
  readonly session_request: SessionRequestJson;
  readonly session_response: {
    readonly session_id: string;
    readonly combined_key: string;
    readonly taproot_internal_key: string;
    readonly local_public_nonces: string;
    readonly have_all_nonces: boolean;
  };
  readonly sign_request: { readonly message_digest: string };
  readonly local_partial_signature: string;
}
interface HdSession extends SessionVector {
  readonly combined_nonce: string;
  readonly other_partial_signatures: readonly string[];
  readonly final_signature: string;
}
interface ChannelSession extends SessionVector {
  readonly aggregate_nonce: string;
  readonly combine: { readonly other_partial_signatures: readonly string[]; readonly final_signature: string };
}
interface CombineKeysVector {
  readonly version: "MUSIG2_VERSION_V040" | "MUSIG2_VERSION_V100RC2";
  readonly keys_as_points: readonly string[];
  readonly sort: boolean;
  readonly final_key: string;
  readonly pre_tweak_key: string;
  readonly if_v040_via_rpc_xonly: {
    readonly all_signer_pubkeys: readonly string[];
    readonly combined_key: string;
    readonly taproot_internal_key: string;
  } | null;
}
interface V040Vectors {
  readonly key_agg: readonly { readonly keys: readonly string[]; readonly combined: string }[];
  readonly sign: {
    readonly secret_key: string;
    readonly sec_nonce: string;
    readonly msg: string;
    readonly cases: readonly {
      readonly keys: readonly string[];
      readonly agg_nonce: string;
      readonly tweaks: readonly { readonly tweak: string; readonly is_x_only: boolean }[];
      readonly expected: string;
    }[];
  };
}

const hdSessions = readVectors<{ cases: readonly HdSession[] }>("musig2_hd_sessions").cases;
const channelSessions = readVectors<{ cases: readonly ChannelSession[] }>("musig2_taproot_channel_sessions").cases;
const combineKeys = readVectors<{ cases: readonly CombineKeysVector[] }>("musig2_combine_keys").cases;
const v040 = readVectors<V040Vectors>("musig2_v040");

function requestOf(json: SessionRequestJson): MuSig2SessionRequest {
  return {
    kind: "mu_sig2_session_request",
    keyLoc: locatorOf(json.key_loc ?? {}),
    allSignerPubkeys: json.all_signer_pubkeys.map(hexToBytes),
    otherSignerPublicNonces: json.other_signer_public_nonces.map(hexToBytes),
    tweaks: (json.tweaks ?? []).map(({ tweak, is_x_only: isXOnly }) => ({ tweak: hexToBytes(tweak), isXOnly })),
    taprootTweak: json.taproot_tweak && {
      keySpendOnly: json.taproot_tweak.key_spend_only ?? false,
      scriptRoot: hexToBytes(json.taproot_tweak.script_root ?? ""),
    },
    version: 2,
    pregeneratedLocalNonce: hexToBytes(json.pregenerated_local_nonce),
  };
}

/** A key ring with one secret key under every locator: the recorded channels' keys are of no seed. */
function singleKeyRing(curve: Curve, secretKeyHex: string): KeyRing {
  const secretKey = () => hexToBytes(secretKeyHex);
  const publicKey = () => curve.publicKey(secretKey());
  return {
    secretKey,
    publicKey,
    secretKeyAtPath: secretKey,
    publicKeyAtPath: publicKey,
    findIndex: () => undefined,
    wipe: () => undefined,
  };
}

function rulesOf({ version }: CombineKeysVector) {
  return version === "MUSIG2_VERSION_V040" ? v040Rules : v100Rules;
}

function expectedResponse({ session_response: expected }: SessionVector) {
  return {
    kind: "mu_sig2_session_response",
    sessionId: hexToBytes(expected.session_id),
    combinedKey: hexToBytes(expected.combined_key),
    taprootInternalKey: hexToBytes(expected.taproot_internal_key),
    localPublicNonces: hexToBytes(expected.local_public_nonces),
    haveAllNonces: expected.have_all_nonces,
    version: 2,
  };
}

describe.each(curves.map((curve) => [curve.backend, curve] as const))("MuSig2 vectors, %s curve", (_backend, curve) => {
  it.each(hdSessions.map((vector) => [vector.name, vector] as const))("session on HD keys: %s", (_name, vector) => {
    const engine = vectorEngine(curve);
    const session = answer(engine, requestOf(vector.session_request));
    expect(session).toEqual(expectedResponse(vector));
    const { combinedPublicNonce } = answer(engine, getCombinedNonce(session.sessionId));
    expect(bytesToHex(combinedPublicNonce)).toBe(vector.combined_nonce);
    const digest = hexToBytes(vector.sign_request.message_digest);
    const { localPartialSignature } = answer(engine, sign(session.sessionId, digest));
    expect(bytesToHex(localPartialSignature)).toBe(vector.local_partial_signature);
    const others = vector.other_partial_signatures.map(hexToBytes);
    const { finalSignature, haveAllSignatures } = answer(engine, combine(session.sessionId, ...others));
    expect(haveAllSignatures).toBe(true);
    expect(bytesToHex(finalSignature)).toBe(vector.final_signature);
    expect(schnorr.verify(finalSignature, digest, session.combinedKey)).toBe(true);
  });

  it.each(channelSessions.map((vector) => [vector.name, vector] as const))("taproot channel: %s", (_name, vector) => {
    const keyRing = singleKeyRing(curve, vector.session_request.signing_privkey ?? "");
    const nonceLedger = createMemoryNonceLedger();
    const muSig2 = new MuSig2({ curve, keyRing, nonceLedger, randomBytes: (length) => new Uint8Array(length) });
    const session = muSig2.createSession(requestOf(vector.session_request));
    expect(session).toEqual(expectedResponse(vector));
    const { sessionId } = session;
    const { combinedPublicNonce } = muSig2.getCombinedNonce(getCombinedNonce(sessionId));
    expect(bytesToHex(combinedPublicNonce)).toBe(vector.aggregate_nonce);
    const digest = hexToBytes(vector.sign_request.message_digest);
    const { localPartialSignature } = muSig2.sign(sign(sessionId, digest));
    expect(bytesToHex(localPartialSignature)).toBe(vector.local_partial_signature);
    const others = vector.combine.other_partial_signatures.map(hexToBytes);
    const { finalSignature } = muSig2.combineSig(combine(sessionId, ...others));
    expect(bytesToHex(finalSignature)).toBe(vector.combine.final_signature);
    expect(schnorr.verify(finalSignature, digest, session.combinedKey)).toBe(true);
  });

  const combineAll = (vector: CombineKeysVector, points: Uint8Array[]) => {
    const rules = rulesOf(vector);
    const ordered = vector.sort ? sortPubkeys(rules, points) : points;
    return aggregateKeys(curve, rules, ordered, { taprootRoot: new Uint8Array(0), generic: [] });
  };

  it.each(combineKeys.map((vector, index) => [vector.version, index, vector] as const))(
    "combined keys from points, %s, case %i",
    (_version, _index, vector) => {
      const key = combineAll(vector, vector.keys_as_points.map(hexToBytes));
      expect(bytesToHex(key.finalPubkey)).toBe(vector.final_key);
      expect(bytesToHex(key.preTweakPubkey)).toBe(vector.pre_tweak_key);
    },
  );

  const xOnlyVectors = combineKeys.filter((vector) => vector.if_v040_via_rpc_xonly !== null);
  it.each(xOnlyVectors.map((vector, index) => [index, vector] as const))(
    "combined keys from the x-only keys of a request, case %i",
    (_index, vector) => {
      const expected = vector.if_v040_via_rpc_xonly ?? expect.fail();
      const points = expected.all_signer_pubkeys.map((pubkey) =>
        v040Rules.parseSignerPubkey(curve, hexToBytes(pubkey)),
      );
      const key = combineAll(vector, points);
      expect(bytesToHex(xOnly(key.finalPubkey))).toBe(expected.combined_key);
      expect(bytesToHex(xOnly(key.preTweakPubkey))).toBe(expected.taproot_internal_key);
    },
  );

  it.each(v040.key_agg.map((vector, index) => [index, vector] as const))("v0.4.0 key aggregation %i", (_i, vector) => {
    const points = vector.keys.map((key) => v040Rules.parseSignerPubkey(curve, hexToBytes(key)));
    const { finalPubkey } = aggregateKeys(curve, v040Rules, points, { generic: [] });
    expect(bytesToHex(xOnly(finalPubkey))).toBe(vector.combined);
  });

  it.each(v040.sign.cases.map((vector, index) => [index, vector] as const))("v0.4.0 signature %i", (_i, vector) => {
    const secretKey = hexToBytes(v040.sign.secret_key);
    const pubkey = curve.publicKey(secretKey);
    const points = vector.keys.map((key) => v040Rules.parseSignerPubkey(curve, hexToBytes(key)));
    const generic = vector.tweaks.map(({ tweak, is_x_only: isXOnly }) => ({ tweak: hexToBytes(tweak), isXOnly }));
    const key = aggregateKeys(curve, v040Rules, points, { generic });
    const values = signingValues(curve, key, hexToBytes(vector.agg_nonce), hexToBytes(v040.sign.msg));
    const signature = signPartial(curve, key, values, {
      secretKey,
      pubkey,
      pointInKeySet: v040Rules.pointInKeySet(pubkey),
      secretNonce: concatBytes(hexToBytes(v040.sign.sec_nonce), pubkey),
    });
    expect(bytesToHex(signature)).toBe(vector.expected);
  });
});
