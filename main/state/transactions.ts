/**
 * One transaction at a time on one database, and what goes with it in memory.
 *
 * Tables that keep a copy of their rows in memory register how to take a change back: when the transaction fails the
 * copy must not keep what was never written.
 */
import type { Database } from "./database";
import { type LogSync, WalSync } from "./walSync";

export class Transactions {
  readonly database: Database;
  readonly #begin;
  readonly #commit;
  readonly #rollback;
  readonly #logSync: LogSync;
  #undo: (() => void)[] = [];
  #isOpen = false;

  constructor(database: Database, logSync: LogSync = new WalSync(database)) {
    this.database = database;
    // Taking the write lock first: a transaction that reads and then has to wait for it can only fail.
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#rollback = database.prepare("ROLLBACK");
    this.#logSync = logSync;
  }

  /**
   * Runs `work` in one transaction, durable when this returns. Inside another one it becomes part of that.
   *
   * @throws what `work` or SQLite throws; then nothing of it is written, and memory is as it was
   */
  run<T>(work: () => T): T {
    if (this.#isOpen) return work();
    this.#begin.run();
    this.#isOpen = true;
    try {
      const result = work();
      this.#commit.run();
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back by itself.
      if (this.database.inTransaction) this.#rollback.run();
      for (const undo of this.#undo.reverse()) undo();
      throw error;
    } finally {
      this.#undo = [];
      this.#isOpen = false;
    }
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

  /** Calls back when all transactions so far are durable, or with the reason why they may not be. */
  whenSynced(done: (error: Error | null) => void): void {
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
}
