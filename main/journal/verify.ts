/**
 * Checks the journal's chain in slices and names the first entry that is not as it was written.
 *
 * Each slice is read by itself: the journal may grow and be trimmed meanwhile, by this process or another one.
 */
import type { Database } from "../state/database";
import { asBytes, textFrom } from "../state/safeText";
import { type ChainLink, isSame, nextHash } from "./chain";
import { columnsOf, entryOf } from "./entryText";
import { checkSeal, type JournalHead, readHead } from "./headRow";
import { journalErrorOf } from "./journalError";

export interface VerifyOptions {
  /** 32 bytes of `sealKeyOf`; without it the seal is not checked. */
  readonly sealKey?: Uint8Array;
  /** The first entry to check; the entry before it is taken as it is. All of them when absent. */
  readonly fromSeq?: number;
  /** Entries in a slice. */
  readonly slice?: number;
}

export interface VerifyProgress {
  readonly checked: number;
  readonly total: number;
}

export type Verification =
  | {
      readonly ok: true;
      /** Entries checked, first and last included; 0 when there are none. */
      readonly checked: number;
      readonly firstSeq: number;
      readonly lastSeq: number;
      readonly headHashHex: string;
      /** "not-checked": without the key. "absent": never sealed. "other-seed": sealed with the key of another seed. */
      readonly seal: "valid" | "not-checked" | "absent" | "other-seed";
      /** Entries at the end that no seal covers: made while the keys were locked. */
      readonly unsealed: number;
    }
  | {
      readonly ok: false;
      /** The first bad entry; null when it is not about one. */
      readonly seq: number | null;
      readonly reason: VerifyFailure;
      readonly detail: string;
    };

/**
 * missing: an entry is not there. hash: an entry or its hash was changed. columns: what is kept beside an entry to find
 * it was changed. cut: the journal does not end where it says. extra: there are entries after its end. seal: it is not what was sealed. unreadable: SQLite
 * cannot read it.
 */
type VerifyFailure = "missing" | "hash" | "columns" | "cut" | "extra" | "seal" | "unreadable";

const entriesInSlice = 200;

/** Runs to its end in slices; what it returns in the end is the result. Never throws for what the file holds. */
export function* verifyJournal(
  database: Database,
  { sealKey, fromSeq, slice = entriesInSlice }: VerifyOptions = {},
): Generator<VerifyProgress, Verification> {
  const reader = new ChainReader(database);
  let at: ChainLink | undefined;
  try {
    const head = reader.head();
    // What is sealed has to be met on the way.
    const landmarks = new Map(head.seal === null ? [] : [[head.seal.sealed.seq, head.seal.sealed.hash]]);
    at = fromSeq === undefined || fromSeq <= head.checkpoint.seq + 1 ? head.checkpoint : reader.linkAt(fromSeq - 1);
    const isLandmark = ({ seq, hash }: ChainLink) => isSame(landmarks.get(seq) ?? hash, hash);
    if (!isLandmark(at)) return sealBroken(at.seq);
    const firstSeq = at.seq + 1;
    const total = head.newest.seq - at.seq;
    while (at.seq < head.newest.seq) {
      const { checkpoint, rows } = reader.slice(at.seq, Math.min(slice, head.newest.seq - at.seq));
      // Retention took out what was to be checked next.
      if (checkpoint.seq > at.seq) at = checkpoint;
      for (const row of rows) {
        const failure = failureOf(row, at);
        if (failure !== null) return { ok: false, ...failure };
        at = { seq: row.seq, hash: Buffer.from(row.hash) };
        if (!isLandmark(at)) return sealBroken(at.seq);
      }
      yield { checked: Math.min(total, at.seq - firstSeq + 1), total };
    }
    return ending(reader, head, at, firstSeq, sealKey);
  } catch (error) {
    return { ok: false, ...unreadable(reader, error, at) };
  }
}

interface Row {
  readonly seq: number;
  readonly at_ms: number;
  readonly class_group: ArrayBuffer;
  readonly outcome: ArrayBuffer;
  readonly entry: ArrayBuffer;
  readonly hash: ArrayBuffer;
}

interface Failure {
  readonly seq: number | null;
  readonly reason: VerifyFailure;
  readonly detail: string;
}

class Missing extends Error {
  readonly seq: number;

  constructor(seq: number) {
    super(`entry ${seq} is missing`);
    this.seq = seq;
  }
}

class ChainReader {
  readonly #database: Database;
  readonly #rows;

