/** Reads the journal newest first: a page never takes long, however long the journal is and whatever is looked for. */
import type { Database } from "../state/database";
import { asBytes, textFrom } from "../state/safeText";
import type { Clock } from "../support/clock";
import { type ChainLink, isSame } from "./chain";
import type { JournalEntry } from "./entry";
import { entryOf, type JournalGroup, journalGroups, type OutcomeKind, outcomeKinds } from "./entryText";

export interface JournalQuery {
  /** Entries older than this one; from the newest when absent. */
  readonly beforeSeq?: number | undefined;
  readonly limit: number;
  readonly filter?: JournalFilter | undefined;
}

/** What is absent does not matter. */
export interface JournalFilter {
  readonly groups?: readonly JournalGroup[] | undefined;
  /** Of requests; events have none and are left out when some are named. */
  readonly outcomes?: readonly OutcomeKind[] | undefined;
  /** In any value of the entry: a txid, an address, a rule's tag ... Upper and lower case of ASCII are the same. */
  readonly text?: string | undefined;
}

interface PageEntry {
  readonly seq: number;
  readonly hashHex: string;
  readonly entry: JournalEntry;
}

export interface Page {
  readonly entries: readonly PageEntry[];
  /**
   * `beforeSeq` of the next page, null at the beginning of the journal. Looking for text a page may end before it is
   * full: there was no time to look further.
   */
  readonly nextBeforeSeq: number | null;
}

/** Most entries of a page. */
const longestPage = 1_000;
/** Looking for text goes on in portions of so many entries until the time is used up. */
const portion = 500;
const budgetUs = 25_000;

export class JournalPages {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #rows;
  readonly #matchingRows;
  readonly #hash;
  readonly #seqStatements = new Map<number | null, ReturnType<Database["prepare"]>>();

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
    this.#rows = database.prepare(rowsSql(""));
    this.#matchingRows = database.prepare(rowsSql("AND journal.entry LIKE ? ESCAPE '\\'"));
    this.#hash = database.prepare("SELECT hash FROM journal WHERE seq = ?");
  }

  page({ beforeSeq = Number.MAX_SAFE_INTEGER, limit, filter = {} }: JournalQuery): Page {
    const wanted = Math.min(Math.max(1, limit), longestPage);
    const text = filter.text === undefined || filter.text === "" ? null : filter.text;
    return text === null ? this.#plainPage(beforeSeq, wanted, filter) : this.#search(beforeSeq, wanted, filter, text);
  }

  /** Whether the journal holds this entry with this hash, or ends or begins with it. */
  isPartOfChain({ seq, hash }: ChainLink, checkpoint: ChainLink): boolean {
    if (seq === checkpoint.seq) return isSame(hash, checkpoint.hash);
    const row = this.#hash.get(seq) as { readonly hash: ArrayBuffer } | undefined;
    return row !== undefined && isSame(hash, Buffer.from(row.hash));
  }

  #plainPage(beforeSeq: number, limit: number, filter: JournalFilter): Page {
    const seqs = this.#seqs(beforeSeq, limit, filter);
    const rows = this.#rows.all(JSON.stringify(seqs)) as Row[];
    return { entries: rows.map(toEntry), nextBeforeSeq: seqs.length < limit ? null : (seqs.at(-1) ?? null) };
  }

  #search(beforeSeq: number, limit: number, filter: JournalFilter, text: string): Page {
    const startedUs = this.#clock.monotonicUs();
    const pattern = `%${JSON.stringify(text)
      .slice(1, -1)
      .replaceAll(/[\\%_]/g, "\\$&")}%`;
    const needle = text.toLowerCase();
    const entries: PageEntry[] = [];
    let before = beforeSeq;
    do {
      const seqs = this.#seqs(before, portion, filter);
      const rows = this.#matchingRows.all(JSON.stringify(seqs), pattern) as Row[];
      for (const entry of rows.map(toEntry)) {
        if (!hasText(entry.entry, needle)) continue;
        entries.push(entry);
        if (entries.length === limit) return { entries, nextBeforeSeq: entry.seq };
      }
      if (seqs.length < portion) return { entries, nextBeforeSeq: null };
      before = seqs.at(-1) ?? 0;
    } while (this.#clock.monotonicUs() - startedUs < budgetUs);
    return { entries, nextBeforeSeq: before };
  }

  /** The newest entries that fit group and outcome, newest first. */
  #seqs(beforeSeq: number, limit: number, filter: JournalFilter): number[] {
    const pairs = pairsOf(filter);
    const statement = this.#seqStatement(pairs?.length ?? null);
    const parameters = pairs === null ? [beforeSeq] : pairs.flatMap((pair) => [...pair, beforeSeq, limit]);
    return (statement.all([...parameters, limit]) as { readonly seq: number }[]).map(({ seq }) => seq);
  }

  #seqStatement(pairs: number | null): ReturnType<Database["prepare"]> {
    const statement = this.#seqStatements.get(pairs) ?? this.#database.prepare(seqsSql(pairs));
    this.#seqStatements.set(pairs, statement);
    return statement;
  }
}

interface Row {
  readonly seq: number;
  readonly at_ms: number;
  readonly entry: ArrayBuffer;
  readonly hash: ArrayBuffer;
}

/**
 * Selects the seqs of one page. Every pair of group and outcome is a range of the index, already in order: each gives
 * at most a page, and the newest of all of them are the page.
 *
 * @param pairs how many, or null for all entries
 */
export function seqsSql(pairs: number | null): string {
  if (pairs === null) return "SELECT seq FROM journal WHERE seq < ? ORDER BY seq DESC LIMIT ?";
  const one = `SELECT * FROM (SELECT seq FROM journal WHERE class_group = ? AND outcome = ? AND seq < ?
    ORDER BY seq DESC LIMIT ?)`;
  return `${Array.from({ length: pairs }, () => one).join(" UNION ALL ")} ORDER BY seq DESC LIMIT ?`;
}

function rowsSql(condition: string): string {
  return `SELECT seq, at_ms, ${asBytes("entry")}, hash FROM journal WHERE seq IN (SELECT value FROM json_each(?)) ${condition}
    ORDER BY seq DESC`;
}

function pairsOf({ groups, outcomes }: JournalFilter): (readonly [string, string])[] | null {
  if (groups === undefined && outcomes === undefined) return null;
  const pairs: (readonly [string, string])[] = [];
  for (const group of groups ?? journalGroups) {
    if (group !== "event") for (const outcome of outcomes ?? outcomeKinds) pairs.push([group, outcome]);
    else if (outcomes === undefined) pairs.push(["event", "event"]);
  }
  // Nothing fits: a pair that no entry has.
  return pairs.length === 0 ? [["event", "signed"]] : pairs;
}

function toEntry({ seq, at_ms, entry, hash }: Row): PageEntry {
  return { seq, hashHex: Buffer.from(hash).toString("hex"), entry: readableEntry(seq, at_ms, entry) };
}

/** A damaged entry does not hide the others: it is shown for what it is, and `verifyJournal` names it. */
function readableEntry(seq: number, atMs: number, bytes: ArrayBuffer): JournalEntry {
  try {
    return entryOf(textFrom(bytes));
  } catch {
    return { kind: "event", atMs, event: "journal-entry-damaged", detail: `entry ${seq} cannot be read` };
  }
}

/** Whether a value of the entry has the text in it: the names of its fields do not count. */
function hasText(value: unknown, needle: string): boolean {
  if (typeof value === "string") return value.toLowerCase().includes(needle);
  if (typeof value === "number") return String(value).includes(needle);
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((part) => hasText(part, needle));
}
