/** Versions and states, read on demand. */
import { useState } from "react";
import type { CallOutput } from "../../../preload/contract/types";
import { useCall } from "../../bridge";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { CopyButton } from "../../ui/CopyButton";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Facts } from "../../ui/Facts";
import { settingsWords as words } from "../../words/settings";

export function Diagnostics() {
  const [rows, setRows] = useState<CallOutput<"app.diagnostics">["rows"] | null>(null);
  const read = useCall("app.diagnostics");
  const show = async () => {
    const reply = await read.run({});
    if (reply.ok) setRows(reply.value.rows);
  };
  return (
    <Card
      title={words.diagnostics}
      aside={
        rows === null ? (
          <Button size="small" busy={read.busy} onClick={show}>
            {words.diagnosticsShow}
          </Button>
        ) : (
          <CopyButton
            text={rows.map(({ label, value }) => `${label}: ${value}`).join("\n")}
            name={words.diagnostics}
            title={words.diagnosticsCopy}
          />
        )
      }
    >
      <div className="space-y-3 p-4">
        {rows === null ? (
          <p className="text-ink-2">{words.diagnosticsNote}</p>
        ) : (
          <Facts facts={rows.map(({ label, value }) => ({ name: label, value }))} />
        )}
        <ErrorNotice error={read.error} />
      </div>
    </Card>
  );
}
