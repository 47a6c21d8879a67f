/**
 * Since when this database remembers. A node that was signed for before that is one the signer knows nothing about:
 * people have to see that, and can bring the memory of the old place along.
 */
import type { Database } from "./database";
import { asBytes, textFrom } from "./safeText";

export interface MemoryStart {
  readonly atMs: number;
  /** upgraded: from a version that remembered nothing. moved-aside: the database before could not be read. */
  readonly reason: "new" | "upgraded" | "moved-aside";
  /** Where the unreadable file is kept; null unless moved aside. */
  readonly file: string | null;
  /** When memory was brought along from elsewhere, or null. */
  readonly importedAtMs: number | null;
}

/** Writes down how this database came to be, once. */
export function recordMemoryStart(
  database: Database,
  {
    nowMs,
    movedAsideTo,
    isNew,
  }: { readonly nowMs: number; readonly movedAsideTo: string | null; readonly isNew: boolean },
): void {
  const reason: MemoryStart["reason"] = movedAsideTo !== null ? "moved-aside" : isNew ? "new" : "upgraded";
  database
    .prepare("INSERT INTO memory_start VALUES (1, ?, ?, ?, NULL) ON CONFLICT DO NOTHING")
    .run(nowMs, reason, movedAsideTo);
}

export function memoryStart(database: Database): MemoryStart {
  const row = database
    .prepare(`SELECT at_ms, ${asBytes("reason")}, ${asBytes("file")}, imported_at_ms FROM memory_start`)
    .get() as {
    readonly at_ms: number;
    readonly reason: ArrayBuffer;
    readonly file: ArrayBuffer | null;
    readonly imported_at_ms: number | null;
  };
  return {
    atMs: row.at_ms,
    reason: textFrom(row.reason) as MemoryStart["reason"],
    file: row.file === null ? null : textFrom(row.file),
    importedAtMs: row.imported_at_ms,
  };
}

/**
 * Whether a signer for these nodes starts without memory: they may have channels that it knows nothing about.
 *
 * @param seedIsNew the seed was made here, so that no node can have used it before
 */
export function startsWithoutMemory(start: MemoryStart, seedIsNew: boolean): boolean {
  if (start.importedAtMs !== null) return false;
  return start.reason !== "new" || !seedIsNew;
}
