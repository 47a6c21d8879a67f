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
/** After a slow sync so many are left to another thread before the disk is tried again. */
const asideAfterSlow = 500;
/** A disk that takes so long is in trouble: it is not tried. */
const troubledMs = 50;

export class WalSync implements LogSync {
  readonly #file: string | null;
  #descriptor: number | null = null;
  #aside = 0;
  #running = 0;
  #isClosed = false;

  constructor(database: Database) {
    const file = fileOf(database);
    this.#file = file === null ? null : `${file}-wal`;
  }

  sync(done: Done): void {
    if (this.#file === null) {
      done(null);
      return;
    }
    try {
      // The file is there: something was written to it.
      this.#descriptor ??= openSync(this.#file, "r+");
      if (this.#aside > 0) {
        this.#syncAside(this.#descriptor, done);
        return;
      }
      this.#syncHere(this.#descriptor);
    } catch (error) {
      done(error as Error);
      return;
    }
    done(null);
  }

  close(): void {
    this.#isClosed = true;
    this.#closeFile();
  }

  #syncHere(descriptor: number): void {
    const startedAtMs = performance.now();
    fdatasyncSync(descriptor);
    if (performance.now() - startedAtMs > quickMs) this.#aside = asideAfterSlow;
  }

  #syncAside(descriptor: number, done: Done): void {
    this.#aside -= 1;
    this.#running += 1;
    const startedAtMs = performance.now();
    fdatasync(descriptor, (error) => {
      this.#running -= 1;
      if (performance.now() - startedAtMs > troubledMs) this.#aside = asideAfterSlow;
      if (this.#isClosed) this.#closeFile();
      else done(error);
    });
  }

  #closeFile(): void {
    if (this.#running > 0 || this.#descriptor === null) return;
    closeSync(this.#descriptor);
    this.#descriptor = null;
  }
}
