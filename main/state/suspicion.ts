/** A mark beside a database that could not be read in places, so that the next start looks at every page of it. */
import { closeSync, existsSync, openSync, rmSync } from "node:fs";
import type { Database } from "./database";
import { fileOf } from "./databaseFile";

/** Marks the file of a database. Does nothing where no file can be made: the trouble is told in other ways too. */
export function markSuspect(database: Database): void {
  try {
    const file = fileOf(database);
    if (file !== null) closeSync(openSync(markOf(file), "a", 0o600));
  } catch {
    // The disk that holds the database is in trouble already.
  }
}

export function isSuspect(file: string): boolean {
  return existsSync(markOf(file));
}

/** The file was looked at whole. */
export function clearSuspicion(file: string): void {
  rmSync(markOf(file), { force: true });
}

function markOf(file: string): string {
  return `${file}.suspect`;
}
