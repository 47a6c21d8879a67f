/** Folds routine requests into one row per minute, so that the feed stays readable at any speed. Pure. */
import type { FeedEntryView } from "../../../preload/contract/types";

/** A single request, or the signed requests of one routine class in one minute, newest first. */
export interface FeedRow {
  readonly key: string;
  readonly entries: readonly [FeedEntryView, ...FeedEntryView[]];
}

/** Classes that come many times a minute and say little one by one. */
const routineClasses: ReadonlySet<string> = new Set(["node-ecdh", "htlc-second-level", "channel-update"]);

const minuteMs = 60_000;

/**
 * Folds entries into rows; a row stands where its newest entry stood. Only what was signed is folded: a refusal is
 * always a row of its own.
 *
 * @param entries newest first
 */
export function aggregateFeed(entries: readonly FeedEntryView[]): FeedRow[] {
  const rows = new Map<string, [FeedEntryView, ...FeedEntryView[]]>();
  for (const entry of entries) {
    const folds = entry.outcome.kind === "signed" && routineClasses.has(entry.summary.class);
    const key = folds ? `${entry.summary.class}/${Math.floor(entry.atMs / minuteMs)}` : `#${entry.seq}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [entry]);
    else row.push(entry);
  }
  return [...rows].map(([key, folded]) => ({ key, entries: folded }));
}

/** The middle time taken of a row's requests, in microseconds. */
export function medianTookUs(row: FeedRow): number {
  const sorted = row.entries.map((entry) => entry.tookUs).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? row.entries[0].tookUs;
}
