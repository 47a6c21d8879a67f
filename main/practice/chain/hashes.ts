/** The hashes of bitcoin and BIP340, for the node's side. */
import { ripemd160 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "@noble/hashes/utils.js";

export { sha256 };

export function sha256d(data: Uint8Array): Uint8Array {
  return sha256(sha256(data));
}

export function hash160(data: Uint8Array): Uint8Array {
  return ripemd160(sha256(data));
}

/** BIP340: SHA256(SHA256(tag) || SHA256(tag) || data). */
export function taggedHash(tag: string, ...data: readonly Uint8Array[]): Uint8Array {
  const prefix = sha256(new TextEncoder().encode(tag));
  return sha256(concatBytes(prefix, prefix, ...data));
}
