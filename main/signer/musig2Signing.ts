/**
 * MuSig2 partial signatures (BIP327, "Signing", "Partial Signature Verification", "Partial Signature Aggregation";
 * btcec schnorr/musig2/sign.go; lnd internal/musig2v040/sign.go).
 *
 * Secrets go through the curve's constant-time scalar operations; what is public may take any time.
 */
import { hasOddY, schnorrChallenge, xOnly } from "./bip340";
import { concatBytes, equalBytes, wipe } from "./bytes";
import type { Curve } from "./curve";
import { SignerError } from "./errors";
import { type AggregatedKey, negatePoint } from "./musig2KeyAggregation";
import { readNonceHalf } from "./musig2Nonces";
import { taggedHash } from "./taggedHash";

/** What a message, the combined key and the combined nonce make of each other. */
export interface SigningValues {
  /** The nonce coefficient b. */
  readonly nonceCoefficient: Uint8Array;
  /** R, 33 bytes; its x coordinate is the first half of the final signature. */
  readonly noncePoint: Uint8Array;
  /** The challenge e. */
  readonly challenge: Uint8Array;
}

/**
 * Computes b, R and e.
 *
 * @param combinedNonce 66 bytes; halves may be infinity
 * @param message       32 bytes in lnd's sessions
 * @throws SignerError BAD_POINT when a half of the combined nonce is not a point
 */
export function signingValues(
  curve: Curve,
  key: AggregatedKey,
  combinedNonce: Uint8Array,
  message: Uint8Array,
): SigningValues {
  const keyX = xOnly(key.finalPubkey);
  const nonceCoefficient = curve.scalarReduce(taggedHash("MuSig/noncecoef", combinedNonce, keyX, message));
  const noncePoint = bindNonce(curve, combinedNonce, nonceCoefficient) ?? generator(curve);
  return { nonceCoefficient, noncePoint, challenge: schnorrChallenge(curve, xOnly(noncePoint), keyX, message) };
}

export interface PartialSigner {
  /** 32 bytes; not modified. */
  readonly secretKey: Uint8Array;
  /** Compressed key of `secretKey`. */
  readonly pubkey: Uint8Array;
  /** The point under which that key stands in the key set. */
  readonly pointInKeySet: Uint8Array;
  /** 97 bytes; not modified, the caller wipes it whatever happens. */
  readonly secretNonce: Uint8Array;
}

/**
 * Refuses a secret nonce that cannot be signed with, before anything is computed from it.
 *
 * @throws SignerError BAD_REQUEST when it was made for another key, BAD_SCALAR when a half is zero
 */
export function checkSecretNonce(curve: Curve, { secretNonce, pubkey }: Pick<PartialSigner, "secretNonce" | "pubkey">) {
  if (!equalBytes(secretNonce.subarray(64), pubkey)) {
    throw new SignerError("BAD_REQUEST", "public key does not match secnonce");
  }
  const scalars = [secretNonce.subarray(0, 32), secretNonce.subarray(32, 64)].map((half) => curve.scalarReduce(half));
  const areValid = scalars.every((scalar) => curve.isValidSecretKey(scalar));
  wipe(...scalars);
  if (!areValid) throw new SignerError("BAD_SCALAR", "secret nonce is blank");
}

/** Signs: s = k1 + b k2 + e a d, 32 bytes, with the signs of d, k1 and k2 as the parities demand. */
export function signPartial(curve: Curve, key: AggregatedKey, values: SigningValues, signer: PartialSigner) {
  const { noncePoint, nonceCoefficient, challenge } = values;
  const negatesNonce = hasOddY(noncePoint);
  const ownParityDiffers = hasOddY(signer.pubkey) !== hasOddY(signer.pointInKeySet);
  const secrets: Uint8Array[] = [];
  const secret = (bytes: Uint8Array): Uint8Array => {
    secrets.push(bytes);
    return bytes;
  };
  const signed = (scalar: Uint8Array, isNegative: boolean): Uint8Array =>
    secret(isNegative ? curve.scalarNegate(scalar) : curve.scalarReduce(scalar));
  try {
    const k1 = signed(signer.secretNonce.subarray(0, 32), negatesNonce);
    const k2 = signed(signer.secretNonce.subarray(32, 64), negatesNonce);
    const d = signed(signer.secretKey, keyIsNegated(key) !== ownParityDiffers);
    const nonce = secret(curve.scalarAdd(k1, secret(curve.scalarMultiply(k2, nonceCoefficient))));
    const factor = curve.scalarMultiply(challenge, key.coefficient(signer.pointInKeySet));
    return curve.scalarAdd(nonce, secret(curve.scalarMultiply(d, factor)));
  } finally {
    wipe(...secrets);
  }
}

/** Verifies one signer's partial signature. Public data only. */
export function verifyPartial(
  curve: Curve,
  key: AggregatedKey,
  values: SigningValues,
  publicNonce: Uint8Array,
  pointInKeySet: Uint8Array,
  partialSignature: Uint8Array,
): boolean {
  if (!curve.isValidSecretKey(partialSignature)) return false;
  const bound = bindNonce(curve, publicNonce, values.nonceCoefficient);
  const factor = curve.scalarMultiply(values.challenge, key.coefficient(pointInKeySet));
  // BIP327 asks whether s G = R + e a P; here, whether s G - e a P = R, which is one step for the curve.
  const minusFactor = keyIsNegated(key) ? factor : curve.scalarNegate(factor);
  const rest = curve.pointMultiplyAdd(pointInKeySet, minusFactor, partialSignature);
  if (bound === undefined || rest === undefined) return bound === rest;
  return equalBytes(rest, hasOddY(values.noncePoint) ? negatePoint(bound) : bound);
}

/** Adds up the partial signatures of all signers: R.x || s, 64 bytes, not verified. */
export function combinePartials(
  curve: Curve,
  key: AggregatedKey,
  values: SigningValues,
  partialSignatures: readonly Uint8Array[],
): Uint8Array {
  const tweakPart = curve.scalarMultiply(key.tweakSum, values.challenge);
  const start = hasOddY(key.finalPubkey) ? curve.scalarNegate(tweakPart) : tweakPart;
  const s = partialSignatures.reduce((sum, partial) => curve.scalarAdd(sum, partial), start);
  return concatBytes(xOnly(values.noncePoint), s);
}

/** Whether g gacc is -1, g being the sign that makes the combined key's y even. */
function keyIsNegated(key: AggregatedKey): boolean {
  return hasOddY(key.finalPubkey) !== key.isNegated;
}

/** R1 + b R2, undefined for infinity. */
function bindNonce(curve: Curve, publicNonce: Uint8Array, nonceCoefficient: Uint8Array): Uint8Array | undefined {
  const first = readNonceHalf(publicNonce.subarray(0, 33));
  const second = readNonceHalf(publicNonce.subarray(33));
  const bound = second === undefined ? undefined : curve.pointMultiply(second, nonceCoefficient);
  return curve.pointAdd([first, bound].filter((point) => point !== undefined));
}

function generator(curve: Curve): Uint8Array {
  const one = new Uint8Array(32);
  one[31] = 1;
  return curve.publicKey(one);
}
