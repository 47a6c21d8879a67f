/** What the window shows of each request: its summary, how it ended and how long it took. Never a secret. */
import type { RequestGroup } from "../policy/requestGroups";
import type { RuleFinding } from "../policy/ruleTags";
import type { RequestSummary } from "../policy/summary";

export interface FeedEntry {
  /** Counts up by one per entry since the signer thread started. */
  readonly seq: number;
  readonly atMs: number;
  /** Decimal text: ids are 64 bits wide. */
  readonly requestId: string;
  readonly summary: RequestSummary;
  /** Rules that fired, severest first. */
  readonly findings: readonly RuleFinding[];
  readonly outcome: FeedOutcome;
  /** From the last byte of the request to the hand-over of the answer. */
  readonly tookUs: number;
}

export type FeedOutcome =
  | { readonly kind: "signed" }
  | { readonly kind: "denied"; readonly tag: string; readonly reason: string }
  | { readonly kind: "expired"; readonly tag: string }
  | { readonly kind: "failed"; readonly code: string; readonly detail: string }
  | { readonly kind: "bug"; readonly ref: string };

/** Running totals since the signer thread started, and the recent round trip. */
export interface FeedTotals {
  readonly requests: number;
  readonly refused: number;
  /** Requests by group: what the home screen's bar shows. */
  readonly byGroup: Readonly<Record<RequestGroup, number>>;
  readonly lastMinute: number;
  readonly p50Us: number | null;
  readonly p95Us: number | null;
  /** Recent medians, oldest first, for the sparkline. At most 60. */
  readonly recentUs: readonly number[];
  readonly lastPingAtMs: number | null;
  readonly longestUs: number | null;
}
