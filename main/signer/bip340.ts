/**
 * Schnorr signatures of BIP340, composed from the curve's constant-time scalar operations, and the tap tweak of
 * BIP341. Nonces are btcec's, so that equal requests give equal bytes with lnd's signer and with this one.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, copyBytes, equalBytes, utf8ToBytes, wipe } from "./bytes";
import type { Curve } from "./curve";
import { SignerError } from "./errors";
import { isBelowGroupOrder } from "./groupOrder";
import { rfc6979Nonces } from "./rfc6979";
import { taggedHash } from "./taggedHash";

/** btcec schnorr/signature.go, rfc6979ExtraDataV0. */
const nonceExtraData = sha256(utf8ToBytes("BIP-340"));

/** Whether the y coordinate of a compressed point is odd. */
export function hasOddY(point: Uint8Array): boolean {
  return point[0] === 3;
}

/** The 32-byte x coordinate of a compressed point. A view, not a copy. */
export function xOnly(point: Uint8Array): Uint8Array {
  return point.subarray(1);
}

/** The challenge scalar int(hash_BIP0340/challenge(R.x || P.x || m)) mod n. */
export function schnorrChallenge(curve: Curve, nonceX: Uint8Array, pubkeyX: Uint8Array, digest: Uint8Array) {
  return curve.scalarReduce(taggedHash("BIP0340/challenge", nonceX, pubkeyX, digest));
}

/**
 * Signs a digest: R.x || s, 64 bytes.
 *
 * The nonce is RFC 6979 over the key with even y and the digest (btcec schnorr.Sign without options). As there, the
 * signature is verified before it leaves: a fault in the computation would give the key away.
 *
 * @param digest    32 bytes
 * @param secretKey 32 bytes, big-endian; not modified
 * @param pubkey    compressed key of `secretKey`, where it is known. Under any other the result does not verify
 * @throws SignerError BAD_LENGTH, BAD_SCALAR for arguments; BAD_SIGNATURE when the result does not verify
 */
export function signSchnorr(
  curve: Curve,
  digest: Uint8Array,
  secretKey: Uint8Array,
  pubkey = curve.publicKey(secretKey),
): Uint8Array {
  if (digest.length !== 32) throw new SignerError("BAD_LENGTH", `digest must be 32 bytes, got ${digest.length}`);
  const evenKey = hasOddY(pubkey) ? curve.scalarNegate(secretKey) : copyBytes(secretKey);
  const nonces = rfc6979Nonces(curve, evenKey, digest, nonceExtraData);
  const secrets = [evenKey];
  try {
    const nonce = nonces.next().value;
    secrets.push(nonce);
    // The parity of R may be branched on: the signature tells nothing of the nonce before it was normalised.
    const noncePoint = curve.publicKey(nonce);
    const evenNonce = hasOddY(noncePoint) ? curve.scalarNegate(nonce) : nonce;
    // btcec takes the next nonce when the challenge is not below n, which no hash will ever reach.
    const challenge = schnorrChallenge(curve, xOnly(noncePoint), xOnly(pubkey), digest);
    const product = curve.scalarMultiply(evenKey, challenge);
    secrets.push(evenNonce, product);
    const signature = concatBytes(xOnly(noncePoint), curve.scalarAdd(product, evenNonce));
    if (!verifySchnorr(curve, signature, digest, xOnly(pubkey))) {
      throw new SignerError("BAD_SIGNATURE", "the Schnorr signature just made does not verify");
    }
    return signature;
  } finally {
    nonces.return(undefined as never);
    wipe(...secrets);
  }
}

/**
 * Verifies a signature (BIP340, "Verification"). Public data only.
 *
 * @param signature 64 bytes
 * @param digest    32 bytes
 * @param pubkeyX   32 bytes, the x coordinate
 */
export function verifySchnorr(curve: Curve, signature: Uint8Array, digest: Uint8Array, pubkeyX: Uint8Array): boolean {
  const nonceX = signature.subarray(0, 32);
  const s = signature.subarray(32);
  if (signature.length !== 64 || !isBelowGroupOrder(s)) return false;
  try {
    const challenge = schnorrChallenge(curve, nonceX, pubkeyX, digest);
    const pubkey = concatBytes(Uint8Array.of(2), pubkeyX);
    const noncePoint = curve.pointMultiplyAdd(pubkey, curve.scalarNegate(challenge), s);
    return noncePoint !== undefined && !hasOddY(noncePoint) && equalBytes(xOnly(noncePoint), nonceX);
  } catch (error) {
    // no such point: no valid signature
    if (error instanceof SignerError) return false;
    throw error;
  }
}

/**
 * Tweaks a secret key for a taproot output: d' = (P.y odd ? n - d : d) + int(hash_TapTweak(P.x || root)) mod n
 * (BIP341, "Constructing and spending Taproot outputs"; txscript TweakTaprootPrivKey).
 *
 * @param secretKey  32 bytes; not modified
 * @param merkleRoot any length; empty for BIP86
 * @param pubkey     compressed key of `secretKey`, where it is known
 * @returns new 32-byte key; wipe after use
 */
export function tapTweakSecretKey(
  curve: Curve,
  secretKey: Uint8Array,
  merkleRoot: Uint8Array,
  pubkey = curve.publicKey(secretKey),
): Uint8Array {
  const evenKey = hasOddY(pubkey) ? curve.scalarNegate(secretKey) : copyBytes(secretKey);
  try {
    return curve.scalarAdd(evenKey, taggedHash("TapTweak", xOnly(pubkey), merkleRoot));
  } finally {
    wipe(evenKey);
  }
}
