/** Four numbers: how quick, how many, how close to the node's patience, how many refused. */
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import type { FeedTotalsView } from "../../../preload/contract/types";
import { formatCount, formatSpan, formatTook } from "../../format";
import { goTo } from "../../stores/route";
import { homeWords as words } from "../../words/home";
import { GroupBar } from "./GroupBar";
import { Sparkline } from "./Sparkline";

interface TilesProps {
  readonly totals: FeedTotalsView;
  readonly requestTimeoutMs: number;
}

export function Tiles({ totals, requestTimeoutMs }: TilesProps) {
  return (
    <section className="grid shrink-0 grid-cols-2 gap-4 mid:grid-cols-[1.3fr_1.3fr_0.95fr_0.85fr]">
      <Tile title={words.roundTrip}>
        <RoundTrip totals={totals} />
      </Tile>
      <Tile title={words.requests}>
        <Figure value={formatCount(totals.requests)} />
        <GroupBar byGroup={totals.byGroup} />
      </Tile>
      <Tile title={words.longest}>
        <Longest longestUs={totals.longestUs} requestTimeoutMs={requestTimeoutMs} />
      </Tile>
      <Tile title={words.refused}>
        <Figure value={formatCount(totals.refused)} tone={totals.refused > 0 ? "text-bad" : ""} />
        {totals.refused > 0 ? (
          <button
            type="button"
            onClick={() => goTo("requests", "refused")}
            className="mt-1.5 -ml-1 flex items-center gap-0.5 rounded-sm px-1 text-left text-sm font-medium text-bad hover:underline"
          >
            {words.refusedSome}
            <ChevronRight aria-hidden className="size-3.5" />
          </button>
        ) : (
          <p className="mt-2 text-sm text-ink-3">{totals.requests === 0 ? words.noneYet : words.refusedNone}</p>
        )}
      </Tile>
    </section>
  );
}

function Tile({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="min-w-0 rounded-lg border border-line bg-panel px-4 pt-3.5 pb-4 shadow-lift">
      <h2 className="text-sm font-medium text-ink-3">{title}</h2>
      {children}
    </div>
  );
}

interface FigureProps {
  readonly value: string;
  readonly unit?: string;
  readonly tone?: string;
}

function Figure({ value, unit, tone = "" }: FigureProps) {
  return (
    <span className={`block text-2xl font-semibold tracking-tight whitespace-nowrap tabular-nums ${tone}`}>
      {value}
      {unit !== undefined && <span className="ml-1 text-base font-medium tracking-normal text-ink-3">{unit}</span>}
    </span>
  );
}

function RoundTrip({ totals }: { readonly totals: FeedTotalsView }) {
  if (totals.p50Us === null || totals.p95Us === null) return <Nothing />;
  const p50 = formatTook(totals.p50Us);
  const p95 = formatTook(totals.p95Us);
  return (
    <>
      <div className="flex flex-wrap gap-x-3">
        <Figure value={p50.value} unit={words.p50(p50.unit)} />
        <Figure value={p95.value} unit={words.p95(p95.unit)} />
      </div>
      <Sparkline values={totals.recentUs} />
    </>
  );
}

function Longest({
  longestUs,
  requestTimeoutMs,
}: {
  readonly longestUs: number | null;
  readonly requestTimeoutMs: number;
}) {
  const patience = words.nodeWaits(formatSpan(requestTimeoutMs));
  if (longestUs === null) return <Nothing note={patience} />;
  const { value, unit } = formatTook(longestUs);
  const share = Math.min(1, longestUs / 1_000 / requestTimeoutMs);
  const color = share > 0.8 ? "bg-bad" : share > 0.5 ? "bg-warn" : "bg-accent";
  return (
    <>
      <Figure value={value} unit={unit} />
      <div className="mt-3 h-1.5 overflow-hidden rounded-full bg-sunk">
        <div className={`h-full min-w-1.5 rounded-full ${color}`} style={{ width: `${share * 100}%` }} />
      </div>
      <p className="mt-2 text-sm text-ink-3">{patience}</p>
    </>
  );
}

function Nothing({ note = words.noneYet }: { readonly note?: string }) {
  return (
    <>
      <span aria-hidden className="block text-2xl font-semibold text-ink-3">
        –
      </span>
      <p className="mt-2 text-sm text-ink-3">{note}</p>
    </>
  );
}
