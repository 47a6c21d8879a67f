/**
 * The journal: what was asked and how it ended, in a chain that shows every later change (docs/journal.md).
 *
 * A batch of entries and what goes with it (limits, memory) is one transaction, durable before an answer leaves. While
 * the database cannot be written, entries that must not stop a channel wait in memory.
 */
import type { RequestClass } from "../policy/summary";
import { markSuspect } from "../state/suspicion";
import type { Transactions } from "../state/transactions";
import { Unchanged } from "../state/writerPort";
import type { Clock } from "../support/clock";
import { Backlog } from "./backlog";
import { type ChainLink, nextHash } from "./chain";
import type { JournalEntry } from "./entry";
import { columnsOf, textOf } from "./entryText";
import {
  checkSeal,
  copiedSealKey,
  headWriter,
  type JournalHead,
  readHead,
  type SealKey,
  type SealVerdict,
  sealedHead,
  sealTrouble,
} from "./headRow";
import { JournalError, type JournalErrorCode, journalErrorOf } from "./journalError";
import { JournalPages, type JournalQuery, type Page } from "./pages";
import { RoutineCounts, untilNextMinuteMs } from "./routineCounts";
import { type Verification, type VerifyProgress, verifyJournal } from "./verify";

export interface JournalOptions {
  readonly transactions: Transactions;
  readonly clock: Clock;
  /** Part of every transaction: tables write what they have kept in memory so far. */
  readonly flush?: () => void;
  /** The database cannot be written (again and again: every attempt), or can again (null). */
  readonly onTrouble?: (trouble: JournalTrouble | null) => void;
  /** Entries that may wait in memory. */
  readonly mostHeld?: number;
}

export interface JournalTrouble {
  readonly code: JournalErrorCode;
  readonly message: string;
  readonly sinceMs: number;
  /** Entries that wait in memory, and how many more there was no room for. */
  readonly held: number;
  readonly lost: number;
}

/** What else is written in a transaction of the journal. */
type Alongside = (() => void) | undefined;

interface WriteOptions {
  readonly alongside?: Alongside;
  readonly checkpoint?: ChainLink;
}

/** How a batch ended: durable, written but maybe not on the disk, or not written, so that memory is as it was. */
export type BatchEnd =
  | { readonly isWritten: true; readonly error: JournalError | null }
  | { readonly isWritten: false; readonly error: JournalError };

/** The first attempt after trouble comes soon, later ones ever more seldom. */
const firstRetryMs = 1_000;
const longestRetryMs = 30_000;

export class Journal {
  readonly #options: JournalOptions;
  readonly #insert;
  readonly #writeHead;
  readonly #pages: JournalPages;
  readonly #backlog: Backlog;
  readonly #counts = new RoutineCounts();
  #head: JournalHead;
  #sealKey: SealKey | null = null;
  #trouble: { code: JournalErrorCode; message: string; sinceMs: number } | null = null;
  /** Everything can be written, and nobody knows whether it is on the disk. */
  #isUnconfirmed = false;
  /** The trouble is over as far as writing goes, and the event about it is written. */
  #isRecovering = false;
  #retryMs = firstRetryMs;
  #cancelRetry: (() => void) | null = null;
  #cancelMinute: (() => void) | null = null;

