/** Lets the oldest entries go: those beyond a number, and those older than an age. The chain goes on from a checkpoint. */
import type { Database } from "../state/database";
import type { ChainLink } from "./chain";
import type { Journal } from "./journal";

export interface RetentionRule {
  /** null: whatever their age. */
  readonly longestMs: number | null;
  /** null: however many there are. */
  readonly mostEntries: number | null;
}

/** So many go in one transaction: a fraction of what the signer may keep a request waiting. */
const mostAtOnce = 1_000;
const dayMs = 24 * 3_600_000;

/**
 * Removes some of what the rule does not keep; to be called again until it returns 0, and once in a while.
 *
 * A few entries too many stay until it is worth an event in the journal: a full portion, or a day's worth.
 *
 * @returns how many entries were removed; 0 too without the key that the chain was sealed with
 * @throws JournalError
 */
export function trimJournal(journal: Journal, database: Database, rule: RetentionRule, nowMs: number): number {
  const { checkpoint, newest } = journal.head;
  const oldest = database
    .prepare("SELECT seq, at_ms, hash FROM journal ORDER BY seq LIMIT ?")
    .all(mostAtOnce) as readonly Row[];
  const lastTooMany = rule.mostEntries === null ? 0 : newest.seq - rule.mostEntries;
  const tooOldMs = rule.longestMs === null ? Number.NEGATIVE_INFINITY : nowMs - rule.longestMs;
  // Clocks are set back now and then: nothing younger goes because something older comes after it.
  const kept = oldest.findIndex(({ seq, at_ms }) => seq > lastTooMany && at_ms >= tooOldMs);
  const removed = kept === -1 ? oldest : oldest.slice(0, kept);
  const last = removed.at(-1);
  if (last === undefined || last.seq >= newest.seq) return 0;
  const isWorthIt = removed.length === mostAtOnce || (oldest[0]?.at_ms ?? nowMs) < tooOldMs - dayMs;
  if (!isWorthIt) return 0;
  const link: ChainLink = { seq: last.seq, hash: Buffer.from(last.hash) };
  return journal.removeUpTo(link, reasonOf(rule)) ? last.seq - checkpoint.seq : 0;
}

interface Row {
  readonly seq: number;
  readonly at_ms: number;
  readonly hash: ArrayBuffer;
}

function reasonOf({ longestMs, mostEntries }: RetentionRule): string {
  const parts = [
    ...(longestMs === null ? [] : [`entries are kept for ${Math.round(longestMs / dayMs)} days`]),
    ...(mostEntries === null ? [] : [`${mostEntries} entries are kept`]),
  ];
  return parts.join(", ");
}
