/**
 * One SQLite file for everything the signer remembers; in memory for practice.
 *
 * A commit is durable when it returns. A file that SQLite cannot read is moved aside, never deleted or overwritten.
 */
import { chmodSync, closeSync, existsSync, openSync, renameSync, statSync } from "node:fs";
import Libsql from "libsql";
import { recordMemoryStart } from "./memoryStart";
import { migrations } from "./migrations";
import { StateError } from "./stateError";
import { clearSuspicion, isSuspect } from "./suspicion";

export type Database = Libsql.Database;

/** Takes less than half a second to look at. */
const largeFileBytes = 64 * 1024 * 1024;

export interface OpenedDatabase {
  readonly database: Database;
  /** Where the unreadable file went that stood in the way, or null. */
  readonly movedAsideTo: string | null;
}

/**
 * Opens the database and brings its schema up to date.
 *
 * @param file path, or null for a database that ends with the process
 * @param nowMs names the copy of an unreadable file
 * @throws StateError UNAVAILABLE when the file cannot be opened, TOO_NEW when a later version of the app wrote it
 */
export function openDatabase(file: string | null, nowMs: number): OpenedDatabase {
  if (file === null) return { database: prepare(":memory:", { nowMs, movedAsideTo: null }), movedAsideTo: null };
  createPrivateFile(file);
  try {
    return { database: prepare(file, { nowMs, movedAsideTo: null }), movedAsideTo: null };
  } catch (error) {
    if (!isUnreadable(error)) throw error;
  }
  const movedAsideTo = moveAside(file, nowMs);
  createPrivateFile(file);
  return { database: prepare(file, { nowMs, movedAsideTo }), movedAsideTo };
}

/**
 * Opens the database of a profile to read it, beside a signer that may be running on it.
 *
 * libsql's own `readonly` lets writes through: SQLite is told by a pragma.
 *
 * @throws StateError UNAVAILABLE without the file, or when this version has yet to bring it up to date
 */
export function openForReading(file: string): Database {
  if (!existsSync(file)) throw new StateError("UNAVAILABLE", `there is no database ${file} yet`);
  let database: Database | undefined;
  try {
    database = new Libsql(file);
    database.pragma("query_only = ON");
    database.pragma("busy_timeout = 3000");
    const row = database.prepare("SELECT max(version) AS version FROM migrations").get() as { version: number | null };
    checkVersion(row.version ?? 0);
    if (row.version === migrations.length) return database;
  } catch (error) {
    database?.close();
    if (error instanceof StateError) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new StateError("UNAVAILABLE", `the database cannot be read: ${said}`, { cause: error });
  }
  database.close();
  throw new StateError("UNAVAILABLE", "an earlier version of Countersign wrote this database: start the signer once");
}

/** Opens a database that is open already, for another thread that writes to it. Its commits wait for no disk. */
export function openForWriting(file: string): Database {
  const database = new Libsql(file);
  try {
    setUp(database);
    database.pragma("synchronous = NORMAL");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function setUp(database: Database): void {
  database.pragma("busy_timeout = 3000");
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
}

function prepare(file: string, start: { readonly nowMs: number; readonly movedAsideTo: string | null }): Database {
  let database: Database | undefined;
  try {
    database = new Libsql(file);
    setUp(database);
    checkIntegrity(database, file);
    const versionBefore = migrate(database);
    recordMemoryStart(database, { ...start, isNew: versionBefore === 0 });
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof StateError || isUnreadable(error)) throw error;
    const said = error instanceof Error ? error.message : String(error);
    throw new StateError("UNAVAILABLE", `the database cannot be opened: ${said}`, { cause: error });
  }
}

/**
 * Looks at every page of the file; of a large one at every page but the journal's, which has a check of its own and
 * would take seconds. A large file that could not be read the last time is looked at whole all the same.
 */
function checkIntegrity(database: Database, file: string): void {
  const isLarge = (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largeFileBytes;
  if (!isLarge || isSuspect(file)) {
    quickCheck(database, "1");
    clearSuspicion(file);
    return;
  }
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'journal'").all();
  for (const { name } of tables as { readonly name: string }[]) quickCheck(database, `'${name}'`);
}

function quickCheck(database: Database, what: string): void {
  const rows = database.prepare(`PRAGMA quick_check(${what})`).all() as { quick_check?: unknown }[];
  const verdict = rows[0]?.quick_check;
  if (verdict !== "ok") throw new DamagedDatabase(String(verdict));
}

/** Returns the version that was found, 0 for an empty file. */
function migrate(database: Database): number {
  database.exec("CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT");
  const row = database.prepare("SELECT max(version) AS version FROM migrations").get() as { version: number | null };
  const version = row.version ?? 0;
  checkVersion(version);
  for (const [index, statements] of migrations.entries()) {
    if (index < version) continue;
    database.transaction(() => {
      database.exec(statements);
      database.prepare("INSERT INTO migrations VALUES (?, datetime('now'))").run(index + 1);
    })();
  }
  return version;
}

function checkVersion(version: number): void {
  if (version <= migrations.length) return;
  throw new StateError("TOO_NEW", "a newer version of Countersign wrote this database: install that version");
}

/** Readable by its owner alone before SQLite writes a byte; its WAL and index files inherit the mode. */
function createPrivateFile(file: string): void {
  try {
    closeSync(openSync(file, "a", 0o600));
    chmodSync(file, 0o600);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new StateError("UNAVAILABLE", `the database cannot be written: ${said}`, { cause: error });
  }
}

/** Renames the file and what belongs to it. Returns the new name of the file itself. */
function moveAside(file: string, nowMs: number): string {
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, "-");
  const target = `${file}.unreadable-${stamp}`;
  clearSuspicion(file);
  for (const suffix of ["", "-wal", "-shm"]) {
    if (existsSync(file + suffix)) renameSync(file + suffix, target + suffix);
  }
  return target;
}

class DamagedDatabase extends Error {}

function isUnreadable(error: unknown): boolean {
  if (error instanceof DamagedDatabase) return true;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "SQLITE_NOTADB" || code === "SQLITE_CORRUPT";
}
