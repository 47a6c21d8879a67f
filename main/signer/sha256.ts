/**
 * SHA-256 (FIPS 180-4) of public data.
 *
 * One hash object serves every call: to make one takes as long as to hash a hundred bytes. It keeps the end of what was
 * hashed last, so secrets are hashed elsewhere.
 */
import { sha256 as hash } from "@noble/hashes/sha2.js";

const start = hash.create();
const work = hash.create();
/** With a buffer from the beginning: an array as small as this would be given one at its first use as an output. */
const digest = new Uint8Array(new ArrayBuffer(32));

/** SHA256(parts one after the other), 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  return sha256OfAll(parts);
}

/** The same for a list of any length. */
export function sha256OfAll(parts: readonly Uint8Array[]): Uint8Array {
  start._cloneInto(work);
  for (const part of parts) work.update(part);
  work.digestInto(digest);
  return new Uint8Array(digest);
}

/** SHA256(SHA256(bytes)), 32 bytes. */
export function doubleSha256(bytes: Uint8Array): Uint8Array {
  start._cloneInto(work);
  work.update(bytes).digestInto(digest);
  return sha256(digest);
}
