/** A change that allows more and waits for its time: what it is, how long, and the way to stop it. */
import type { GuardView } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { formatSpan } from "../../format";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Notice } from "../../ui/Notice";
import { useNow } from "../../ui/useNow";
import { guardWords as words } from "../../words/guard";

interface PendingChangeProps {
  readonly pending: NonNullable<GuardView["pendingChange"]>;
  readonly onCancelled: () => void;
}

export function PendingChange({ pending, onCancelled }: PendingChangeProps) {
  const nowMs = useNow();
  const cancel = useCall("guard.cancelPending");
  const leftMs = pending.effectiveAtMs - nowMs;
  const run = async () => {
    const reply = await cancel.run({});
    if (!reply.ok) return;
    showToast("ok", words.cancelled);
    onCancelled();
  };
  return (
    <Notice
      tone="warn"
      title={leftMs > 0 ? words.pendingTitle(formatSpan(leftMs)) : words.pendingDue}
      action={
        <Button busy={cancel.busy} onClick={run}>
          {words.cancelPending}
        </Button>
      }
    >
      <ul className="my-1 list-disc pl-4">
        {pending.lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className="text-ink-2">{words.pendingNote}</p>
      <ErrorNotice error={cancel.error} />
    </Notice>
  );
}
