/** The whole of one line: the request's story, what the rules said, and its place in the chain. */
import type { JournalRow } from "../../../preload/contract/types";
import { formatCount } from "../../format";
import { Hash } from "../../ui/Hash";
import { journalWords as words } from "../../words/journal";
import { RequestPanel } from "../requests/RequestPanel";

interface JournalDetailProps {
  readonly row: JournalRow;
  readonly onClose: () => void;
}

export function JournalDetail({ row, onClose }: JournalDetailProps) {
  const { entry, seq, hashHex, nodeName } = row;
  // Only requests open: a routine line and an event say all they have in their row.
  if (entry.kind !== "request") return null;
  return (
    <RequestPanel
      request={entry}
      alerts={entry.alerts}
      onClose={onClose}
      facts={[
        { name: words.node, value: nodeName },
        {
          name: words.approval,
          value: entry.approvalRef === null ? null : <span className="font-mono">{entry.approvalRef}</span>,
        },
      ]}
      technical={[
        { name: words.line, value: formatCount(seq) },
        { name: words.hash, value: <Hash value={hashHex} name={words.hash} /> },
      ]}
    />
  );
}
