/** One line of the journal: what was asked, what the rules said, how it ended. Plain data without secrets. */
import type { RuleFinding } from "../policy/ruleTags";
import type { RequestSummary } from "../policy/summary";
import type { Alert } from "../policy/verdict";

export type JournalEntry =
  | {
      readonly kind: "request";
      readonly atMs: number;
      readonly nodeId: string | null;
      /** Decimal text: ids are 64 bits wide. */
      readonly requestId: string;
      readonly summary: RequestSummary;
      readonly findings: readonly RuleFinding[];
      readonly outcome: JournalOutcome;
      /** Approval that allowed it. */
      readonly approvalRef: string | null;
      readonly alerts: readonly Alert[];
    }
  /** Requests of one class in one minute that are too many and too harmless for a line each. */
  | {
      readonly kind: "routine";
      /** Start of the minute. */
      readonly atMs: number;
      readonly nodeId: string | null;
      readonly class: string;
      readonly signed: number;
      readonly refused: number;
    }
  /** Something a person or the signer itself did: policy changed, approval decided, memory imported ... */
  | { readonly kind: "event"; readonly atMs: number; readonly event: string; readonly detail: string };

export type JournalOutcome =
  | { readonly kind: "signed" }
  | { readonly kind: "denied"; readonly tag: string; readonly reason: string }
  | { readonly kind: "expired"; readonly tag: string }
  | { readonly kind: "failed"; readonly code: string; readonly detail: string }
  | { readonly kind: "bug"; readonly ref: string };
