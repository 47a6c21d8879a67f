/**
 * The approval window: one request, everything there is to know of it, refuse or hold to approve. It sees what waits and
 * can answer it, and nothing else of the app.
 */
import { ChevronLeft, ChevronRight, CircleCheck, CircleSlash, Hourglass } from "lucide-react";
import { type ReactNode, useEffect, useReducer } from "react";
import type { ApprovalView } from "../../../preload/contract/types";
import { call } from "../../bridge";
import { formatSpan } from "../../format";
import { connectApprovals, readApprovals, useApprovals } from "../../stores/approvals";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { focusOnMount } from "../../ui/focus";
import { useNow } from "../../ui/useNow";
import { useSeenToEnd } from "../../ui/useSeenToEnd";
import { askWords, approveWindowWords as words } from "../../words/approvals";
import { commonWords } from "../../words/common";
import { DeadlineText, Reference } from "../approvals/ApprovalCard";
import { ApprovalStory } from "../approvals/ApprovalStory";
import { contentKeyOf, headlineOf } from "../approvals/approvalText";
import { DeadlineRing } from "../approvals/DeadlineRing";
import { Decision } from "../approvals/Decision";
import { deadlineOf } from "../approvals/deadline";
import {
  type Decided,
  emptyStage,
  reduceChanged,
  reduceDecided,
  reduceDone,
  reduceStep,
  type Stage,
  shownOf,
} from "./approveStage";

/** Long enough to see that it worked. */
const heldResultMs = 1_800;

type Move =
  | { readonly kind: "changed"; readonly open: readonly ApprovalView[] }
  | { readonly kind: "step"; readonly by: 1 | -1 }
  | { readonly kind: "decided"; readonly decided: Decided }
  | { readonly kind: "done" };

function reduce(stage: Stage, move: Move): Stage {
  switch (move.kind) {
    case "changed":
      return reduceChanged(stage, move.open);
    case "step":
      return reduceStep(stage, move.by);
    case "decided":
      return reduceDecided(stage, move.decided);
    case "done":
      return reduceDone(stage);
  }
}

export function ApproveWindow() {
  const { open, error } = useApprovals();
  const [stage, move] = useReducer(reduce, emptyStage);
  useEffect(connectApprovals, []);
  useEffect(() => {
    if (open !== null) move({ kind: "changed", open });
  }, [open]);
  const shown = shownOf(stage);
  const isIdle = stage.waiting !== null && shown === null && stage.decided === null;
  // It comes back with the next request.
  useEffect(() => {
    if (isIdle) void call("approvals.putAway", {});
  }, [isIdle]);
  if (stage.decided !== null) {
    const { ref } = stage.decided.approval;
    const now = open?.find((known) => known.ref === ref) ?? null;
    return <Result key={ref} decided={stage.decided} now={now} onDone={() => move({ kind: "done" })} />;
  }
  if (shown !== null) {
    return (
      <Asked
        key={shown.ref}
        approval={shown}
        stage={stage}
        onStep={(by) => move({ kind: "step", by })}
        onDecided={(approved, wasHeld) => move({ kind: "decided", decided: { approval: shown, approved, wasHeld } })}
      />
    );
  }
  if (open === null && error !== null) {
    return (
      <Frame icon={<Hourglass aria-hidden className="size-5 text-ink-3" />} title={words.title} note="">
        <ErrorNotice error={error} />
        <Button onClick={() => void readApprovals()}>{commonWords.retry}</Button>
      </Frame>
    );
  }
  return (
    <Frame
      icon={<CircleCheck aria-hidden className="size-5 text-ink-3" />}
      title={open === null ? words.loading : words.nothing}
      note={open === null ? "" : words.nothingNote}
    />
  );
}

interface AskedProps {
  readonly approval: ApprovalView;
  readonly stage: Stage;
  readonly onStep: (by: 1 | -1) => void;
  readonly onDecided: (approved: boolean, wasHeld: boolean) => void;
}

