/** The journal's requests in the order in which they came: what rules are tried on. */
import type { Database } from "../state/database";
import { asBytes, textFrom } from "../state/safeText";
import type { JournalEntry } from "./entry";
import { entryOf } from "./entryText";

/** Entries read at a time. */
const portion = 500;

export interface PastEntry {
  readonly seq: number;
  readonly entry: Extract<JournalEntry, { kind: "request" }>;
}

/** Requests of the newest `mostEntries` entries, oldest first. An entry that cannot be read is left out. */
export function* pastRequests(database: Database, mostEntries: number): Generator<PastEntry, void> {
  const { newest } = database.prepare("SELECT coalesce(max(seq), 0) AS newest FROM journal").get() as {
    readonly newest: number;
  };
  const statement = database.prepare(
    `SELECT seq, ${asBytes("entry")} FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
  );
  for (let seq = Math.max(0, newest - mostEntries); ; ) {
    const rows = statement.all(seq, newest, portion) as { readonly seq: number; readonly entry: ArrayBuffer }[];
    for (const row of rows) {
      const entry = readable(textFrom(row.entry));
      if (entry?.kind === "request") yield { seq: row.seq, entry };
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    seq = last.seq;
  }
}

function readable(text: string): JournalEntry | undefined {
  try {
    return entryOf(text);
  } catch {
    return undefined;
  }
}
