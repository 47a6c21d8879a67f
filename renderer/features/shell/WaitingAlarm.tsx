/** Tells people who do not see the window that something waits for them; once for each request, on every page. */

import { useSettings } from "../../stores/app";
import { useApprovals, waitingOf } from "../../stores/approvals";
import { headlineOf } from "../approvals/approvalText";

export function WaitingAlarm() {
  const { open } = useApprovals();
  const { amountUnit } = useSettings();
  const waiting = waitingOf(open ?? []);
  if (waiting.length === 0) return null;
  return (
    <div role="alert" className="sr-only">
      {waiting.map((approval) => {
        const { title, note } = headlineOf(approval, amountUnit);
        return (
          <p key={approval.ref}>
            {title}. {note}.
          </p>
        );
      })}
    </div>
  );
}
