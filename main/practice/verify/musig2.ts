/**
 * MuSig2 for the node's side: aggregates keys and nonces, signs for the peers it plays, and checks the signer's shares.
 * BIP327, and its draft v0.4.0 as lnd keeps it (lnd internal/musig2v040): x-only keys, taken with an even y.
 * Written on @noble/secp256k1 and apart from the signer's own.
 */

import { concatBytes } from "@noble/hashes/utils.js";
import { Point, schnorr } from "@noble/secp256k1";
import { muSig2Version } from "../../signer/requests";
import { sha256, taggedHash } from "../chain/hashes";
import { type KeyPair, liftX, scalar, scalarBytes, times, timesG } from "../chain/points";
import { sameBytes } from "../chain/sameBytes";

/** The version number on the wire. */
export type MuSig2VersionNumber = (typeof muSig2Version)[keyof typeof muSig2Version];

/** undefined: no tweak; empty: BIP86; 32 bytes: a script root. */
export type TaprootRoot = Uint8Array | undefined;

export interface KeyAggregate {
  readonly version: MuSig2VersionNumber;
  /** Final key Q. */
  readonly point: Point;
  /** Before the taproot tweak. */
  readonly internalPoint: Point;
  /** 1 or -1: product of the signs that x-only tweaks forced. */
  readonly accumulatedSign: bigint;
  readonly accumulatedTweak: bigint;
  /** Coefficient of each key, by the hex of its serialization. */
  readonly coefficients: ReadonlyMap<string, bigint>;
}

const isOdd = (point: Point) => point.toBytes()[0] === 3;
const xOf = (point: Point) => point.toBytes().subarray(1);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");

/** How a key enters the protocol: compressed, or x only in v0.4.0. */
export function serializeKey(pubkey: Uint8Array, version: MuSig2VersionNumber): Uint8Array {
  return version === muSig2Version.v040 ? pubkey.subarray(1) : pubkey;
}

/** BIP327 KeyAgg over the sorted keys, then the taproot tweak (x only). @param pubkeys 33 bytes each */
export function aggregateKeys(
  pubkeys: readonly Uint8Array[],
  version: MuSig2VersionNumber,
  root: TaprootRoot,
): KeyAggregate {
  const keys = pubkeys.map((pubkey) => serializeKey(pubkey, version)).sort(Buffer.compare);
  const list = taggedHash("KeyAgg list", ...keys);
  const second = keys.find((key) => !sameBytes(key, keys[0]));
  const coefficients = new Map<string, bigint>();
  let internalPoint = Point.ZERO;
  for (const key of keys) {
    const coefficient =
      second !== undefined && sameBytes(key, second) ? 1n : scalar(taggedHash("KeyAgg coefficient", list, key));
    coefficients.set(hex(key), coefficient);
    internalPoint = internalPoint.add(times(key.length === 32 ? liftX(key) : Point.fromBytes(key), coefficient));
  }
  const common = { version, internalPoint, coefficients };
  if (root === undefined) return { ...common, point: internalPoint, accumulatedSign: 1n, accumulatedTweak: 0n };
  const tweak = scalar(taggedHash("TapTweak", xOf(internalPoint), root));
  const sign = isOdd(internalPoint) ? -1n : 1n;
  const point = (sign === 1n ? internalPoint : internalPoint.negate()).add(timesG(tweak));
  return { ...common, point, accumulatedSign: sign, accumulatedTweak: tweak };
}

export function combinedKey({ point }: KeyAggregate): Uint8Array {
  return xOf(point);
}

export function internalKey({ internalPoint }: KeyAggregate): Uint8Array {
  return xOf(internalPoint);
}

/** lnd input/musig2.go: NewMuSig2SessionID. */
export function sessionId({ point }: KeyAggregate, localPublicNonce: Uint8Array): Uint8Array {
  return sha256(concatBytes(point.toBytes(), localPublicNonce));
}

/** A peer's nonce pair. The secret half is two scalars. */
export interface PeerNonce {
  readonly secret: readonly [bigint, bigint];
  /** 66 bytes. */
  readonly public: Uint8Array;
}

export function makeNonce(k1: KeyPair, k2: KeyPair): PeerNonce {
  return { secret: [scalar(k1.secretKey), scalar(k2.secretKey)], public: concatBytes(k1.pubkey, k2.pubkey) };
}

