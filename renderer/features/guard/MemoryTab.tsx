/** What the signer learned, and taking it from one computer to the next. */
import { useState } from "react";
import { useCall } from "../../bridge";
import { formatCount } from "../../format";
import { useSnapshot } from "../../stores/app";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Notice } from "../../ui/Notice";
import { memoryWords as words } from "../../words/guard";

export function MemoryTab() {
  const { guard } = useSnapshot();
  const [done, setDone] = useState<string | null>(null);
  const save = useCall("memory.export");
  const load = useCall("memory.import");
  const runSave = async () => {
    setDone(null);
    const reply = await save.run({});
    if (reply.ok && reply.value.saved) setDone(words.exported);
  };
  const runLoad = async () => {
    setDone(null);
    const reply = await load.run({});
    if (!reply.ok || reply.value.imported === null) return;
    const { channels, amounts, nonces } = reply.value.imported;
    setDone(words.imported(formatCount(channels), formatCount(amounts), formatCount(nonces)));
  };
  return (
    <div className="space-y-5">
      <p className="text-ink-2">{words.lead}</p>
      {guard.memoryIsNew && (
        <Notice tone="warn" title={words.newTitle}>
          {words.newText}
        </Notice>
      )}
      {done !== null && (
        <Notice tone="ok" live>
          {done}
        </Notice>
      )}
      <ErrorNotice error={save.error ?? load.error} />
      <Card>
        <div className="divide-y divide-line px-4">
          <Row
            title={words.exportTitle}
            note={words.exportNote}
            action={words.exportAction}
            busy={save.busy}
            onClick={runSave}
          />
          <Row
            title={words.importTitle}
            note={words.importNote}
            action={words.importAction}
            busy={load.busy}
            onClick={runLoad}
          />
        </div>
      </Card>
      <p className="text-ink-3">{words.why}</p>
    </div>
  );
}

interface RowProps {
  readonly title: string;
  readonly note: string;
  readonly action: string;
  readonly busy: boolean;
  readonly onClick: () => void;
}

function Row({ title, note, action, busy, onClick }: RowProps) {
  return (
    <div className="flex items-center gap-4 py-3.5">
      <div className="min-w-0 flex-1">
        <h2 className="font-semibold">{title}</h2>
        <p className="text-ink-2">{note}</p>
      </div>
      <Button busy={busy} onClick={onClick}>
        {action}
      </Button>
    </div>
  );
}
