/**
 * What a request is and what a person must see of it: one data shape for feed, approval, journal and export.
 * Words are the window's business; here are classes, amounts and keys.
 */
import type { Network } from "../signer/network";

/**
 * How a request was recognised (docs/protocol.md, traffic of a watch-only node).
 *
 * "second-level-sweep" takes memory of the second-level transactions signed: by itself such a spend has the script of
 * a "to-local-sweep". A "funding" is told from a send to a script by nothing but its one P2WSH output.
 */
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
  /**
   * Money to outputs not proven ours; of an HTLC its own amount, of an invoice the requested one in whole satoshi.
   * Null where there is none, as in a commitment, which moves value within the channel.
   */
  readonly amountSat: string | null;
  /** Inputs less outputs as the node states them; null when an input's amount is missing. */
  readonly feeSat: string | null;
  /** The first outputs, at most 64. */
  readonly outputs: readonly OutputSummary[];
  readonly outputCount: number | null;
  readonly inputCount: number | null;
  readonly txid: string | null;
  /** Spent outpoint of the input that is ours, `txid:index`. */
  readonly outpoint: string | null;
  readonly sighashType: number | null;
  /** Decoded text: invoice description, alias, user message (shortened to 200 characters). */
  readonly text: string | null;
  /** `block x tx x output` of a channel_update or channel_announcement. */
  readonly shortChannelId: string | null;
}
