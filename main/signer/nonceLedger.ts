/**
 * Remembers what each MuSig2 nonce has signed, so that none ever signs two different things.
 *
 * A node may send the same nonce twice for good reason: lnd derives the nonce of its own commitment from the channel's
 * secrets, and makes the same session again each time it force closes (lnwallet/channel.go GetSignedCommitTx). Then
 * everything that is signed is the same too, and so is the answer. Anything else would give the key away.
 */
import { sha256 } from "@noble/hashes/sha2.js";

export interface NonceLedger {
  /**
   * Binds a nonce to what it is about to sign; durable before it returns, where the ledger is.
   *
   * @param publicNonce 66 bytes
   * @param binding     32-byte hash of everything the partial signature depends on
   * @returns false when the nonce is bound to something else: it must not sign
   */
  claim(publicNonce: Uint8Array, binding: Uint8Array): boolean;
}

/**
 * Enough for half an hour of a node that signs a hundred commitments a second, in about 30 MB. When it is full the
 * oldest entry goes, whose session is long gone.
 */
const maxEntries = 200_000;

/**
 * Keeps the ledger in memory. It holds no secrets and should outlive the engine: keys that come back after a lock
 * bring the same nonces with them.
 */
export function createMemoryNonceLedger(limit = maxEntries): NonceLedger {
  const bindings = new Map<string, string>();
  return {
    claim(publicNonce, binding) {
      const nonce = packed(sha256(publicNonce));
      const claimed = packed(binding);
      const known = bindings.get(nonce);
      if (known !== undefined) return known === claimed;
      bindings.set(nonce, claimed);
      if (bindings.size > limit) bindings.delete(bindings.keys().next().value as string);
      return true;
    },
  };
}

/** One character a byte: a third of the memory of two Uint8Array, and usable as a key. */
function packed(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
