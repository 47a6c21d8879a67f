/**
 * What ties the journal's entries together (docs/journal.md).
 *
 *   hash of an entry = SHA-256(hash of the entry before(32) || text of the entry in UTF-8)
 *   seal = HMAC-SHA-256(key, "countersign journal seal" || checkpoint seq(8) || checkpoint hash(32)
 *                            || sealed seq(8) || sealed hash(32))              numbers big-endian
 *
 * The chain shows that an entry was changed, taken out or put in. The seal shows that the end was cut off, the beginning
 * was dropped, or everything was written anew: that takes the key, which comes from the seed.
 */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** A place in the chain. Before the first entry: seq 0 and 32 zero bytes. */
export interface ChainLink {
  readonly seq: number;
  /** 32 bytes. */
  readonly hash: Uint8Array;
}

/** Hash of the entry that follows `previousHash`, 32 bytes. @param text as a string, or as its UTF-8 */
export function nextHash(previousHash: Uint8Array, text: string | Uint8Array): Uint8Array {
  return createHash("sha256").update(previousHash).update(text).digest();
}

/**
 * Seal over where the kept chain begins and where it ended when it was sealed.
 *
 * @param checkpoint the last entry that was removed, or seq 0
 * @returns 32 bytes
 */
export function sealOver(key: Uint8Array, checkpoint: ChainLink, sealed: ChainLink): Uint8Array {
  return createHmac("sha256", key)
    .update("countersign journal seal")
    .update(bigEndian(checkpoint.seq))
    .update(checkpoint.hash)
    .update(bigEndian(sealed.seq))
    .update(sealed.hash)
    .digest();
}

/** Tells the keys of two seeds apart without saying anything of either: 8 bytes. */
export function sealKeyId(key: Uint8Array): Uint8Array {
  return createHmac("sha256", key).update("countersign journal seal key").digest().subarray(0, 8);
}

/** Key of the seal. @param masterKey 64 bytes: BIP32 master secret key || chain code @returns 32 bytes; wipe after use */
export function sealKeyOf(masterKey: Uint8Array): Uint8Array {
  if (masterKey.length !== 64) throw new TypeError(`master key: expected 64 bytes, got ${masterKey.length}`);
  const digest = createHmac("sha256", masterKey).update("countersign journal seal key of this seed").digest();
  const key = new Uint8Array(digest);
  digest.fill(0);
  return key;
}

/** Whether two hashes or seals are the same. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

function bigEndian(value: number): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}
