/** How long there is to decide, and what deciding does by then. Pure. */
import type { ApprovalView } from "../../../preload/contract/types";

export interface Deadline {
  /** "held": the node itself waits, approving signs at once. "repeat": approving signs the next try. */
  readonly phase: "held" | "repeat";
  readonly leftMs: number;
  /** Of the whole span, between 0 and 1. */
  readonly share: number;
}

export function deadlineOf(approval: ApprovalView, nowMs: number): Deadline {
  const { heldUntilMs, createdAtMs, expiresAtMs } = approval;
  if (heldUntilMs !== null && nowMs < heldUntilMs) {
    const spanMs = Math.max(1, heldUntilMs - createdAtMs);
    return { phase: "held", leftMs: heldUntilMs - nowMs, share: Math.min(1, (heldUntilMs - nowMs) / spanMs) };
  }
  const spanMs = Math.max(1, expiresAtMs - createdAtMs);
  const leftMs = Math.max(0, expiresAtMs - nowMs);
  return { phase: "repeat", leftMs, share: Math.min(1, leftMs / spanMs) };
}
