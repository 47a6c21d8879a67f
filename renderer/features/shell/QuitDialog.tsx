/** Asks before the signer stops. Staying has the focus; Escape stays. */
import { useEffect } from "react";
import type { AppSnapshot } from "../../../preload/contract/types";
import { call, useCall } from "../../bridge";
import { quitStore } from "../../stores/quit";
import { Button } from "../../ui/Button";
import { Dialog } from "../../ui/Dialog";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { initialFocus } from "../../ui/focus";
import { quitWords } from "../../words/shell";

interface QuitDialogProps {
  readonly snapshot: AppSnapshot;
  /** Counts the questions: each wants to be told that it was heard. */
  readonly asked: number;
}

export function QuitDialog({ snapshot, asked }: QuitDialogProps) {
  const quit = useCall("app.quit");
  const stay = () => quitStore.set(0);
  const { title, text, staying } = wordsFor(snapshot);
  // Otherwise the main process asks by itself, as of a window that does not answer.
  useEffect(() => {
    if (asked > 0) void call("app.quitHeard", {});
  }, [asked]);
  return (
    <Dialog
      title={title}
      onClose={stay}
      footer={
        <>
          <Button look="quiet" busy={quit.busy} onClick={() => quit.run({})}>
            {quitWords.quit}
          </Button>
          {/* The safe answer has the focus. */}
          <Button look="primary" {...initialFocus} onClick={stay}>
            {staying}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <p className="text-ink-2">{text}</p>
        <ErrorNotice error={quit.error} />
      </div>
    </Dialog>
  );
}

function wordsFor({ node, practice, link }: AppSnapshot) {
  if (practice) return { title: quitWords.practiceTitle, text: quitWords.practice, staying: quitWords.stay };
  if (node === null) return { title: quitWords.idleTitle, text: quitWords.idle, staying: quitWords.stay };
  const text = link.state === "online" ? quitWords.online : quitWords.offline;
  return { title: quitWords.title, text, staying: quitWords.keep };
}
