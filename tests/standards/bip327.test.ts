/** BIP327: every vector file of the BIP, with both curves. */
import { describe, expect, it } from "vitest";
import { verifySchnorr, xOnly } from "../../main/signer/bip340";
import { bytesToHex, concatBytes, hexToBytes } from "../../main/signer/bytes";
import type { Curve } from "../../main/signer/curve";
import { SignerError } from "../../main/signer/errors";
import { isBelowGroupOrder } from "../../main/signer/groupOrder";
import { aggregateKeys, type KeyTweak, sortPubkeys } from "../../main/signer/musig2KeyAggregation";
import { aggregateNonces, generateSecretNonce, publicNonceOf } from "../../main/signer/musig2Nonces";
import {
  checkSecretNonce,
  combinePartials,
  signingValues,
  signPartial,
  verifyPartial,
} from "../../main/signer/musig2Signing";
import { v100Rules } from "../../main/signer/musig2V100";
import { curves } from "../support/curves";
import { readVectors } from "../support/engines";

interface Case {
  readonly comment?: string;
  readonly key_indices: readonly number[];
  readonly nonce_indices: readonly number[];
  readonly tweak_indices: readonly number[];
  readonly is_xonly: readonly boolean[];
  readonly psig_indices: readonly number[];
  readonly pnonce_indices: readonly number[];
  readonly aggnonce: string;
  readonly aggnonce_index: number;
  readonly msg_index: number;
  readonly signer_index: number;
  readonly secnonce_index: number;
  readonly sig: string;
  readonly expected: string;
}
interface VectorFile {
  readonly sk: string;
  readonly pubkeys: readonly string[];
  readonly sorted_pubkeys: readonly string[];
  readonly tweaks: readonly string[];
  readonly pnonces: readonly string[];
  readonly secnonces: readonly string[];
  readonly secnonce: string;
  readonly aggnonces: readonly string[];
  readonly aggnonce: string;
  readonly msgs: readonly string[];
  readonly msg: string;
  readonly psigs: readonly string[];
  readonly valid_test_cases: readonly Case[];
  readonly error_test_cases: readonly Case[];
  readonly sign_error_test_cases: readonly Case[];
  readonly verify_fail_test_cases: readonly Case[];
  readonly verify_error_test_cases: readonly Case[];
}
interface NonceGenCase {
  readonly rand_: string;
  readonly sk: string | null;
  readonly pk: string;
  readonly aggpk: string | null;
  readonly msg: string | null;
  readonly extra_in: string | null;
  readonly expected: string;
}

const bytes = (hex: string): Uint8Array => hexToBytes(hex.toLowerCase());
const at = <Value>(values: readonly Value[], index: number): Value => values[index] as Value;
const named = (cases: readonly Case[]) =>
  cases.map((vector, index) => [vector.comment ?? `case ${index}`, vector] as const);

/** The code of the refusal, or what came instead. */
function codeOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    if (error instanceof SignerError) return error.code;
    throw error;
  }
}

function keyOf(curve: Curve, file: VectorFile, vector: Case) {
  const points = vector.key_indices.map((index) => v100Rules.parseSignerPubkey(curve, bytes(at(file.pubkeys, index))));
  const generic: KeyTweak[] = (vector.tweak_indices ?? []).map((tweakIndex, position) => ({
    tweak: bytes(at(file.tweaks, tweakIndex)),
    isXOnly: at(vector.is_xonly, position),
  }));
  return { points, key: aggregateKeys(curve, v100Rules, points, { generic }) };
}

