/** The two tweaks lnd attaches to a signing request: per-commitment keys and revocation keys of BOLT 3. */
import { wipe } from "./bytes";
import type { Curve } from "./curve";
import { sha256 } from "./sha256";

/**
 * Tweaks a secret key with the per-commitment tweak: k + tweak mod n (BOLT 3, "Key Derivation"; lnd
 * input/script_utils.go TweakPrivKey).
 *
 * @param secretKey 32 bytes; not modified
 * @param tweak     value of the PSBT input record 0x51, of any length (see `tweakNumber`)
 * @returns new 32-byte key; wipe after use
 */
export function applySingleTweak(curve: Curve, secretKey: Uint8Array, tweak: Uint8Array): Uint8Array {
  return curve.scalarAdd(secretKey, tweakNumber(tweak));
}

/**
 * Derives the revocation secret key (BOLT 3, "revocationpubkey Derivation"; lnd DeriveRevocationPrivKey):
 *
 *   base * SHA256(basepoint || commitmentPoint) + commitSecret * SHA256(commitmentPoint || basepoint)  mod n
 *
 * @param secretKey    32 bytes, the revocation base secret; not modified
 * @param commitSecret value of the PSBT input record 0xd0, of any length (see `tweakNumber`). Secret
 * @returns new 32-byte key; wipe after use
 * @throws SignerError BAD_SCALAR when the commitment secret is zero mod n
 */
export function applyDoubleTweak(curve: Curve, secretKey: Uint8Array, commitSecret: Uint8Array): Uint8Array {
  const commitNumber = tweakNumber(commitSecret);
  const secrets = [commitNumber];
  try {
    const commitScalar = curve.scalarReduce(commitNumber);
    secrets.push(commitScalar);
    const basepoint = curve.publicKey(secretKey);
    const commitmentPoint = curve.publicKey(commitScalar);
    const baseHalf = curve.scalarMultiply(secretKey, sha256(basepoint, commitmentPoint));
    const commitHalf = curve.scalarMultiply(commitScalar, sha256(commitmentPoint, basepoint));
    secrets.push(baseHalf, commitHalf);
    return curve.scalarAdd(baseHalf, commitHalf);
  } finally {
    wipe(...secrets);
  }
}

/**
 * Reads a tweak record as btcec's ModNScalar.SetByteSlice does: the first 32 bytes count, fewer are the whole
 * big-endian number. It counts mod n.
 */
function tweakNumber(value: Uint8Array): Uint8Array {
  const number = value.subarray(0, 32);
  const padded = new Uint8Array(32);
  padded.set(number, 32 - number.length);
  return padded;
}
