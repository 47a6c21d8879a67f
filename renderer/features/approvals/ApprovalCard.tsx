/** One request that waits: what, until when, the whole story, and the decision. */
import { useState } from "react";
import type { ApprovalView } from "../../../preload/contract/types";
import { formatSpan } from "../../format";
import { useSettings } from "../../stores/app";
import { Button } from "../../ui/Button";
import { useNow } from "../../ui/useNow";
import { approvalsPageWords, askWords as words } from "../../words/approvals";
import { ApprovalStory } from "./ApprovalStory";
import { headlineOf } from "./approvalText";
import { DeadlineRing } from "./DeadlineRing";
import { Decision } from "./Decision";
import { type Deadline, deadlineOf } from "./deadline";

interface ApprovalCardProps {
  readonly approval: ApprovalView;
  readonly startsOpen: boolean;
  readonly onDecided: (approved: boolean) => void;
}

export function ApprovalCard({ approval, startsOpen, onDecided }: ApprovalCardProps) {
  const [isOpen, setIsOpen] = useState(startsOpen);
  const { amountUnit } = useSettings();
  const nowMs = useNow(approval.heldUntilMs === null ? 1_000 : 100);
  const { title, note } = headlineOf(approval, amountUnit);
  const deadline = deadlineOf(approval, nowMs);
  return (
    <article className="rounded-lg border border-line bg-panel shadow-lift" aria-label={title}>
      <header className="flex items-center gap-4 px-5 py-4">
        <DeadlineRing deadline={deadline} />
        <div className="min-w-0 flex-1">
          <h2 className="text-lg font-semibold tracking-tight">{title}</h2>
          <p className="text-ink-2">{note}</p>
        </div>
        <Reference value={approval.ref} />
        <Button look="quiet" size="small" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? approvalsPageWords.hide : approvalsPageWords.show}
        </Button>
      </header>
      {isOpen && (
        <div className="space-y-4 border-t border-line px-5 py-4">
          <ApprovalStory approval={approval} />
          <DeadlineText deadline={deadline} />
          <Decision approval={approval} onDecided={onDecided} />
        </div>
      )}
    </article>
  );
}

export function Reference({ value }: { readonly value: string }) {
  return (
    <span className="text-right text-sm whitespace-nowrap text-ink-3">
      {words.reference} <span className="font-mono text-ink-2">{value}</span>
    </span>
  );
}

export function DeadlineText({ deadline }: { readonly deadline: Deadline }) {
  const isHeld = deadline.phase === "held";
  return (
    <p className="text-sm text-ink-2">
      <span className="font-medium text-ink tabular-nums">
        {isHeld
          ? words.heldTitle(Math.ceil(deadline.leftMs / 1_000).toString())
          : words.repeatTitle(formatSpan(deadline.leftMs))}
        .
      </span>{" "}
      {isHeld ? words.heldNote : words.repeatNote}
    </p>
  );
}
