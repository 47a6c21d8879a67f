/** One line of the journal: a request, a minute of routine, or something that was done. */
import { Flag } from "lucide-react";
import type { JournalRow } from "../../../preload/contract/types";
import { formatClock, formatCount, formatDay, formatMinute } from "../../format";
import { Badge } from "../../ui/Badge";
import { eventWords, journalWords as words } from "../../words/journal";
import { outcomeWords, wordsForClass } from "../../words/requests";
import { OutcomeBadge } from "../requests/OutcomeBadge";
import { RequestIcon } from "../requests/RequestIcon";
import { RequestNote } from "../requests/RequestNote";

const look =
  "grid w-full grid-cols-[7.5rem_1rem_1fr_auto] items-center gap-3 border-b border-line px-4 py-2.5 text-left transition-colors duration-120";

interface JournalLineProps {
  readonly row: JournalRow;
  readonly onOpen: (row: JournalRow) => void;
}

export function JournalLine({ row, onOpen }: JournalLineProps) {
  const { entry } = row;
  const day = formatDay(entry.atMs);
  if (entry.kind === "routine") {
    return (
      <li className={look}>
        <Time text={`${day} ${formatMinute(entry.atMs)}`} />
        <RequestIcon requestClass={entry.class} />
        <span className="min-w-0 truncate text-ink-2">
          {wordsForClass(entry.class).title}{" "}
          <span className="ml-1 text-ink-3">{words.routine(formatCount(entry.signed + entry.refused))}</span>
        </span>
        {entry.refused > 0 ? (
          <Badge tone="bad">{words.routineRefused(formatCount(entry.refused))}</Badge>
        ) : (
          <Badge tone="ok">{entry.class.endsWith("-ecdh") ? outcomeWords.answered : outcomeWords.signed}</Badge>
        )}
      </li>
    );
  }
  if (entry.kind === "event") {
    return (
      <li className={look}>
        <Time text={`${day} ${formatClock(entry.atMs)}`} />
        <Flag aria-hidden className="size-4 text-ink-3" strokeWidth={1.75} />
        <span className="min-w-0 truncate" title={entry.detail}>
          <span className="font-medium">{eventWords[entry.event] ?? entry.event}</span>{" "}
          <span className="ml-1 text-ink-3">{entry.detail}</span>
        </span>
        <span />
      </li>
    );
  }
  const { summary, outcome, findings, approvalRef } = entry;
  return (
    <li>
      <button
        type="button"
        onClick={() => onOpen(row)}
        className={`${look} hover:bg-sunk focus-visible:-outline-offset-2`}
      >
        <Time text={`${day} ${formatClock(entry.atMs)}`} />
        <RequestIcon requestClass={summary.class} />
        <span className="min-w-0 truncate">
          <span className="font-medium">{wordsForClass(summary.class).title}</span>{" "}
          <RequestNote summary={summary} outcome={outcome} />
        </span>
        <span className="flex items-center gap-1.5">
          {approvalRef !== null && <Badge tone="info">{words.approvedUnder(approvalRef)}</Badge>}
          {outcome.kind === "signed" && approvalRef === null && findings.some(({ action }) => action === "warn") && (
            <Badge tone="warn">{words.warned}</Badge>
          )}
          <OutcomeBadge outcome={outcome} requestClass={summary.class} />
        </span>
      </button>
    </li>
  );
}

function Time({ text }: { readonly text: string }) {
  return <span className="text-sm whitespace-nowrap text-ink-3 tabular-nums">{text}</span>;
}