describe.each(curves.map((curve) => [curve.backend, curve] as const))("BIP327, %s curve", (_backend, curve) => {
  it("key sorting", () => {
    const file = readVectors<VectorFile>("bip327_key_sort_vectors");
    expect(sortPubkeys(v100Rules, file.pubkeys.map(bytes))).toEqual(file.sorted_pubkeys.map(bytes));
  });

  describe("key aggregation", () => {
    const file = readVectors<VectorFile>("bip327_key_agg_vectors");

    it.each(named(file.valid_test_cases))("%s", (_name, vector) => {
      expect(xOnly(keyOf(curve, file, vector).key.finalPubkey)).toEqual(bytes(vector.expected));
    });

    it.each(named(file.error_test_cases))("refuses: %s", (name, vector) => {
      const expected = name === "Tweak is out of range" ? "BAD_SCALAR" : "BAD_POINT";
      expect(codeOf(() => keyOf(curve, file, vector))).toBe(expected);
    });
  });

  describe("nonce generation", () => {
    const { test_cases: cases } = readVectors<{ test_cases: readonly NonceGenCase[] }>("bip327_nonce_gen_vectors");

    it.each(cases.map((vector, index) => [index, vector] as const))("case %i", (_index, vector) => {
      const message = vector.msg === null ? undefined : bytes(vector.msg);
      const secretNonce = generateSecretNonce(curve, v100Rules, {
        random: bytes(vector.rand_),
        ...(vector.sk === null ? {} : { secretKey: bytes(vector.sk) }),
        pubkey: bytes(vector.pk),
        combinedKeyX: bytes(vector.aggpk ?? ""),
        ...(message && {
          encodedMessage: concatBytes(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, message.length), message),
        }),
        extraInput: bytes(vector.extra_in ?? ""),
      });
      expect(secretNonce).toEqual(bytes(vector.expected));
    });
  });

  describe("nonce aggregation", () => {
    const file = readVectors<VectorFile>("bip327_nonce_agg_vectors");
    const noncesOf = (vector: Case) => vector.pnonce_indices.map((index) => bytes(at(file.pnonces, index)));

    it.each(named(file.valid_test_cases))("%s", (_name, vector) => {
      expect(aggregateNonces(curve, noncesOf(vector))).toEqual(bytes(vector.expected));
    });

    it.each(named(file.error_test_cases))("refuses: %s", (_name, vector) => {
      expect(codeOf(() => aggregateNonces(curve, noncesOf(vector)))).toBe("BAD_POINT");
    });
  });

  describe("signing and verification", () => {
    const file = readVectors<VectorFile>("bip327_sign_verify_vectors");
    const secretKey = bytes(file.sk);
    const pubkey = curve.publicKey(secretKey);

    function sign(vector: Case): Uint8Array {
      const secretNonce = bytes(at(file.secnonces, vector.secnonce_index ?? 0));
      const { points, key } = keyOf(curve, file, vector);
      // the session refuses a key set without our key before it comes to signing
      if (!points.some((point) => bytesToHex(point) === bytesToHex(pubkey))) {
        throw new SignerError("UNKNOWN_KEY", "signing key is not found in key set");
      }
      const signer = { secretKey, pubkey, pointInKeySet: pubkey, secretNonce };
      checkSecretNonce(curve, signer);
      const combinedNonce = bytes(at(file.aggnonces, vector.aggnonce_index));
      const values = signingValues(curve, key, combinedNonce, bytes(at(file.msgs, vector.msg_index)));
      return signPartial(curve, key, values, signer);
    }

    function verify(vector: Case): boolean {
      const { points, key } = keyOf(curve, file, vector);
      const nonces = vector.nonce_indices.map((index) => bytes(at(file.pnonces, index)));
      const message = bytes(at(file.msgs, vector.msg_index));
      const values = signingValues(curve, key, aggregateNonces(curve, nonces), message);
      const signer = vector.signer_index;
      return verifyPartial(curve, key, values, at(nonces, signer), at(points, signer), bytes(vector.sig));
    }

    it.each(named(file.valid_test_cases))("signs and verifies: %s", (_name, vector) => {
      const signature = sign(vector);
      expect(signature).toEqual(bytes(vector.expected));
      expect(verify({ ...vector, sig: bytesToHex(signature) })).toBe(true);
    });

    it.each(named(file.sign_error_test_cases))("refuses to sign: %s", (name, vector) => {
      const expected = name.includes("not in the list")
        ? "UNKNOWN_KEY"
        : name.includes("Secnonce")
          ? "BAD_SCALAR"
          : "BAD_POINT";
      expect(codeOf(() => sign(vector))).toBe(expected);
    });

    it.each(named(file.verify_fail_test_cases))("does not verify: %s", (_name, vector) => {
      expect(verify(vector)).toBe(false);
    });

    it.each(named(file.verify_error_test_cases))("refuses to verify: %s", (_name, vector) => {
      expect(codeOf(() => verify(vector))).toBe("BAD_POINT");
    });

    it("makes the public nonce of a secret nonce", () => {
      expect(publicNonceOf(curve, bytes(at(file.secnonces, 0)))).toEqual(bytes(at(file.pnonces, 0)));
    });
  });

  describe("tweaks", () => {
    const file = readVectors<VectorFile>("bip327_tweak_vectors");
    const secretKey = bytes(file.sk);
    const pubkey = curve.publicKey(secretKey);

    it.each(named(file.valid_test_cases))("%s", (_name, vector) => {
      const { key } = keyOf(curve, file, vector);
      const values = signingValues(curve, key, bytes(file.aggnonce), bytes(file.msg));
      const signer = { secretKey, pubkey, pointInKeySet: pubkey, secretNonce: bytes(file.secnonce) };
      const signature = signPartial(curve, key, values, signer);
      expect(signature).toEqual(bytes(vector.expected));
      const publicNonce = bytes(at(file.pnonces, at(vector.nonce_indices, vector.signer_index)));
      expect(verifyPartial(curve, key, values, publicNonce, pubkey, signature)).toBe(true);
    });

    it.each(named(file.error_test_cases))("BAD_SCALAR, refuses: %s", (_name, vector) => {
      expect(codeOf(() => keyOf(curve, file, vector))).toBe("BAD_SCALAR");
    });
  });

  describe("signature aggregation", () => {
    const file = readVectors<VectorFile>("bip327_sig_agg_vectors");

    it.each(named(file.valid_test_cases))("%s", (_name, vector) => {
      const { key } = keyOf(curve, file, vector);
      const nonces = vector.nonce_indices.map((index) => bytes(at(file.pnonces, index)));
      expect(aggregateNonces(curve, nonces)).toEqual(bytes(vector.aggnonce));
      const values = signingValues(curve, key, bytes(vector.aggnonce), bytes(file.msg));
      const partials = vector.psig_indices.map((index) => bytes(at(file.psigs, index)));
      const signature = combinePartials(curve, key, values, partials);
      expect(signature).toEqual(bytes(vector.expected));
      expect(verifySchnorr(curve, signature, bytes(file.msg), xOnly(key.finalPubkey))).toBe(true);
    });

    it.each(named(file.error_test_cases))("refuses as it reads the request: %s", (_name, vector) => {
      const partials = vector.psig_indices.map((index) => bytes(at(file.psigs, index)));
      expect(partials.map(isBelowGroupOrder)).toEqual([true, false]);
    });
  });
});
