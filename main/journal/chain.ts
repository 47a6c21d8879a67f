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
import { createHmac, hash, timingSafeEqual } from "node:crypto";

/** A place in the chain. Before the first entry: seq 0 and 32 zero bytes. */
export interface ChainLink {
  readonly seq: number;
  /** 32 bytes. */
  readonly hash: Uint8Array;
}

/** What is hashed, put together: a hash object for each entry costs more than its hash. */
let scratch = Buffer.alloc(16 * 1024);

/** Hash of the entry that follows `previousHash`, 32 bytes. @param text as a string, or as its UTF-8 */
export function nextHash(previousHash: Uint8Array, text: string | Uint8Array): Uint8Array {
  const mostBytes = previousHash.length + 3 * text.length;
  if (scratch.length < mostBytes) scratch = Buffer.alloc(2 * mostBytes);
  scratch.set(previousHash);
  let { length } = previousHash;
  if (typeof text === "string") length += scratch.write(text, length);
  else {
    scratch.set(text, length);
    length += text.length;
  }
  // As text: bytes would come with memory of their own, and that with work for the garbage collector.
  return Buffer.from(hash("sha256", scratch.subarray(0, length), "binary"), "binary");
}

/**
 * Seal over where the kept chain begins and where it ended when it was sealed.
 *
 * @param checkpoint the last entry that was removed, or seq 0
 * @returns 32 bytes
 */
export function sealOver(key: Uint8Array, checkpoint: ChainLink, sealed: ChainLink): Uint8Array {
  const message = Buffer.allocUnsafe(sealPrefix.length + 2 * linkLength);
  sealPrefix.copy(message);
  writeLink(message, sealPrefix.length, checkpoint);
  writeLink(message, sealPrefix.length + linkLength, sealed);
  return createHmac("sha256", key).update(message).digest();
}

const sealPrefix = Buffer.from("countersign journal seal");
const linkLength = 8 + 32;

function writeLink(message: Buffer, offset: number, { seq, hash: linkHash }: ChainLink): void {
  message.writeBigUInt64BE(BigInt(seq), offset);
  message.set(linkHash, offset + 8);
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
