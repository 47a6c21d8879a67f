/** What has been changed and is not in force: try it on history, put it in force, or leave it. */
import { useState } from "react";
import type { GuardView, ReplayReport } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { formatClock, formatDate } from "../../format";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { delayText, guardWords as words } from "../../words/guard";
import { countChanges, type Draft } from "./guardDraft";
import { ReplayDialog } from "./ReplayDialog";

interface DraftBarProps {
  readonly view: GuardView;
  readonly draft: Draft;
  readonly onDiscard: () => void;
  readonly onApplied: () => void;
}

export function DraftBar({ view, draft, onDiscard, onApplied }: DraftBarProps) {
  const [report, setReport] = useState<ReplayReport | null>(null);
  const replay = useCall("guard.replay");
  const change = useCall("guard.change");
  const delay = view.looseningDelayMs === 0 ? null : delayText(view.looseningDelayMs);
  const test = async () => {
    const reply = await replay.run(draft);
    if (reply.ok) setReport(reply.value);
  };
  const apply = async () => {
    const reply = await change.run(draft);
    if (!reply.ok) return;
    const { applied, effectiveAtMs } = reply.value;
    const at = effectiveAtMs === null ? "" : `on ${formatDate(effectiveAtMs)} at ${formatClock(effectiveAtMs)}`;
    showToast("ok", applied === "now" ? words.appliedNow : words.appliedLater(at));
    setReport(null);
    onApplied();
  };
  const actions = (
    <>
      <Button look="primary" busy={change.busy} onClick={apply}>
        {words.apply}
      </Button>
    </>
  );
  return (
    <section
      aria-label={words.draft(countChanges(view, draft))}
      className="sticky -bottom-6 z-10 -mb-6 animate-arrive space-y-2 rounded-t-lg border border-b-0 border-line bg-raised px-4 py-3.5 shadow-float"
    >
      <ErrorNotice error={replay.error ?? change.error} />
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-56 flex-1">
          <p className="font-semibold">{words.draft(countChanges(view, draft))}</p>
          <p className="text-sm text-ink-2">{words.draftNote(delay)}</p>
        </div>
        <Button look="quiet" onClick={onDiscard}>
          {words.discard}
        </Button>
        <Button busy={replay.busy} onClick={test}>
          {words.test}
        </Button>
        {actions}
      </div>
      {report !== null && <ReplayDialog report={report} footer={actions} onClose={() => setReport(null)} />}
    </section>
  );
}