  constructor(database: Database) {
    this.#database = database;
    this.#rows = database.prepare(
      `SELECT seq, at_ms, ${["class_group", "outcome", "entry"].map(asBytes).join(", ")}, hash
       FROM journal WHERE seq > ? ORDER BY seq LIMIT ?`,
    );
  }

  head(): JournalHead {
    return readHead(this.#database);
  }

  /** Seq of the newest row there is, whatever the head says. */
  lastSeq(): number {
    const row = this.#database.prepare("SELECT max(seq) AS seq FROM journal").get() as { readonly seq: number | null };
    return row.seq ?? 0;
  }

  /** Where the chain begins, and entries after `seq` or after that, both as of the same moment. @throws Missing */
  slice(seq: number, limit: number): { checkpoint: ChainLink; rows: Row[] } {
    this.#database.exec("BEGIN");
    try {
      const { checkpoint } = this.head();
      return { checkpoint, rows: this.rows(Math.max(seq, checkpoint.seq), limit) };
    } finally {
      this.#database.exec("COMMIT");
    }
  }

  /** Entries after `seq`, at least one. @throws Missing */
  rows(seq: number, limit: number): Row[] {
    const rows = this.#rows.all(seq, limit) as Row[];
    if (rows.length === 0) throw new Missing(seq + 1);
    return rows;
  }

  /** @throws Missing */
  linkAt(seq: number): ChainLink {
    const [row] = this.rows(seq - 1, 1);
    if (row?.seq !== seq) throw new Missing(seq);
    return { seq, hash: Buffer.from(row.hash) };
  }
}

function failureOf(row: Row, before: ChainLink): Failure | null {
  if (row.seq !== before.seq + 1) {
    return { seq: before.seq + 1, reason: "missing", detail: `entry ${before.seq + 1} is missing` };
  }
  if (!isSame(nextHash(before.hash, new Uint8Array(row.entry)), Buffer.from(row.hash))) {
    return { seq: row.seq, reason: "hash", detail: `entry ${row.seq} or its hash was changed` };
  }
  if (!hasOwnColumns(row)) {
    return { seq: row.seq, reason: "columns", detail: `entry ${row.seq} is filed as something it is not` };
  }
  return null;
}

function hasOwnColumns({ entry, at_ms, class_group, outcome }: Row): boolean {
  try {
    const columns = columnsOf(entryOf(textFrom(entry)));
    const isFiledRight = columns.group === textFrom(class_group) && columns.outcome === textFrom(outcome);
    return isFiledRight && columns.atMs === at_ms;
  } catch {
    return false;
  }
}

function ending(
  reader: ChainReader,
  head: JournalHead,
  last: ChainLink,
  firstSeq: number,
  sealKey: Uint8Array | undefined,
): Verification {
  if (!isSame(last.hash, head.newest.hash)) {
    return {
      ok: false,
      seq: last.seq,
      reason: "cut",
      detail: `the journal says that it ends in another entry ${last.seq}`,
    };
  }
  // Entries that were written meanwhile moved the head with them.
  const extra = reader.lastSeq();
  if (extra > reader.head().newest.seq) {
    return { ok: false, seq: last.seq + 1, reason: "extra", detail: `entry ${extra} comes after the journal's end` };
  }
  const verdict = sealKey === undefined ? "not-checked" : checkSeal(head, sealKey);
  if (verdict === "broken" || (head.seal !== null && head.seal.sealed.seq > last.seq)) return sealBroken(null);
  return {
    ok: true,
    checked: last.seq - firstSeq + 1,
    firstSeq,
    lastSeq: last.seq,
    headHashHex: Buffer.from(last.hash).toString("hex"),
    seal: verdict,
    unsealed: last.seq - (head.seal?.sealed.seq ?? head.checkpoint.seq),
  };
}

function sealBroken(seq: number | null): Verification {
  const detail = "the journal is not what was sealed: entries were cut off, dropped or written anew";
  return { ok: false, seq, reason: "seal", detail };
}

function unreadable(reader: ChainReader, error: unknown, at: ChainLink | undefined): Failure {
  if (error instanceof Missing) return { seq: error.seq, reason: "missing", detail: error.message };
  const said = journalErrorOf(error)?.message ?? (error instanceof Error ? error.message : String(error));
  const seq = at === undefined ? null : firstUnreadable(reader, at.seq);
  return { seq, reason: "unreadable", detail: said };
}

/** The entry after `seq` that cannot be read; entries of the failed slice before it can. */
function firstUnreadable(reader: ChainReader, seq: number): number {
  for (let last = seq; ; last += 1) {
    try {
      reader.rows(last, 1);
    } catch {
      return last + 1;
    }
  }
}
