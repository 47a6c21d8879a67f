/**
 * BIP32 derivation with the historical rule of btcwallet, which every lnd seed depends on.
 *
 * Secret bytes never leave these functions except in what they return; the caller wipes that.
 */
import { hmac } from "@noble/hashes/hmac.js";
import { ripemd160 } from "@noble/hashes/legacy.js";
import { sha256, sha512 } from "@noble/hashes/sha2.js";
import { assertBytes, copyBytes, uint32BE, utf8ToBytes, wipe } from "./bytes";
import type { Curve } from "./curve";
import { SignerError } from "./errors";

/** First index of hardened children (BIP32). */
export const hardenedOffset = 0x80000000;

/** Private half of an extended key. Secret. */
export interface SecretNode {
  readonly secretKey: Uint8Array;
  readonly chainCode: Uint8Array;
}

/** Public half of an extended key. */
export interface PublicNode {
  /** 33 bytes, compressed. */
  readonly publicKey: Uint8Array;
  readonly chainCode: Uint8Array;
}

/**
 * How a parent secret key with leading zero bytes enters the HMAC of a hardened child. "bip32" pads it on the left.
 * "issue172" strips the zeros and pads on the right, as btcd's hdkeychain DeriveNonStandard does for keys that were
 * derived in memory. For every other parent the two agree.
 */
export type HardenedRule = "bip32" | "issue172";

/**
 * Makes the BIP32 master key from a seed, for aezeed the 16 bytes of entropy themselves.
 *
 * @param seed 16 to 64 bytes
 * @returns secretKey(32) || chainCode(32); wipe after use
 */
export function masterFromSeedBytes(seed: Uint8Array): Uint8Array {
  if (seed.length < 16 || seed.length > 64) {
    throw new RangeError(`seed: expected 16 to 64 bytes, got ${seed.length}`);
  }
  return hmac(sha512, utf8ToBytes("Bitcoin seed"), seed);
}

/** Splits a 64-byte master key into copies of its halves. */
export function masterNode(masterKey: Uint8Array): SecretNode {
  assertBytes(masterKey, 64, "master key");
  return { secretKey: copyBytes(masterKey.subarray(0, 32)), chainCode: copyBytes(masterKey.subarray(32)) };
}

/**
 * Derives a child secret key (BIP32, CKDpriv).
 *
 * @param parent its `publicKey` saves a point multiplication for a child that is not hardened
 * @param index  uint32; hardened from 2^31
 * @throws SignerError BAD_SCALAR for an index without a key (probability below 2^-127)
 */
export function deriveSecret(
  curve: Curve,
  parent: SecretNode & Partial<PublicNode>,
  index: number,
  rule: HardenedRule = "bip32",
): SecretNode {
  // 0x00 || secretKey(32) || index(4), or publicKey(33) || index(4).
  const data = new Uint8Array(37);
  if (index < hardenedOffset) {
    data.set(parent.publicKey ?? curve.publicKey(parent.secretKey));
  } else {
    data.set(rule === "bip32" ? parent.secretKey : withoutLeadingZeros(parent.secretKey), 1);
  }
  data.set(uint32BE(index), 33);
  const digest = hmac(sha512, parent.chainCode, data);
  const tweak = digest.subarray(0, 32);
  try {
    if (!curve.isValidSecretKey(tweak)) throw invalidChild();
    const secretKey = curve.scalarAdd(parent.secretKey, tweak);
    if (!curve.isValidSecretKey(secretKey)) throw invalidChild();
    return { secretKey, chainCode: digest.slice(32) };
  } finally {
    wipe(data, digest);
  }
}

/**
 * Derives a child public key (BIP32, CKDpub).
 *
 * @param index below 2^31
 * @throws SignerError BAD_SCALAR, BAD_POINT for an index without a key (probability below 2^-127)
 */
export function derivePublic(curve: Curve, parent: PublicNode, index: number): PublicNode {
  if (index >= hardenedOffset) throw new RangeError("index: a hardened child has no public derivation");
  const data = new Uint8Array(37);
  data.set(parent.publicKey);
  data.set(uint32BE(index), 33);
  const digest = hmac(sha512, parent.chainCode, data);
  const tweak = digest.subarray(0, 32);
  if (!curve.isValidSecretKey(tweak)) throw invalidChild();
  return { publicKey: curve.pointTweakAdd(parent.publicKey, tweak), chainCode: digest.slice(32) };
}

/**
 * Derives m/purpose'/coinType' the way btcwallet's deriveCoinTypeKey does: from a purpose key that it holds in memory.
 */
export function deriveCoinType(curve: Curve, master: SecretNode, purpose: number, coinType: number): SecretNode {
  const purposeNode = deriveSecret(curve, master, hardenedOffset + purpose);
  try {
    return deriveSecret(curve, purposeNode, hardenedOffset + coinType, "issue172");
  } finally {
    wipeNode(purposeNode);
  }
}

/**
 * Derives an account of a coin type key. btcwallet makes account 0 together with the coin type key, in memory
 * (waddrmgr createManagerKeyScope), and later accounts from the stored, padded one (ScopedKeyManager.newAccount).
 */
export function deriveAccount(curve: Curve, coinType: SecretNode, account: number): SecretNode {
  return deriveSecret(curve, coinType, hardenedOffset + account, account === 0 ? "issue172" : "bip32");
}

/** First 4 bytes of RIPEMD160(SHA256(publicKey)): the fingerprint of BIP32. */
export function fingerprint(publicKey: Uint8Array): Uint8Array {
  return ripemd160(sha256(publicKey)).slice(0, 4);
}

/** Overwrites both halves. */
export function wipeNode(node: SecretNode): void {
  wipe(node.secretKey, node.chainCode);
}

function withoutLeadingZeros(secretKey: Uint8Array): Uint8Array {
  let start = 0;
  while (start < secretKey.length && secretKey[start] === 0) start++;
  return secretKey.subarray(start);
}

/** Text of btcd's hdkeychain ErrInvalidChild. */
function invalidChild(): SignerError {
  return new SignerError("BAD_SCALAR", "the extended key at this index is invalid");
}
