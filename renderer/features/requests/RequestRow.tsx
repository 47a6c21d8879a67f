/** One row of a feed: picture, words, outcome, time taken. Opens the details, or unfolds a minute's routine. */
import { ChevronDown } from "lucide-react";
import { useState } from "react";
import type { FeedEntryView } from "../../../preload/contract/types";
import {
  formatClock,
  formatCount,
  formatMinute,
  formatTook,
  groupAddress,
  noBreakSpace,
  shortenOutpoint,
} from "../../format";
import { Amount } from "../../ui/Amount";
import { feedRowWords, wordsForClass } from "../../words/requests";
import { type FeedRow, medianTookUs } from "./aggregateFeed";
import { OutcomeBadge } from "./OutcomeBadge";
import { RequestIcon } from "./RequestIcon";

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
            <span className="font-medium">{title}</span> <EntryNote entry={newest} />
          </span>
          <OutcomeBadge entry={newest} />
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
        <OutcomeBadge entry={newest} />
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
                  {formatClock(entry.atMs)} <EntryNote entry={entry} />
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

/** The one or two facts that tell this request from its neighbours. */
function EntryNote({ entry }: { readonly entry: FeedEntryView }) {
  const { summary } = entry;
  const payee = summary.outputs.find((output) => output.owner === "unknown" && output.address !== null)?.address;
  return (
    <span className="ml-1 text-ink-3">
      {summary.amountSat !== null && summary.amountSat !== "0" && <Amount sat={summary.amountSat} />}
      {payee !== null && payee !== undefined && (
        <>
          {" "}
          {feedRowWords.payee("")}
          <span className="font-mono">{cutAddress(payee)}</span>
        </>
      )}
      {summary.text !== null && <> {feedRowWords.quoted(summary.text)}</>}
      {summary.shortChannelId !== null && <> {summary.shortChannelId}</>}
      {summary.outpoint !== null && payee === undefined && (
        <span className="font-mono"> {shortenOutpoint(summary.outpoint)}</span>
      )}
      {entry.outcome.kind === "denied" && <> {entry.outcome.tag}</>}
    </span>
  );
}

/** First two and last group: "bc1q 9x4f … 7k2d". */
function cutAddress(address: string): string {
  const groups = groupAddress(address).split(" ");
  return groups.length <= 4 ? groups.join(" ") : `${groups.slice(0, 2).join(" ")} … ${address.slice(-4)}`;
}
