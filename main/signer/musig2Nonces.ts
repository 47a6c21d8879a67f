/**
 * MuSig2 nonces (BIP327, "Nonce Generation", "Nonce Aggregation"; btcec schnorr/musig2/nonces.go).
 *
 * Secret nonce: k1 (32) || k2 (32) || signer's compressed public key (33). Public nonce: R1 (33) || R2 (33).
 */
import { concatBytes, copyBytes, uint32BE, wipe } from "./bytes";
import type { Curve } from "./curve";
import { SignerError } from "./errors";
import type { MuSig2Rules } from "./musig2Rules";
import { taggedHash } from "./taggedHash";

export const secretNonceLength = 97;
export const publicNonceLength = 66;

const infinity = new Uint8Array(33);

export interface NonceInputs {
  /** 32 fresh random bytes. Secret, not modified. */
  readonly random: Uint8Array;
  /** The signing key, 32 bytes, mixed into the randomness. Secret, not modified. */
  readonly secretKey?: Uint8Array;
  /** 33 bytes. */
  readonly pubkey: Uint8Array;
  /** x coordinate of the combined key, 32 bytes, or empty. */
  readonly combinedKeyX: Uint8Array;
  /** Encoded message: the byte 0 without one, else 1 || length (8, big-endian) || message. */
  readonly encodedMessage?: Uint8Array;
  readonly extraInput?: Uint8Array;
}

/** Generates a secret nonce. The session owns and wipes it. */
export function generateSecretNonce(curve: Curve, rules: MuSig2Rules, inputs: NonceInputs): Uint8Array {
  const { pubkey, combinedKeyX, encodedMessage = Uint8Array.of(0), extraInput = new Uint8Array(0) } = inputs;
  const seed = mixSeed(inputs);
  const [k1, k2] = [0, 1].map((index) => {
    const hash = taggedHash(
      "MuSig/nonce",
      seed,
      rules.nonceContext(pubkey),
      Uint8Array.of(combinedKeyX.length),
      combinedKeyX,
      encodedMessage,
      uint32BE(extraInput.length),
      extraInput,
      Uint8Array.of(index),
    );
    const scalar = curve.scalarReduce(hash);
    wipe(hash);
    return scalar;
  }) as [Uint8Array, Uint8Array];
  const secretNonce = concatBytes(k1, k2, pubkey);
  wipe(seed, k1, k2);
  return secretNonce;
}

function mixSeed({ random, secretKey }: NonceInputs): Uint8Array {
  if (secretKey === undefined) return copyBytes(random);
  return taggedHash("MuSig/aux", random).map((byte, index) => byte ^ (secretKey[index] as number));
}

/**
 * The public nonce of a secret nonce.
 *
 * As in lnd a zero half gives 02 00..00, which no signer can read: the session ends at aggregation or signing.
 */
export function publicNonceOf(curve: Curve, secretNonce: Uint8Array): Uint8Array {
  const halves = [secretNonce.subarray(0, 32), secretNonce.subarray(32, 64)].map((half) => {
    const scalar = curve.scalarReduce(half);
    try {
      return curve.isValidSecretKey(scalar) ? curve.publicKey(scalar) : concatBytes(Uint8Array.of(2), scalar);
    } finally {
      wipe(scalar);
    }
  });
  return concatBytes(...halves);
}

/**
 * Adds up the public nonces of all signers; a half at infinity is 33 zero bytes.
 *
 * @throws SignerError BAD_POINT when a half is neither a point nor infinity
 */
export function aggregateNonces(curve: Curve, publicNonces: readonly Uint8Array[]): Uint8Array {
  const halves = [0, 33].map((offset) => {
    const points = publicNonces.map((nonce) => readNonceHalf(nonce.subarray(offset, offset + 33)));
    return curve.pointAdd(points.filter((point) => point !== undefined)) ?? infinity;
  });
  return concatBytes(...halves);
}

/**
 * Reads half a nonce: 33 bytes, undefined for infinity (btcec ParseJacobian: any encoding that starts with zero).
 * Whether it is a point is for the curve to find out.
 *
 * @throws SignerError BAD_LENGTH
 */
export function readNonceHalf(half: Uint8Array): Uint8Array | undefined {
  if (half.length !== 33) throw new SignerError("BAD_LENGTH", `invalid nonce: invalid length: ${half.length}`);
  return half[0] === 0 ? undefined : half;
}
