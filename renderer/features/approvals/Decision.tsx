/** Refuse, or hold to approve. Refuse is the way out that is always open; approving takes reading first. */
import { useState } from "react";
import type { ApprovalDecision, ApprovalView } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { focusOnMount } from "../../ui/focus";
import { HoldButton } from "../../ui/HoldButton";
import { Toggle } from "../../ui/Toggle";
import { useArmed, useIsWatched } from "../../ui/useArmed";
import { askWords as words } from "../../words/approvals";
import { contentKeyOf } from "./approvalText";

interface DecisionProps {
  readonly approval: ApprovalView;
  /** Takes the keyboard when it appears. */
  readonly refuseHasFocus?: boolean;
  /** The end of the story has not been on the screen yet. */
  readonly isUnread?: boolean;
  readonly onDecided: (approved: boolean) => void;
}

export function Decision({ approval, refuseHasFocus = false, isUnread = false, onDecided }: DecisionProps) {
  const isWatched = useIsWatched();
  const isArmed = useArmed(contentKeyOf(approval));
  const decide = useCall("approvals.decide");
  const [choice, setChoice] = useState<ApprovalDecision | null>(null);
  const [isOpening, setIsOpening] = useState(false);
  const run = async (decision: ApprovalDecision) => {
    setChoice(decision);
    const reply = await decide.run({ ref: approval.ref, decision });
    if (reply.ok) onDecided(decision !== "refuse");
    setChoice(null);
  };
  const isApproving = choice !== null && choice !== "refuse";
  return (
    <div className="space-y-2.5">
      <ErrorNotice error={decide.error} />
      {approval.mayBeOpen && (
        <Toggle title={words.opening} note={words.openingNote} checked={isOpening} onChange={setIsOpening} />
      )}
      <div className="grid grid-cols-2 gap-2.5">
        <Button
          // The window takes the keyboard from whatever somebody was typing into: that typing decides nothing.
          onKeyDown={(event) => !isArmed && [" ", "Enter"].includes(event.key) && event.preventDefault()}
          ref={refuseHasFocus ? focusOnMount : undefined}
          className="h-11"
          busy={choice === "refuse"}
          disabled={isApproving}
          onClick={() => run("refuse")}
        >
          {words.refuse}
        </Button>
        <HoldButton
          title={words.hold}
          waiting={!isWatched ? words.clickFirst : isUnread ? words.scrollFirst : words.readFirst}
          armed={isArmed && !isUnread && choice === null}
          busy={isApproving}
          onHeld={() => run(isOpening && approval.mayBeOpen ? "approve-as-open" : "approve")}
        />
      </div>
    </div>
  );
}
