/** Classes of requests by what may be done about them. */
import type { RequestClass } from "./summary";

/**
 * What a node asks by itself to keep peers and channels alive. It is never asked about and never refused on suspicion:
 * a refused commitment ends a link, and peers may close a channel over it.
 */
export const channelClasses: ReadonlySet<RequestClass> = new Set<RequestClass>([
  "node-ecdh",
  "revocation-root-ecdh",
  "tower-ecdh",
  "channel-update",
  "channel-announcement",
  "node-announcement",
  "remote-commitment",
  "own-commitment",
  "htlc-second-level",
  "musig2-session",
  "musig2-nonces",
  "musig2-sign",
  "musig2-combine",
  "musig2-cleanup",
]);

/** The only packets with facts about a commitment. */
export const commitmentClasses: ReadonlySet<RequestClass> = new Set<RequestClass>([
  "remote-commitment",
  "own-commitment",
]);

/** Money of channels on its way home, mostly before a deadline. */
export const sweepClasses: ReadonlySet<RequestClass> = new Set<RequestClass>([
  "htlc-claim",
  "second-level-sweep",
  "to-local-sweep",
  "to-remote-sweep",
  "justice",
  "anchor-sweep",
  "sweep-fee",
]);

/** Spends of the on-chain wallet that a person or an application began. */
export const walletClasses: ReadonlySet<RequestClass> = new Set<RequestClass>([
  "funding",
  "wallet-send",
  "consolidation",
]);

/** The first family that lnd leaves to applications (keychain/derivation.go ends at 9). */
export const firstAppFamily = 10;
