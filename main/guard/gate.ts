/**
 * The port between pipeline and guard: asked before a request is signed, told before its answer leaves.
 *
 * The pipeline knows nothing of rules, limits, approvals or the journal; it knows that nothing leaves against the
 * gate's word.
 */
import type { Allowed } from "../approvals/answer";
import type { JournalOutcome } from "../journal/entry";
import type { RuleFinding } from "../policy/ruleTags";
import type { RequestSummary } from "../policy/summary";
import type { Alert, Lesson, LimitUse } from "../policy/verdict";
import { type Member, nowhere } from "../support/members";

export interface AskedRequest {
  /** Decimal text. */
  readonly requestId: string;
  readonly summary: RequestSummary;
  /** Wall clock when it arrived. */
  readonly atMs: number;
  /** Monotonic time by which an answer has to be handed over. */
  readonly deadlineUs: number;
}

/** What became of the question whether a request may be signed. */
export type Admission =
  | { readonly kind: "sign"; readonly note: Note }
  | { readonly kind: "refuse"; readonly tag: string; readonly reason: string; readonly note: Note }
  | { readonly kind: "hold"; readonly note: Note; readonly hold: Hold };

/** A request that waits for a person. */
export interface Hold {
  /** Calls back once, never from within this call; after `abandon` not at all. */
  settled(listener: (admission: Exclude<Admission, { kind: "hold" }>) => void): void;
  /** Nobody waits for the answer any more. */
  abandon(): void;
}

/** What is written down when the request has ended. A member of those that are being signed. */
export interface Note extends Member {
  readonly asked: AskedRequest;
  readonly findings: readonly RuleFinding[];
  readonly uses: readonly LimitUse[];
  readonly learns: readonly Lesson[];
  readonly alerts: readonly Alert[];
  /** The approval it is signed under; null when none was needed. */
  readonly approval: Allowed | null;
  /** The line must be durable before a signature leaves; otherwise it is written soon after. */
  readonly isWrittenAhead: boolean;
}

/** The note of a request that no rule has looked at. */
export function bareNote(asked: AskedRequest): Note {
  return {
    asked,
    findings: [],
    uses: [],
    learns: [],
    alerts: [],
    approval: null,
    isWrittenAhead: false,
    place: nowhere,
  };
}

export interface EndedRequest {
  readonly note: Note;
  readonly outcome: JournalOutcome;
}

export interface Gate {
  admit(asked: AskedRequest): Admission;
  /**
   * Writes down signed requests whose note is written ahead, all of them durably or none.
   *
   * @param settle called once, maybe from within this call: undefined when every answer may leave, otherwise for each
   *   whether it may
   */
  commit(signed: readonly Note[], settle: (mayLeave: readonly boolean[] | undefined) => void): void;
  /** Takes note of every other end: refusals, failures, and what is only counted. */
  noteEnd(ended: EndedRequest): void;
  /** The stream ended: nobody waits for held requests. */
  streamEnded(): void;
}
