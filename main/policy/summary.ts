/**
 * What a request is and what a person must see of it: one data shape for feed, approval, journal and export.
 * Words are the window's business; here are classes, amounts and keys.
 */
import type { Network } from "../signer/network";
import type { RequestFacts } from "./facts";

/**
 * How a request was recognised (docs/protocol.md, traffic of a watch-only node).
 *
 * One request does not always tell. A commitment that shows nothing of ours or of the peer's is called the remote's,
 * the everyday case, and its facts say "either"; `refine` decides with what is remembered of the channel. A
 * "second-level-sweep" has the script of a "to-local-sweep" until memory knows the transaction it spends. A "funding"
 * is told from a send to a script by nothing but its one P2WSH output.
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
  "remote-commitment",
  "own-commitment",
  "htlc-second-level",
  "htlc-claim",
  "second-level-sweep",
  "to-local-sweep",
  "to-remote-sweep",
  "justice",
  "anchor-sweep",
  "sweep-fee",
  "cooperative-close",
  "funding",
  "wallet-send",
  "consolidation",
  "musig2-session",
  "musig2-app-session",
  "musig2-nonces",
  "musig2-sign",
  "musig2-combine",
  "musig2-cleanup",
  "unknown-psbt",
  "mixed-psbt",
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

/**
 * How an amount is known. "previous-transaction": the transaction is there and has the spent id. "signature": the
 * signature commits to it, and is worth nothing if it is not so. "memory": an earlier request proved it. "claimed" is
 * the node's word, "unknown" not even that.
 */
export type AmountProof = "previous-transaction" | "signature" | "memory" | "claimed" | "unknown";

export interface InputSummary {
  /** `txid:index` */
  readonly outpoint: string;
  readonly amountSat: string | null;
  readonly proof: AmountProof;
  /** This request has it signed. */
  readonly isSigned: boolean;
  /** Path of the key that signs it, or that makes its script; null when it is not ours. */
  readonly keyPath: string | null;
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
  /** Inputs less outputs; null when an input's amount is missing. */
  readonly feeSat: string | null;
  /** The weakest proof among the inputs, and so what the fee is worth; null without inputs. */
  readonly feeProof: AmountProof | null;
  /** By the weight the transaction will have once everybody has signed, estimated. */
  readonly feeRateSatPerVb: number | null;
  /** The signed inputs, then the others, at most 64 in all. */
  readonly inputs: readonly InputSummary[];
  /** The first outputs, at most 64. */
  readonly outputs: readonly OutputSummary[];
  readonly outputCount: number | null;
  readonly inputCount: number | null;
  readonly txid: string | null;
  /** Spent outpoint of the first signed input, `txid:index`. */
  readonly outpoint: string | null;
  /** Funding outpoint of the channel it is about, where the request shows it. */
  readonly channelOutpoint: string | null;
  readonly sighashType: number | null;
  /** Decoded text: invoice description, alias, user message (shortened to 200 characters). */
  readonly text: string | null;
  /** `block x tx x output` of a channel_update or channel_announcement. */
  readonly shortChannelId: string | null;
  /** Network that a part of the request belongs to, when it is not the signer's. */
  readonly otherNetwork: string | null;
  /**
   * SHA256, in hex, of everything that gives the request its meaning and of nothing that a repeat may change: equal
   * for retries. Null for routine requests, which nobody is asked about.
   */
  readonly contentHashHex: string | null;
  readonly facts: RequestFacts;
}

/** A summary that is filled in field by field: one that is spread into another is made property by property. */
export type SummaryForm = { -readonly [Field in keyof RequestSummary]: RequestSummary[Field] };
