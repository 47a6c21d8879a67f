/** Which request the approval window shows, and what became of the last one. Pure. */
import type { ApprovalView } from "../../../preload/contract/types";

/** What was decided here, shown until the person is done with it. */
export interface Decided {
  readonly approval: ApprovalView;
  readonly approved: boolean;
  /** The node itself was waiting: nothing has to be repeated. */
  readonly wasHeld: boolean;
}

export interface Stage {
  /** Null until it was read. */
  readonly waiting: readonly ApprovalView[] | null;
  /** The one before the person. What arrives later never takes its place. */
  readonly shownRef: string | null;
  readonly decided: Decided | null;
}

export const emptyStage: Stage = { waiting: null, shownRef: null, decided: null };

/** Takes over what waits now. */
export function reduceChanged(stage: Stage, open: readonly ApprovalView[]): Stage {
  const waiting = open.filter(({ state }) => state === "waiting");
  const isStillThere = waiting.some(({ ref }) => ref === stage.shownRef);
  const shownRef = isStillThere ? stage.shownRef : (mostPressing(waiting)?.ref ?? null);
  return { ...stage, waiting, shownRef };
}

/** Goes to another one that waits. */
export function reduceStep(stage: Stage, by: 1 | -1): Stage {
  const waiting = stage.waiting ?? [];
  const index = waiting.findIndex(({ ref }) => ref === stage.shownRef);
  return { ...stage, shownRef: waiting[index + by]?.ref ?? stage.shownRef };
}

export function reduceDecided(stage: Stage, decided: Decided): Stage {
  return { ...stage, decided };
}

/** The person has read what became of it. */
export function reduceDone(stage: Stage): Stage {
  return { ...stage, decided: null };
}

export function shownOf({ waiting, shownRef }: Stage): ApprovalView | null {
  return waiting?.find(({ ref }) => ref === shownRef) ?? null;
}

/** The one whose node waits, and the soonest over among those; else the oldest. */
function mostPressing(waiting: readonly ApprovalView[]): ApprovalView | undefined {
  const endOf = ({ heldUntilMs, expiresAtMs }: ApprovalView) => heldUntilMs ?? expiresAtMs;
  return [...waiting].sort((a, b) => endOf(a) - endOf(b))[0];
}
