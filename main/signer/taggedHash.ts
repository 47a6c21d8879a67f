/** BIP340 tagged hashes. */
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "./bytes";

/** SHA256 states after SHA256(tag) || SHA256(tag), one block: worth keeping, the tags are few and fixed. */
const states = new Map<string, ReturnType<typeof sha256.create>>();

/** SHA256(SHA256(tag) || SHA256(tag) || parts), 32 bytes. `tag` is one of the engine's own, never a request's. */
export function taggedHash(tag: string, ...parts: readonly Uint8Array[]): Uint8Array {
  let state = states.get(tag);
  if (state === undefined) {
    const tagHash = sha256(utf8ToBytes(tag));
    state = sha256.create().update(tagHash).update(tagHash);
    states.set(tag, state);
  }
  const hash = state.clone();
  for (const part of parts) hash.update(part);
  return hash.digest();
}
