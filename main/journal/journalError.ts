/** Why the journal cannot be written or read. What leaves the database in peace is a bug and stays one. */

export const journalErrorCodes = ["FULL", "READ_ONLY", "CORRUPT", "BUSY", "CHANGED", "IO"] as const;
/**
 * FULL: no space left. READ_ONLY: the file or its folder does not let itself be written. CORRUPT: pages are damaged.
 * BUSY: another process holds the database. CHANGED: another process wrote to the journal. IO: anything else of the
 * operating system.
 */
export type JournalErrorCode = (typeof journalErrorCodes)[number];

export class JournalError extends Error {
  readonly code: JournalErrorCode;

  constructor(code: JournalErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "JournalError";
    this.code = code;
  }
}

/** Result codes by the beginning of their names (sqlite.org/rescode.html): extended codes are longer. */
const codeByPrefix: readonly (readonly [string, JournalErrorCode])[] = [
  ["SQLITE_FULL", "FULL"],
  ["SQLITE_READONLY", "READ_ONLY"],
  ["SQLITE_PERM", "READ_ONLY"],
  ["SQLITE_CANTOPEN", "READ_ONLY"],
  ["SQLITE_CORRUPT", "CORRUPT"],
  ["SQLITE_NOTADB", "CORRUPT"],
  ["SQLITE_BUSY", "BUSY"],
  ["SQLITE_LOCKED", "BUSY"],
  ["SQLITE_IOERR", "IO"],
  ["SQLITE_NOMEM", "IO"],
  ["SQLITE_PROTOCOL", "IO"],
  ["SQLITE_NOLFS", "IO"],
];

/** The JournalError that an error of SQLite amounts to; null for every other error. */
export function journalErrorOf(error: unknown): JournalError | null {
  if (error instanceof JournalError) return error;
  if (!(error instanceof Error && "code" in error && typeof error.code === "string")) return null;
  const name = error.code;
  const code = codeByPrefix.find(([prefix]) => name.startsWith(prefix))?.[1];
  return code === undefined ? null : new JournalError(code, `${name}: ${error.message}`, { cause: error });
}
