/** BIP340 signatures with btcec's nonces, and BIP341 key tweaks, against btcec's vector and another implementation. */
import { schnorr, secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import { signSchnorr, tapTweakSecretKey, verifySchnorr } from "../../main/signer/bip340";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "../../main/signer/bytes";
import { SignerError } from "../../main/signer/errors";
import { rfc6979Nonces } from "../../main/signer/rfc6979";
import { curves } from "../support/curves";
import { readVectors } from "../support/engines";

interface Vectors {
  readonly btcec_schnorr_rfc6979: {
    readonly secret_key: string;
    readonly message: string;
    readonly signature: string;
  };
}

const { btcec_schnorr_rfc6979: btcec } = readVectors<Vectors>("sign_message");
const zero = new Uint8Array(32);
const order = hexToBytes("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");

describe.each(curves.map((curve) => [curve.backend, curve] as const))("BIP340, %s curve", (_backend, curve) => {
  const secretKey = hexToBytes(btcec.secret_key);
  const digest = sha256(utf8ToBytes("a message"));

  it("signs btcec's vector byte for byte", () => {
    expect(bytesToHex(signSchnorr(curve, hexToBytes(btcec.message), secretKey))).toBe(btcec.signature);
  });

  it("signs what another implementation verifies, for keys and nonces of either parity", () => {
    const parities = new Set<string>();
    for (let i = 1; i <= 12; i++) {
      const key = sha256(Uint8Array.of(i));
      const message = sha256(Uint8Array.of(i, i));
      const pubkey = curve.publicKey(key);
      const signature = signSchnorr(curve, message, key);
      expect(schnorr.verify(signature, message, pubkey.slice(1))).toBe(true);
      parities.add(bytesToHex(pubkey.slice(0, 1)));
    }
    expect([...parities].sort()).toEqual(["02", "03"]);
  });

  it("leaves key and digest as they were", () => {
    const key = secretKey.slice();
    const message = digest.slice();
    signSchnorr(curve, message, key);
    expect(key).toEqual(secretKey);
    expect(message).toEqual(digest);
  });

  it("verifies what another implementation signed, and nothing that differs in one bit", () => {
    const pubkeyX = schnorr.getPublicKey(secretKey);
    const signature = schnorr.sign(digest, secretKey, zero);
    expect(verifySchnorr(curve, signature, digest, pubkeyX)).toBe(true);
    for (const bit of [0, 31, 32, 63]) {
      const changed = signature.slice();
      changed[bit] = (changed[bit] as number) ^ 1;
      expect(verifySchnorr(curve, changed, digest, pubkeyX)).toBe(false);
    }
    expect(verifySchnorr(curve, signature, sha256(digest), pubkeyX)).toBe(false);
    expect(verifySchnorr(curve, signature, digest, schnorr.getPublicKey(digest))).toBe(false);
  });

  it("refuses signatures of the wrong length, with s not below n, or under no key at all", () => {
    const pubkeyX = schnorr.getPublicKey(secretKey);
    const signature = signSchnorr(curve, digest, secretKey);
    expect(verifySchnorr(curve, signature.subarray(1), digest, pubkeyX)).toBe(false);
    expect(verifySchnorr(curve, concatBytes(signature.subarray(0, 32), order), digest, pubkeyX)).toBe(false);
    expect(verifySchnorr(curve, signature, digest, new Uint8Array(32).fill(0xff))).toBe(false);
  });

  it("BAD_LENGTH, BAD_SCALAR: refuses digests that are not 32 bytes and keys that are none", () => {
    const codeOf = (run: () => unknown) => {
      try {
        run();
      } catch (error) {
        return error instanceof SignerError ? error.code : error;
      }
      return "none";
    };
    expect(codeOf(() => signSchnorr(curve, digest.subarray(1), secretKey))).toBe("BAD_LENGTH");
    expect(codeOf(() => signSchnorr(curve, digest, zero))).toBe("BAD_SCALAR");
  });

  it("BAD_SIGNATURE: a fault while signing never leaves as a signature", () => {
    const faulty = { ...curve, scalarAdd: () => new Uint8Array(32).fill(1) };
    expect(() => signSchnorr(faulty, digest, secretKey)).toThrowError(
      expect.objectContaining({ name: "SignerError", code: "BAD_SIGNATURE" }),
    );
  });

  it("tweaks keys of either parity to the output key of BIP341", () => {
    for (let i = 1; i <= 6; i++) {
      const key = sha256(Uint8Array.of(0x77, i));
      for (const root of [new Uint8Array(0), sha256(key), Uint8Array.of(1, 2, 3, 4, 5)]) {
        const internalX = schnorr.getPublicKey(key);
        const tweak = schnorr.utils.taggedHash("TapTweak", internalX, root);
        const internal = secp256k1.Point.fromBytes(concatBytes(Uint8Array.of(2), internalX));
        const expected = internal.add(secp256k1.Point.BASE.multiply(BigInt(`0x${bytesToHex(tweak)}`)));
        expect(curve.publicKey(tapTweakSecretKey(curve, key, root))).toEqual(expected.toBytes(true));
      }
    }
  });
});

describe.each(curves.map((curve) => [curve.backend, curve] as const))("RFC 6979, %s curve", (_backend, curve) => {
  it("yields a stream of different nonces, the same for the same input", () => {
    const inputs = [curve, sha256(zero), sha256(order), sha256(utf8ToBytes("BIP-340"))] as const;
    const take = () => {
      const nonces = rfc6979Nonces(...inputs);
      return [nonces.next().value, nonces.next().value].map(bytesToHex);
    };
    const [first, second] = take();
    expect(first).not.toBe(second);
    expect(take()).toEqual([first, second]);
  });
});
