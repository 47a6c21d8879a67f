/**
 * Public-key arithmetic of the node's side, on @noble/secp256k1: another implementation than the signer's. The only
 * secrets here are the node's own and those of the peers it plays.
 */

import { hmac } from "@noble/hashes/hmac.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { getPublicKey, hashes, Point, utils } from "@noble/secp256k1";
import { sha256, taggedHash } from "./hashes";

hashes.sha256 = sha256;
hashes.hmacSha256 = (key, message) => hmac(sha256, key, message);

export interface KeyPair {
  readonly secretKey: Uint8Array;
  /** 33 bytes. */
  readonly pubkey: Uint8Array;
}

const curveOrder = Point.CURVE().n;

export function randomKeyPair(): KeyPair {
  const secretKey = utils.randomSecretKey();
  return { secretKey, pubkey: getPublicKey(secretKey) };
}

export function scalar(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString("hex")}`) % curveOrder;
}

export function scalarBytes(value: bigint): Uint8Array {
  const reduced = ((value % curveOrder) + curveOrder) % curveOrder;
  return Uint8Array.from(Buffer.from(reduced.toString(16).padStart(64, "0"), "hex"));
}

/** k * G for a public scalar; zero gives the point at infinity. */
export function timesG(value: bigint): Point {
  return value === 0n ? Point.ZERO : Point.BASE.multiply(value, false);
}

/** k * P for a public scalar. */
export function times(point: Point, value: bigint): Point {
  return value === 0n ? Point.ZERO : point.multiply(value, false);
}

/** SHA256 of the compressed product: lnd's and BOLT8's shared key, from the far side. */
export function sharedKey(pubkey: Uint8Array, farSecretKey: Uint8Array): Uint8Array {
  return sha256(Point.fromBytes(pubkey).multiply(scalar(farSecretKey)).toBytes());
}

/** BOLT3 key derivation: basepoint + SHA256(per_commitment_point || basepoint) * G. */
export function tweakedPubkey(basepoint: Uint8Array, commitPoint: Uint8Array): Uint8Array {
  return addTweak(basepoint, singleTweak(basepoint, commitPoint));
}

/** lnd input.SingleTweakBytes: what the signer adds to its base secret. */
export function singleTweak(basepoint: Uint8Array, commitPoint: Uint8Array): Uint8Array {
  return sha256(concatBytes(commitPoint, basepoint));
}

/** P + tweak * G. */
export function addTweak(pubkey: Uint8Array, tweak: Uint8Array): Uint8Array {
  return Point.fromBytes(pubkey)
    .add(timesG(scalar(tweak)))
    .toBytes();
}

/** BOLT3 revocation key. */
export function revocationPubkey(basepoint: Uint8Array, commitPoint: Uint8Array): Uint8Array {
  const base = Point.fromBytes(basepoint).multiply(scalar(sha256(concatBytes(basepoint, commitPoint))));
  return base.add(Point.fromBytes(commitPoint).multiply(scalar(sha256(concatBytes(commitPoint, basepoint))))).toBytes();
}

/** The point with this x and an even y (BIP340). */
export function liftX(xOnly: Uint8Array): Point {
  return Point.fromBytes(concatBytes(Uint8Array.of(2), xOnly));
}

/** BIP341 output key, x only: the even-y key tweaked with the root; `root` empty for BIP86. Works for any tweak data. */
export function taprootOutputKey(pubkey: Uint8Array, root: Uint8Array): Uint8Array {
  const internal = pubkey.subarray(1);
  const tweak = scalar(taggedHash("TapTweak", internal, root));
  return liftX(internal).add(timesG(tweak)).toBytes().subarray(1);
}
