/**
 * Puts a database's write-ahead log on the disk.
 *
 * A commit is in the log when it returns, and survives the process; only a power cut may take it back until the log is
 * synced. SQLite itself syncs the log before it copies from it and when it starts it over (sqlite.org/wal.html), so a
 * sync of our own is all that is missing between synchronous=NORMAL and a durable commit. No lock is on this file.
 *
 * A quick disk is waited for: handing the sync to another thread would take longer. A slow one must not hold up pings
 * and other signatures.
 */
import { closeSync, fdatasync, fdatasyncSync, openSync } from "node:fs";
import type { Database } from "./database";
import { fileOf } from "./databaseFile";

type Done = (error: Error | null) => void;

/** Puts a database's log on the disk. */
export interface LogSync {
  /**
   * Calls back when every commit so far is durable, or with the reason why it may not be; maybe from within this call,
   * never after `close`.
   */
  sync(done: Done): void;
  close(): void;
}

/** What a quick disk takes at most. */
const quickMs = 1;
/** So many are left to another thread before the disk is tried: at the start, and after a slow one. */
const asideAtStart = 20;
const asideAfterSlow = 500;
/** A disk that takes so long is in trouble: it is not tried for now. */
const troubledMs = 50;

export class WalSync implements LogSync {
  readonly #file: string | null;
  #descriptor: number | null = null;
  #aside = asideAtStart;
  #running = 0;
  #isClosed = false;
  /**
   * A failed sync is told once; later ones succeed although the pages never came to the disk, and whatever was written
   * behind them is lost with a power cut. Only opening the database anew finds out what there is.
   */
  #failure: Error | null = null;

  constructor(database: Database) {
    const file = fileOf(database);
    this.#file = file === null ? null : `${file}-wal`;
  }

  sync(done: Done): void {
    if (this.#file === null || this.#failure !== null) {
      done(this.#failure);
      return;
    }
    try {
      // The file is there: something was written to it.
      this.#descriptor ??= openSync(this.#file, "r+");
    } catch (error) {
      done(error as Error);
      return;
    }
    if (this.#aside > 0) this.#syncAside(this.#descriptor, done);
    else done(this.#syncHere(this.#descriptor));
  }

  close(): void {
    this.#isClosed = true;
    this.#closeFile();
  }

  #syncHere(descriptor: number): Error | null {
    const startedAtMs = performance.now();
    try {
      fdatasyncSync(descriptor);
    } catch (error) {
      this.#failure = error as Error;
    }
    if (performance.now() - startedAtMs > quickMs) this.#aside = asideAfterSlow;
    return this.#failure;
  }

  #syncAside(descriptor: number, done: Done): void {
    this.#aside -= 1;
    this.#running += 1;
    const startedAtMs = performance.now();
    fdatasync(descriptor, (error) => {
      this.#running -= 1;
      this.#failure ??= error;
      if (performance.now() - startedAtMs > troubledMs) this.#aside = asideAfterSlow;
      if (this.#isClosed) this.#closeFile();
      else done(this.#failure);
    });
  }

  #closeFile(): void {
    if (this.#running > 0 || this.#descriptor === null) return;
    closeSync(this.#descriptor);
    this.#descriptor = null;
  }
}
