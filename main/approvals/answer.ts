/** How asking a person ends for one request. */

export interface Allowed {
  readonly kind: "allowed";
  /** The approval that covers it. */
  readonly ref: string;
  /** What is signed together under it: a transaction, or the one request. */
  readonly groupKey: string;
}

export interface Refused {
  readonly kind: "refused";
  /** lnd shows `[tag] reason` to whoever waits for its command. */
  readonly tag: string;
  readonly reason: string;
  /** The card it is about, when there is one. */
  readonly ref: string | null;
}

export type ApprovalAnswer = Allowed | Refused;

/** Nobody has decided in time; the card stays. */
export function approvalNeeded(ref: string): Refused {
  const reason = `approve in Countersign within 15 min, then repeat (ref ${ref})`;
  return { kind: "refused", tag: "approval-needed", reason, ref };
}

/** A person said no. */
export function approvalRefused(ref: string): Refused {
  return { kind: "refused", tag: "approval-refused", reason: `refused in Countersign (ref ${ref})`, ref };
}

/** A rule asks, but there is nothing that a person could approve once and for all inputs. */
export const approvalImpossible: Refused = {
  kind: "refused",
  tag: "approval-impossible",
  reason: "nobody can approve this request: what it would do is not to be read from it",
  ref: null,
};

/** More cards than a person could look at: new ones do not push older ones aside. */
export const approvalQueueFull: Refused = {
  kind: "refused",
  tag: "approval-queue-full",
  reason: "too many requests wait for a decision: decide them in Countersign, then repeat",
  ref: null,
};