/** BIP327 NonceAgg; infinity is 33 zero bytes. */
export function aggregateNonces(nonces: readonly Uint8Array[]): Uint8Array {
  const half = (from: number) => {
    const sum = nonces.reduce(
      (total, nonce) => total.add(Point.fromBytes(nonce.subarray(from, from + 33))),
      Point.ZERO,
    );
    return sum.is0() ? new Uint8Array(33) : sum.toBytes();
  };
  return concatBytes(half(0), half(33));
}

/** Values that all signers of one message share. */
export interface SigningRound {
  readonly aggregate: KeyAggregate;
  readonly digest: Uint8Array;
  readonly nonceCoefficient: bigint;
  readonly challenge: bigint;
  /** R, the final nonce. */
  readonly nonce: Point;
}

export function startRound(aggregate: KeyAggregate, aggregateNonce: Uint8Array, digest: Uint8Array): SigningRound {
  const nonceCoefficient = scalar(taggedHash("MuSig/noncecoef", aggregateNonce, combinedKey(aggregate), digest));
  const half = (from: number) => {
    const bytes = aggregateNonce.subarray(from, from + 33);
    return bytes.every((byte) => byte === 0) ? Point.ZERO : Point.fromBytes(bytes);
  };
  const sum = half(0).add(times(half(33), nonceCoefficient));
  const nonce = sum.is0() ? Point.BASE : sum;
  const challenge = scalar(taggedHash("BIP0340/challenge", xOf(nonce), combinedKey(aggregate), digest));
  return { aggregate, digest, nonceCoefficient, challenge, nonce };
}

function keySign({ aggregate: { point, accumulatedSign } }: SigningRound): bigint {
  return (isOdd(point) ? -1n : 1n) * accumulatedSign;
}

function coefficientOf({ aggregate }: SigningRound, pubkey: Uint8Array): bigint {
  const coefficient = aggregate.coefficients.get(hex(serializeKey(pubkey, aggregate.version)));
  if (coefficient === undefined) throw new RangeError("the key is not among the signers");
  return coefficient;
}

/** A peer's share, 32 bytes. */
export function signShare(round: SigningRound, peer: KeyPair, nonce: PeerNonce): Uint8Array {
  const [k1, k2] = nonce.secret;
  const k = (k1 + round.nonceCoefficient * k2) * (isOdd(round.nonce) ? -1n : 1n);
  const evenSign = round.aggregate.version === muSig2Version.v040 && peer.pubkey[0] === 3 ? -1n : 1n;
  const d = keySign(round) * evenSign * scalar(peer.secretKey);
  return scalarBytes(k + round.challenge * coefficientOf(round, peer.pubkey) * d);
}

/** BIP327 PartialSigVerify. */
export function isValidShare(
  round: SigningRound,
  share: Uint8Array,
  pubkey: Uint8Array,
  publicNonce: Uint8Array,
): boolean {
  if (share.length !== 32 || !sameBytes(scalarBytes(scalar(share)), share)) return false;
  const r1 = Point.fromBytes(publicNonce.subarray(0, 33));
  const r2 = Point.fromBytes(publicNonce.subarray(33, 66));
  const effective = r1.add(times(r2, round.nonceCoefficient));
  const nonce = isOdd(round.nonce) ? effective.negate() : effective;
  const key = round.aggregate.version === muSig2Version.v040 ? liftX(pubkey.subarray(1)) : Point.fromBytes(pubkey);
  const signedKey = keySign(round) === 1n ? key : key.negate();
  const factor = scalar(scalarBytes(round.challenge * coefficientOf(round, pubkey)));
  return timesG(scalar(share)).equals(nonce.add(times(signedKey, factor)));
}

/** BIP327 PartialSigAgg: the 64-byte BIP340 signature. */
export function combineShares(round: SigningRound, shares: readonly Uint8Array[]): Uint8Array {
  const sign = isOdd(round.aggregate.point) ? -1n : 1n;
  const tweak = round.challenge * sign * round.aggregate.accumulatedTweak;
  const sum = shares.reduce((total, share) => total + scalar(share), tweak);
  return concatBytes(xOf(round.nonce), scalarBytes(sum));
}

export function isValidSignature(round: SigningRound, signature: Uint8Array): boolean {
  return schnorr.verify(signature, round.digest, combinedKey(round.aggregate));
}
