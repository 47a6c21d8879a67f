/** BOLT 3 key derivation, appendix E, through the tweaks lnd sends. */
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import { bytesToHex, concatBytes, hexToBytes } from "../../main/signer/bytes";
import { applyDoubleTweak, applySingleTweak } from "../../main/signer/tweaks";
import { curves } from "../support/curves";
import { readVectors } from "../support/engines";

interface Vectors {
  readonly single: {
    readonly bolt3: {
      readonly base_secret: string;
      readonly per_commitment_secret: string;
      readonly localprivkey: string;
      readonly revocationprivkey: string;
    };
  };
}

const { bolt3 } = readVectors<Vectors>("tweaks").single;

describe.each(curves.map((curve) => [curve.backend, curve] as const))("BOLT 3 tweaks, %s curve", (_backend, curve) => {
  const baseSecret = hexToBytes(bolt3.base_secret);
  const commitSecret = hexToBytes(bolt3.per_commitment_secret);

  it("single tweak: local private key of appendix E", () => {
    const tweak = sha256(concatBytes(curve.publicKey(commitSecret), curve.publicKey(baseSecret)));
    expect(bytesToHex(applySingleTweak(curve, baseSecret, tweak))).toBe(bolt3.localprivkey);
  });

  it("double tweak: revocation private key of appendix E", () => {
    expect(bytesToHex(applyDoubleTweak(curve, baseSecret, commitSecret))).toBe(bolt3.revocationprivkey);
  });

  it("single tweak: the public key is basepoint + tweak * G", () => {
    const tweak = sha256(commitSecret);
    const expected = secp256k1.Point.fromBytes(curve.publicKey(baseSecret))
      .add(secp256k1.Point.BASE.multiply(BigInt(`0x${bytesToHex(tweak)}`)))
      .toBytes(true);
    expect(curve.publicKey(applySingleTweak(curve, baseSecret, tweak))).toEqual(expected);
  });

  it("reads values as btcec does: the first 32 bytes, shorter ones as whole numbers, reduced mod n", () => {
    const five = hexToBytes("05".padStart(64, "0"));
    const tweaked = applySingleTweak(curve, baseSecret, five);
    expect(applySingleTweak(curve, baseSecret, Uint8Array.of(5))).toEqual(tweaked);
    expect(applySingleTweak(curve, baseSecret, concatBytes(five, Uint8Array.of(9, 9)))).toEqual(tweaked);
    const orderPlusFive = hexToBytes("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364146");
    expect(applySingleTweak(curve, baseSecret, orderPlusFive)).toEqual(tweaked);
    expect(applySingleTweak(curve, baseSecret, new Uint8Array(0))).toEqual(baseSecret);
    const doubled = applyDoubleTweak(curve, baseSecret, five);
    expect(applyDoubleTweak(curve, baseSecret, Uint8Array.of(5))).toEqual(doubled);
    expect(applyDoubleTweak(curve, baseSecret, orderPlusFive)).toEqual(doubled);
  });

  it("BAD_SCALAR: refuses a commitment secret of zero, which no channel has", () => {
    expect(() => applyDoubleTweak(curve, baseSecret, new Uint8Array(32))).toThrowError(
      expect.objectContaining({ name: "SignerError", code: "BAD_SCALAR" }),
    );
  });

  it("leaves its inputs alone", () => {
    const key = baseSecret.slice();
    const tweak = commitSecret.slice();
    applySingleTweak(curve, key, tweak);
    applyDoubleTweak(curve, key, tweak);
    expect([key, tweak]).toEqual([baseSecret, commitSecret]);
  });
});
