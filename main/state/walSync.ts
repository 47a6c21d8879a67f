/**
 * Puts a database's write-ahead log on the disk.
 *
 * A commit is in the log when it returns, and survives the process; only a power cut may take it back until the log is
 * synced. SQLite itself syncs the log before it copies from it and when it starts it over (sqlite.org/wal.html), so a
 * sync of our own is all that is missing between synchronous=NORMAL and a durable commit. No lock is on this file.
 */
import { closeSync, fdatasyncSync, openSync } from "node:fs";
import type { Database } from "./database";
import { fileOf } from "./databaseFile";

/** Called with null when every commit so far is durable, or with the reason why it may not be. */
export type Synced = (error: Error | null) => void;

/** Puts a database's log on the disk. */
export interface LogSync {
  /** Calls back once, maybe from within this call; never after `close`. */
  sync(done: Synced): void;
  close(): void;
}

/** Waits for the disk. */
export class WalSync implements LogSync {
  readonly #file: string | null;
  #descriptor: number | null = null;
  /**
   * A failed sync is told once; later ones succeed although the pages never came to the disk, and whatever was written
   * behind them is lost with a power cut. Only opening the database anew finds out what there is.
   */
  #failure: Error | null = null;

  constructor(database: Database) {
    const file = fileOf(database);
    this.#file = file === null ? null : `${file}-wal`;
  }

  sync(done: Synced): void {
    done(this.#file === null ? null : (this.#failure ?? this.#sync(this.#file)));
  }

  close(): void {
    if (this.#descriptor !== null) closeSync(this.#descriptor);
    this.#descriptor = null;
  }

  #sync(file: string): Error | null {
    try {
      // The file is there: something was written to it.
      this.#descriptor ??= openSync(file, "r+");
    } catch (error) {
      return error as Error;
    }
    try {
      fdatasyncSync(this.#descriptor);
    } catch (error) {
      this.#failure = error as Error;
    }
    return this.#failure;
  }
}
