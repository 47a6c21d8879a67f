/**
 * What a request is and what a person must see of it: one data shape for feed, approval, journal and export.
 * Words are the window's business; here are classes, amounts and keys.
 */
import type { Network } from "../signer/network";

/** How a request was recognised (docs/protocol.md, traffic of a watch-only node). */
export const requestClasses = [
  "node-ecdh",
  "revocation-root-ecdh",
  "tower-ecdh",
  "other-ecdh",
  "channel-update",
  "channel-announcement",
  "node-announcement",
  "invoice",
  "user-message",
  "unknown-message",
  "disguised-sighash",
  "commitment",
  "htlc-second-level",
  "htlc-claim",
  "second-level-sweep",
  "to-local-sweep",
  "to-remote-sweep",
  "justice",
  "anchor-sweep",
  "cooperative-close",
  "funding",
  "wallet-send",
  "consolidation",
  "musig2-session",
  "musig2-nonces",
  "musig2-sign",
  "musig2-combine",
  "musig2-cleanup",
  "unknown-psbt",
  "malformed",
] as const;
export type RequestClass = (typeof requestClasses)[number];

export interface OutputSummary {
  readonly amountSat: string;
  /** Address on the signer's network, or null for scripts without one. */
  readonly address: string | null;
  readonly scriptHex: string;
  /** "own": re-derived by this signer. Everything else is the node's claim. */
  readonly owner: "own" | "own-change" | "channel" | "unknown";
  /** Derivation path when own. */
  readonly path: string | null;
}

export interface RequestSummary {
  readonly class: RequestClass;
  readonly kind: string;
  readonly network: Network;
  /** Key the request names: family and index under 1017', or the full path of a wallet input. */
  readonly keyFamily: number | null;
  readonly keyIndex: number | null;
  readonly keyPath: string | null;
  /** Money that leaves to outputs not proven ours; null where it cannot be known. */
  readonly amountSat: string | null;
  readonly feeSat: string | null;
  readonly outputs: readonly OutputSummary[];
  readonly inputCount: number | null;
  readonly txid: string | null;
  /** Funding outpoint or spent outpoint `txid:index`. */
  readonly outpoint: string | null;
  readonly sighashType: number | null;
  /** Decoded text: invoice description, alias, user message (shortened to 200 characters). */
  readonly text: string | null;
  /** `block x tx x output` of a channel_update or channel_announcement. */
  readonly shortChannelId: string | null;
}