  constructor(options: JournalOptions) {
    const { database } = options.transactions;
    this.#options = options;
    this.#insert = options.transactions.statement(
      "INSERT INTO journal (seq, at_ms, class_group, outcome, entry, hash) VALUES (?, ?, ?, ?, ?, ?)",
    );
    this.#writeHead = headWriter(options.transactions);
    this.#pages = new JournalPages(database, options.clock);
    this.#backlog = new Backlog(options.mostHeld);
    this.#head = readHead(database);
  }

  /** Where the chain begins and ends. */
  get head(): JournalHead {
    return this.#head;
  }

  /** Why the database could not be written last time, or null. */
  get trouble(): JournalTrouble | null {
    if (this.#trouble === null) return null;
    return { ...this.#trouble, held: this.#backlog.held, lost: this.#backlog.lost };
  }

  /**
   * Writes entries, and whatever `alongside` writes, in one transaction that is durable when this returns. What waited
   * in memory goes ahead of them.
   *
   * @throws JournalError when the database cannot be written: then nothing of it is
   * @throws what `alongside` throws, with the same effect
   */
  append(entries: readonly JournalEntry[], alongside?: () => void): void {
    this.#append(entries, alongside, "run");
  }

  /** As `append`, for entries that nobody waits for: they are written now, and on the disk a little later. */
  writeSoon(entries: readonly JournalEntry[]): void {
    this.#append(entries, undefined, "runUnsynced");
    this.#whenDurable(() => undefined);
  }

  /**
   * As `append`, without waiting for the disk here, nor for SQLite where another thread can write.
   *
   * @param ended called once, maybe from within this call
   * @throws what `alongside` throws, and what is no trouble of the database: then nothing is written
   */
  commit(entries: readonly JournalEntry[], alongside: Alongside, ended: (end: BatchEnd) => void): void {
    const { transactions } = this.#options;
    if (transactions.canRunAside && this.#hasNothingElse()) {
      transactions.runAside(this.#work(entries, { alongside }), (end) => {
        if (!end.isWritten) ended({ isWritten: false, error: this.#failed(end.error) });
        else ended({ isWritten: true, error: end.error === null ? null : this.#unconfirmed(end.error) });
      });
      return;
    }
    try {
      this.#append(entries, alongside, "runUnsynced");
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      ended({ isWritten: false, error });
      return;
    }
    this.#whenDurable((error) => ended({ isWritten: true, error }));
  }

  #whenDurable(done: (error: JournalError | null) => void): void {
    this.#options.transactions.whenSynced((error) => {
      if (error !== null) {
        done(this.#unconfirmed(error));
        return;
      }
      this.#isUnconfirmed = false;
      this.#recovered();
      done(null);
    });
  }

  #unconfirmed(error: Error): JournalError {
    this.#isUnconfirmed = true;
    const message = `the disk did not confirm what was written (${error.message}): check it, then start Countersign anew`;
    return this.#troubled(new JournalError("IO", message, { cause: error }));
  }

  /** Nothing waits that has to go ahead, and no trouble is to be reported. */
  #hasNothingElse(): boolean {
    if (this.#trouble !== null || !this.#backlog.isEmpty) return false;
    return this.#counts.over(this.#options.clock.nowMs()).length === 0;
  }

  #append(entries: readonly JournalEntry[], alongside: Alongside, run: "run" | "runUnsynced"): void {
    const nowMs = this.#options.clock.nowMs();
    const isOver = this.#trouble !== null && !this.#isUnconfirmed && !this.#isRecovering;
    const waited = isOver || !this.#backlog.isEmpty ? this.#backlog.entriesAnd(nowMs) : [];
    const routine = this.#counts.over(nowMs);
    this.#write([...waited, ...routine, ...entries], run, { alongside });
    this.#counts.drop(routine);
    this.#backlog.clear();
    if (run === "run" && !this.#isUnconfirmed) this.#recovered();
    else this.#isRecovering = this.#trouble !== null;
  }

  /** Keeps entries in memory until the database can be written. For what must go on without it: channel traffic. */
  hold(entries: readonly JournalEntry[]): void {
    this.#backlog.add(entries);
    this.#retryLater();
  }

  /** Counts a request that needs no entry of its own. Its minute is written once it is over. */
  count(atMs: number, nodeId: string | null, requestClass: RequestClass, isSigned: boolean): void {
    this.#counts.add(atMs, nodeId, requestClass, isSigned);
    this.#cancelMinute ??= this.#options.clock.after(untilNextMinuteMs(atMs), () => this.#minuteOver());
  }

  /**
   * Seals the chain with this key from now on; null stops that, as when keys are locked. The key is copied.
   *
   * @param key 32 bytes of `sealKeyOf`
   * @returns what the seal so far was worth; the journal has an entry about a bad one
   */
  sealWith(key: Uint8Array | null): SealVerdict | null {
    this.#sealKey?.bytes.fill(0);
    this.#sealKey = key === null ? null : copiedSealKey(key);
    if (key === null) return null;
    // The seal is compared with what is in the file.
    this.#options.transactions.settle();
    const verdict = this.#checkSeal(key);
    const events = this.#eventsAbout(verdict);
    const sealedSeq = this.#head.seal?.sealed.seq;
    if (events.length === 0 && (sealedSeq ?? 0) === this.#head.newest.seq) return verdict;
    try {
      this.append(events);
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      this.hold(events);
    }
    return verdict;
  }

  /** Newest first. @throws JournalError when the database cannot be read */
  page(query: JournalQuery): Page {
    try {
      return this.#pages.page(query);
    } catch (error) {
      throw this.#known(error) ?? error;
    }
  }

  /** Checks the chain in slices, the whole of it or its newest part; the seal too while the key is there. */
  *verify({ newest }: { readonly newest?: number } = {}): Generator<VerifyProgress, Verification> {
    const { database } = this.#options.transactions;
    const fromSeq = newest === undefined ? undefined : this.#head.newest.seq - newest + 1;
    const sealKey = this.#sealKey === null ? null : new Uint8Array(this.#sealKey.bytes);
    try {
      return yield* verifyJournal(database, {
        ...(sealKey === null ? {} : { sealKey }),
        ...(fromSeq === undefined ? {} : { fromSeq }),
      });
    } finally {
      sealKey?.fill(0);
    }
  }

  /**
   * Takes the oldest entries out up to a checkpoint from which the chain goes on, and says so in an event.
   *
   * @param last the newest entry to go
   * @returns false without the key that the chain was sealed with: then nothing is taken out
   * @throws JournalError
   */
  removeUpTo(last: ChainLink, why: string): boolean {
    const { checkpoint, seal } = this.#head;
    if (seal !== null && this.#sealKey === null) return false;
    const { database } = this.#options.transactions;
    const atMs = this.#options.clock.nowMs();
    const detail = `entries ${checkpoint.seq + 1} to ${last.seq} were removed: ${why}`;
    this.#write([{ kind: "event", atMs, event: "journal-trimmed", detail }], "run", {
      alongside: () => void database.prepare("DELETE FROM journal WHERE seq <= ?").run(last.seq),
      checkpoint: last,
    });
    return true;
  }

  /** Writes what is counted and held as far as it can be written, and forgets the key. */
  close(): void {
    this.#cancelRetry?.();
    this.#cancelMinute?.();
    const counted = this.#counts.all();
    this.#counts.drop(counted);
    try {
      if (counted.length > 0 || !this.#backlog.isEmpty) this.append(counted);
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
    }
    this.#sealKey?.bytes.fill(0);
    this.#sealKey = null;
  }

  #write(entries: readonly JournalEntry[], run: "run" | "runUnsynced", options: WriteOptions): void {
    try {
      this.#options.transactions[run](this.#work(entries, options));
    } catch (error) {
      throw this.#failed(error);
    }
  }

  /** What a transaction with these entries does. */
  #work(entries: readonly JournalEntry[], { alongside, checkpoint }: WriteOptions): () => void {
    return () => {
      const previous = this.#head;
      let { seq, hash } = previous.newest;
      const rows = entries.map((entry) => {
        const text = textOf(entry);
        const { atMs, group, outcome } = columnsOf(entry);
        hash = nextHash(hash, text);
        seq += 1;
        return [seq, atMs, group, outcome, text, hash] as const;
      });
      this.#moveHead(checkpoint ?? previous.checkpoint, { seq, hash }, previous);
      for (const row of rows) this.#insert.run(...row);
      this.#options.flush?.();
      alongside?.();
    };
  }

  #moveHead(checkpoint: ChainLink, newest: ChainLink, previous: JournalHead): void {
    const next =
      this.#sealKey === null
        ? { checkpoint, newest, seal: previous.seal }
        : sealedHead({ checkpoint, newest }, this.#sealKey);
    this.#writeHead(next, previous);
    this.#head = next;
    this.#options.transactions.onRollback(() => {
      this.#head = previous;
    });
  }

  /** What SQLite's error amounts to. The next start looks at the whole of a damaged file. */
  #known(error: unknown): JournalError | null {
    if (error instanceof Unchanged) return new JournalError("CHANGED", "another process wrote to the journal");
    const known = journalErrorOf(error);
    if (known?.code === "CORRUPT") markSuspect(this.#options.transactions.database);
    return known;
  }

  /** @throws what is no trouble of the database */
  #failed(error: unknown): JournalError {
    const known = this.#known(error);
    if (known === null) throw error;
    if (known.code === "CHANGED") this.#head = readHead(this.#options.transactions.database);
    return this.#troubled(known);
  }

  #troubled(error: JournalError): JournalError {
    const { code, message } = error;
    this.#isRecovering = false;
    this.#trouble = { code, message, sinceMs: this.#trouble?.sinceMs ?? this.#options.clock.nowMs() };
    this.#retryLater();
    this.#options.onTrouble?.(this.trouble);
    return error;
  }

  #recovered(): void {
    this.#cancelRetry?.();
    this.#cancelRetry = null;
    this.#retryMs = firstRetryMs;
    this.#isRecovering = false;
    if (this.#trouble === null) return;
    this.#trouble = null;
    this.#options.onTrouble?.(null);
  }

  #retryLater(): void {
    if (this.#cancelRetry !== null) return;
    this.#cancelRetry = this.#options.clock.after(this.#retryMs, () => {
      this.#cancelRetry = null;
      this.#retryMs = Math.min(this.#retryMs * 2, longestRetryMs);
      this.#tryToWrite();
    });
  }

  #minuteOver(): void {
    this.#cancelMinute = null;
    this.#tryToWrite();
    const nowMs = this.#options.clock.nowMs();
    // Still counting: the minute of now, or the database is in trouble.
    if (!this.#counts.isEmpty) {
      this.#cancelMinute = this.#options.clock.after(untilNextMinuteMs(nowMs), () => this.#minuteOver());
    }
  }

  /** Writes what is due; in trouble the counts of past minutes go to the backlog, whose room is limited. */
  #tryToWrite(): void {
    try {
      this.writeSoon([]);
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      const due = this.#counts.over(this.#options.clock.nowMs());
      this.#counts.drop(due);
      this.#backlog.add(due);
    }
  }

  #checkSeal(key: Uint8Array): SealVerdict {
    const verdict = checkSeal(this.#head, key);
    if (verdict !== "valid" || this.#head.seal === null) return verdict;
    return this.#pages.isPartOfChain(this.#head.seal.sealed, this.#head.checkpoint) ? "valid" : "broken";
  }

  #eventsAbout(verdict: SealVerdict): readonly JournalEntry[] {
    const detail = sealTrouble(verdict, this.#head);
    if (detail === null) return [];
    return [{ kind: "event", atMs: this.#options.clock.nowMs(), event: `journal-seal-${verdict}`, detail }];
  }
}
