/** Tries rules on the requests of the journal, in portions between which requests are answered. */
import { type PastEntry, pastRequests } from "../journal/history";
import type { AllowlistOptions } from "../policy/allowlist";
import type { PolicyConfig } from "../policy/config";
import { type PastRequest, replayEach } from "../policy/replay";
import type { RequestSummary } from "../policy/summary";
import type { Database } from "../state/database";

export interface GuardReplay {
  readonly examined: number;
  /** Oldest request that was looked at; null when there was none. */
  readonly sinceMs: number | null;
  readonly blockedCount: number;
  readonly askedCount: number;
  /** Newest first. */
  readonly hits: readonly HistoryHit[];
}

interface HistoryHit {
  /** Number of the journal entry. */
  readonly seq: number;
  readonly atMs: number;
  readonly summary: RequestSummary;
  readonly tag: string;
  readonly detail: string;
  readonly action: "ask" | "block";
}

/** Entries looked back at: weeks of a busy node, in a minute at most. */
const mostEntries = 500_000;
const mostHits = 200;
/** Requests between two yields: a few milliseconds. */
const portion = 100;

/** What a configuration would have done. Yields between portions. */
export function* replayHistory(
  database: Database,
  config: PolicyConfig,
  options: AllowlistOptions,
): Generator<void, GuardReplay, void> {
  const hits: HistoryHit[] = [];
  let current: PastEntry | undefined;
  let [examined, blockedCount, askedCount] = [0, 0, 0];
  let sinceMs: number | null = null;

  function* past(): Generator<PastRequest, void> {
    for (const each of pastRequests(database, mostEntries)) {
      current = each;
      const { atMs, summary, outcome } = each.entry;
      yield { atMs, summary, signed: outcome.kind === "signed" };
    }
  }

  // One step of the replay for each request, so that `current` is the one it is about.
  for (const hit of replayEach(past(), config, options)) {
    examined += 1;
    sinceMs ??= current?.entry.atMs ?? null;
    if (hit !== null && current !== undefined) {
      const { tag, detail, action } = hit;
      if (action === "block") blockedCount += 1;
      else askedCount += 1;
      hits.push({ seq: current.seq, atMs: current.entry.atMs, summary: current.entry.summary, tag, detail, action });
      if (hits.length > mostHits) hits.shift();
    }
    if (examined % portion === 0) yield;
  }
  return { examined, sinceMs, blockedCount, askedCount, hits: hits.reverse() };
}