function Asked({ approval, stage, onStep, onDecided }: AskedProps) {
  const nowMs = useNow(approval.heldUntilMs === null ? 1_000 : 100);
  const { title, note } = headlineOf(approval, "sat");
  const deadline = deadlineOf(approval, nowMs);
  const { region, onScroll, isSeen } = useSeenToEnd(contentKeyOf(approval));
  const waiting = stage.waiting ?? [];
  const index = waiting.findIndex(({ ref }) => ref === approval.ref);
  return (
    <main className="flex h-full flex-col">
      <header className="flex items-center gap-3.5 px-5 pt-5 pb-4">
        <DeadlineRing deadline={deadline} />
        <div className="min-w-0 flex-1">
          <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
          <p className="text-ink-2">{note}</p>
        </div>
      </header>
      <section
        ref={region}
        onScroll={onScroll}
        aria-label={askWords.storyLabel}
        // Scrolled by keyboard as well.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto px-5 pb-4 focus-visible:-outline-offset-2"
      >
        <ApprovalStory approval={approval} />
      </section>
      <footer className="space-y-3 border-t border-line bg-panel px-5 py-4">
        <DeadlineText deadline={deadline} />
        <Decision
          approval={approval}
          refuseHasFocus
          isUnread={!isSeen}
          onDecided={(approved) => onDecided(approved, deadlineOf(approval, Date.now()).phase === "held")}
        />
        <div className="flex min-h-6 items-center justify-between">
          {waiting.length > 1 ? (
            <div className="flex items-center gap-1 text-sm text-ink-3">
              <Step label={words.previous} disabled={index === 0} onClick={() => onStep(-1)}>
                <ChevronLeft aria-hidden className="size-4" />
              </Step>
              {words.position(index + 1, waiting.length)}
              <Step label={words.next} disabled={index === waiting.length - 1} onClick={() => onStep(1)}>
                <ChevronRight aria-hidden className="size-4" />
              </Step>
            </div>
          ) : (
            <span />
          )}
          <Reference value={approval.ref} />
        </div>
      </footer>
    </main>
  );
}

interface StepProps {
  readonly label: string;
  readonly disabled: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Step({ label, disabled, onClick, children }: StepProps) {
  return (
    <button
      type="button"
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
      className="grid size-6 place-items-center rounded-sm enabled:hover:bg-sunk enabled:hover:text-ink disabled:opacity-40"
    >
      {children}
    </button>
  );
}

interface ResultProps {
  readonly decided: Decided;
  /** The same approval as it is by now; null once it is over. */
  readonly now: ApprovalView | null;
  readonly onDone: () => void;
}

function Result({ decided, now, onDone }: ResultProps) {
  const { approval, approved, wasHeld } = decided;
  const nowMs = useNow();
  const isUnused = now !== null && (now.state === "waiting" || now.state === "granted");
  const mustRepeat = approved && !wasHeld && isUnused;
  // biome-ignore lint/correctness/useExhaustiveDependencies: one timer for one result
  useEffect(() => {
    if (mustRepeat) return;
    const timer = setTimeout(onDone, heldResultMs);
    return () => clearTimeout(timer);
  }, [mustRepeat]);
  const [title, note] = !approved
    ? [words.refused, words.refusedNote]
    : mustRepeat
      ? [words.approvedRepeat, words.approvedRepeatNote(formatSpan(Math.max(0, (now ?? approval).expiresAtMs - nowMs)))]
      : [words.approvedHeld, words.approvedHeldNote];
  const Icon = approved ? CircleCheck : CircleSlash;
  return (
    <Frame
      icon={<Icon aria-hidden className={`size-5 ${approved ? "text-accent" : "text-ink-3"}`} />}
      title={title}
      note={note}
      isLive
    >
      <Reference value={approval.ref} />
      <Button ref={focusOnMount} size="large" onClick={onDone}>
        {words.done}
      </Button>
    </Frame>
  );
}

interface FrameProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly note: string;
  readonly isLive?: boolean;
  readonly children?: ReactNode;
}

function Frame({ icon, title, note, isLive = false, children }: FrameProps) {
  return (
    <main className="flex h-full flex-col items-center justify-center gap-4 px-8 text-center">
      <span className="grid size-12 place-items-center rounded-full bg-sunk">{icon}</span>
      <div role={isLive ? "alert" : undefined} className="space-y-1">
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        {note !== "" && <p className="text-ink-2">{note}</p>}
      </div>
      {children}
    </main>
  );
}
