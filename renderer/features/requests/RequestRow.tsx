/** One row of a feed: picture, words, outcome, time taken. Opens the details, or unfolds a minute's routine. */
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import type { FeedEntryView } from "../../../preload/contract/types";
import { formatClock, formatCount, formatMinute, formatTook, noBreakSpace } from "../../format";
import { feedRowWords, wordsForClass } from "../../words/requests";
import { type FeedRow, medianTookUs } from "./aggregateFeed";
import { OutcomeBadge } from "./OutcomeBadge";
import { RequestIcon } from "./RequestIcon";
import { RequestNote } from "./RequestNote";

interface RequestRowProps {
  readonly row: FeedRow;
  readonly nowMs: number;
  readonly onOpen: (entry: FeedEntryView) => void;
}

const rowLook =
  "grid w-full animate-arrive grid-cols-[1rem_1fr_auto_4rem] items-center gap-3 border-b border-line px-4 py-2.5 text-left transition-colors duration-120 hover:bg-sunk focus-visible:-outline-offset-2";
const unfoldedLimit = 25;

export function RequestRow({ row, nowMs, onOpen }: RequestRowProps) {
  const [unfolded, setUnfolded] = useState(false);
  const [newest] = row.entries;
  const { title } = wordsForClass(newest.summary.class);
  if (row.entries.length === 1) {
    return (
      <li>
        <button type="button" onClick={() => onOpen(newest)} className={rowLook}>
          <RequestIcon requestClass={newest.summary.class} />
          <span className="min-w-0 truncate">
            <span className="font-medium">{title}</span> <RequestNote {...newest} />
          </span>
          <OutcomeBadge outcome={newest.outcome} requestClass={newest.summary.class} />
          <Took us={newest.tookUs} />
        </button>
      </li>
    );
  }
  const count = formatCount(row.entries.length);
  const isCurrentMinute = Math.floor(newest.atMs / 60_000) === Math.floor(nowMs / 60_000);
  return (
    <li>
      <button type="button" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)} className={rowLook}>
        <RequestIcon requestClass={newest.summary.class} />
        <span className="flex min-w-0 items-center gap-1.5">
          <span className="min-w-0 truncate">
            <span className="font-medium">{title}</span>{" "}
            <span className="ml-1 text-ink-3">
              {isCurrentMinute
                ? feedRowWords.inThisMinute(count)
                : feedRowWords.inMinute(count, formatMinute(newest.atMs))}
            </span>
          </span>
          <ChevronDown
            aria-hidden
            className={`size-3.5 shrink-0 text-ink-3 transition-transform duration-150 ${unfolded ? "rotate-180" : ""}`}
          />
        </span>
        <OutcomeBadge outcome={newest.outcome} requestClass={newest.summary.class} />
        <Took us={medianTookUs(row)} />
      </button>
      {unfolded && (
        <ul className="border-b border-line bg-sunk py-1">
          {row.entries.slice(0, unfoldedLimit).map((entry) => (
            <li key={entry.seq}>
              <button
                type="button"
                onClick={() => onOpen(entry)}
                className="grid w-full grid-cols-[1fr_4rem] gap-3 py-1 pr-4 pl-11 text-left text-sm text-ink-2 hover:text-ink focus-visible:-outline-offset-2"
              >
                <span className="truncate">
                  {formatClock(entry.atMs)} <RequestNote {...entry} />
                </span>
                <Took us={entry.tookUs} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

function Took({ us }: { readonly us: number }) {
  const { value, unit } = formatTook(us);
  return (
    <span className="text-right whitespace-nowrap tabular-nums text-ink-3">
      {value}
      {noBreakSpace}
      {unit}
    </span>
  );
}
