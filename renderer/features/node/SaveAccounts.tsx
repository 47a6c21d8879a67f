/** Saves what a new watch-only node is made from, through a dialog of the main process. */
import { FileDown } from "lucide-react";
import { useCall } from "../../bridge";
import { showToast } from "../../stores/toasts";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { nodeWords as words } from "../../words/node";

export function SaveAccounts({ title, text }: { readonly title: string; readonly text: string }) {
  const save = useCall("keystore.saveAccounts");
  const run = async () => {
    const reply = await save.run({});
    if (reply.ok && reply.value.saved) showToast("ok", words.saved);
  };
  return (
    <div className="space-y-2 py-4">
      <div className="flex items-center gap-4">
        <div className="min-w-0 flex-1">
          <h2 className="font-semibold">{title}</h2>
          <p className="text-ink-2">{text}</p>
        </div>
        <Button busy={save.busy} onClick={run} icon={<FileDown aria-hidden className="size-4" />}>
          {words.saveAccounts}
        </Button>
      </div>
      <ErrorNotice error={save.error} />
    </div>
  );
}
