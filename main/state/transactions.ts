/**
 * One transaction at a time on one database, and what goes with it in memory.
 *
 * Tables that keep a copy of their rows in memory register how to take a change back: when the transaction fails the
 * copy must not keep what was never written.
 */
import type { Database } from "./database";
import { type LogSync, type Synced, WalSync } from "./walSync";
import { type Step, Unchanged, type Value, type WriterPort } from "./writerPort";

/** How a transaction ended that was left to another thread. */
export type AsideEnd =
  | { readonly isWritten: true; readonly error: Error | null }
  /** Nothing of it is written, and memory is as it was. */
  | { readonly isWritten: false; readonly error: Error };

/** A statement that changes rows. Inside a transaction that is left to another thread it is run there. */
export interface WriteStatement {
  /** @throws what SQLite throws, and Unchanged */
  run(...values: Value[]): void;
}

export interface StatementOptions {
  /** A statement that finds no row to change makes the transaction fail with Unchanged. */
  readonly mustChange?: boolean;
}

export interface TransactionsOptions {
  /** Waits for the disk in this thread unless told otherwise. */
  readonly logSync?: LogSync | undefined;
  /** Another thread that writes to the same file. */
  readonly writer?: WriterPort | undefined;
}

export class Transactions {
  readonly database: Database;
  readonly #begin;
  readonly #commit;
  readonly #rollback;
  readonly #logSync: LogSync;
  readonly #writer: WriterPort | undefined;
  #undo: (() => void)[] = [];
  #isOpen = false;
  /** What the other thread is to run, while a transaction for it is put together. */
  #steps: Step[] | null = null;

  constructor(database: Database, { writer, logSync = writer ?? new WalSync(database) }: TransactionsOptions = {}) {
    this.database = database;
    // Taking the write lock first: a transaction that reads and then has to wait for it can only fail.
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#rollback = database.prepare("ROLLBACK");
    this.#logSync = logSync;
    this.#writer = writer;
  }

  /** A statement for use within transactions. */
  statement(sql: string, { mustChange = false }: StatementOptions = {}): WriteStatement {
    const prepared = this.database.prepare(sql);
    const run = (...values: Value[]) => {
      if (this.#steps !== null) {
        this.#steps.push({ sql, mustChange, values });
        return;
      }
      // In a list: libsql takes a lone object, a Buffer too, for named parameters.
      const { changes } = prepared.run(values);
      if (mustChange && changes === 0) throw new Unchanged();
    };
    return { run };
  }

  /**
   * Runs `work` in one transaction, durable when this returns. Inside another one it becomes part of that.
   *
   * @throws what `work` or SQLite throws; then nothing of it is written, and memory is as it was
   */
  run<T>(work: () => T): T {
    if (this.#isOpen) return work();
    // What the other thread has is first, in the file and in memory.
    this.settle();
    this.#begin.run();
    return this.#undone(() => {
      try {
        const result = work();
        this.#commit.run();
        return result;
      } catch (error) {
        // A full disk makes SQLite roll back by itself.
        if (this.database.inTransaction) this.#rollback.run();
        throw error;
      }
    }).result;
  }

  /**
   * As `run`, but a power cut may take it back until `whenSynced` calls back. Never inside another transaction.
   *
   * @throws as `run`
   */
  runUnsynced<T>(work: () => T): T {
    this.database.exec("PRAGMA synchronous = NORMAL");
    try {
      return this.run(work);
    } finally {
      this.database.exec("PRAGMA synchronous = FULL");
    }
  }

  /** The other thread can take a transaction now. */
  get canRunAside(): boolean {
    return this.#writer?.isFree === true && !this.#isOpen;
  }

  /**
   * Has the statements of `work` run in the other thread, in one transaction. What `work` changes in memory counts at
   * once, and is taken back if the transaction fails. Only while `canRunAside`.
   *
   * @param work reads what is written by now, nothing of its own
   * @param ended called once, later: when it is durable, or when it is not going to be
   * @throws what `work` throws; then nothing is written
   */
  runAside(work: () => void, ended: (end: AsideEnd) => void): void {
    const writer = this.#writer;
    if (writer === undefined || !this.canRunAside) throw new Error("no other thread can take a transaction now");
    const steps: Step[] = [];
    this.#steps = steps;
    const { undo } = this.#undone(work);
    writer.write(steps, {
      failed: (error) => {
        for (const back of undo.reverse()) back();
        // Whoever is told may write, and somebody may be about to write this moment.
        queueMicrotask(() => ended({ isWritten: false, error }));
      },
      synced: (error) => ended({ isWritten: true, error }),
    });
  }

  /** Waits until a transaction in the other thread is written, or taken back. */
  settle(): void {
    this.#writer?.settle();
  }

  /** Calls back when all transactions so far are durable, or with the reason why they may not be. */
  whenSynced(done: Synced): void {
    this.#logSync.sync(done);
  }

  /** Nothing is called back any more. The database stays open. */
  close(): void {
    this.#logSync.close();
  }

  /** Runs `undo` if the running transaction fails, last registered first. */
  onRollback(undo: () => void): void {
    if (this.#isOpen) this.#undo.push(undo);
  }

  /** Runs `work` as a transaction as far as memory goes. Returns how to take that back later, too. */
  #undone<T>(work: () => T): { readonly result: T; readonly undo: (() => void)[] } {
    const undo: (() => void)[] = [];
    this.#undo = undo;
    this.#isOpen = true;
    try {
      return { result: work(), undo };
    } catch (error) {
      for (const back of undo.reverse()) back();
      throw error;
    } finally {
      this.#undo = [];
      this.#isOpen = false;
      this.#steps = null;
    }
  }
}
