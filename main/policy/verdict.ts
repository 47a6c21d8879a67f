/** What the rules say of one request, and what signing it would use up and teach. Plain data: JSON keeps it whole. */
import type { RuleFinding } from "./ruleTags";

export interface Verdict {
  /** The severest action of all findings; `allow` when none of them asks or blocks. */
  readonly action: "allow" | "ask" | "block";
  /** Every rule that fired, severest first. The first one names the refusal. */
  readonly findings: readonly RuleFinding[];
  /** Counted when the request is signed. */
  readonly uses: readonly LimitUse[];
  /** Remembered when the request is signed. */
  readonly learns: readonly Lesson[];
  /** Told to the person when the request is signed. */
  readonly alerts: readonly Alert[];
}

export const limitMeasures = ["onchain-out", "fees", "channel-opens"] as const;
/** What limits count, in satoshi: money leaving the wallet, on-chain fees, value of channels opened. */
export type LimitMeasure = (typeof limitMeasures)[number];

/** Money that a signature spends. The same key counts once, however often it is asked for. */
export interface LimitUse {
  readonly measure: LimitMeasure;
  readonly amountSat: bigint;
  /** What is spent, e.g. `tx:<txid>`: retries and the other inputs of a transaction share it. */
  readonly key: string;
}

/** One thing that a request taught about money or a channel. */
export type Lesson =
  /** The output has this amount, for ever. */
  | { readonly kind: "outpoint-amount"; readonly outpoint: string; readonly amountSat: bigint }
  /** What is known of a channel from now on; replaces what was known under the same funding key. */
  | { readonly kind: "channel"; readonly channel: ChannelRecord }
  /** A funding transaction of ours was signed; a commitment should follow. */
  | { readonly kind: "funding"; readonly outpoint: string; readonly amountSat: bigint; readonly atMs: number };

/** What the signer remembers of a channel, from commitments it signed. */
export interface ChannelRecord {
  /** Index of our funding key in family 0: one channel each. */
  readonly fundingKeyIndex: number;
  /** `txid:index` */
  readonly fundingOutpoint: string;
  readonly capacitySat: bigint;
  readonly firstSeenAtMs: number;
  readonly lastSeenAtMs: number;
  /** Our own output on the newest remote commitment; null until one had an output proven ours. */
  readonly localBalanceSat: bigint | null;
  /** The highest balance ever seen: outflow is measured against it. */
  readonly highestBalanceSat: bigint | null;
  /** BOLT 3's 48-bit mask, learned when the channel was seen from its first commitment on; null otherwise. */
  readonly obscuringFactor: bigint | null;
  /** Numbers of remote commitments signed. */
  readonly lowestNumber: bigint | null;
  readonly highestNumber: bigint | null;
  /** Commitment outputs that are neither a balance of ours nor an anchor, on the newest remote commitment. */
  readonly otherOutputs: number;
  /** Index in family 3 of the key behind our balance; null until one was found. */
  readonly paymentKeyIndex: number | null;
}

export const alertTags = [
  "channel-outflow",
  "old-commitment",
  "force-close",
  "justice",
  "first-taproot",
  "unfunded-channel",
  "rate-spike",
] as const;
type AlertTag = (typeof alertTags)[number];

export interface Alert {
  readonly tag: AlertTag;
  /** What it is about: an outpoint, a class, a channel's funding outpoint. */
  readonly subject: string;
  /** One sentence with the numbers. */
  readonly detail: string;
}
