/** The journal as a file for people and other programs, in portions: a long journal never stands in memory whole. */
import type { Database } from "../state/database";
import { asBytes, textFrom } from "../state/safeText";
import type { JournalEntry } from "./entry";
import { entryOf } from "./entryText";
import { readHead } from "./headRow";

export const exportFormats = ["json", "csv"] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Entries read at a time. */
const portion = 500;

/**
 * Text of the whole file in portions, oldest entry first, up to the entry that was the newest at the start.
 *
 * json: one document, with everything it takes to check the chain (docs/journal.md). csv: a line for each entry, for
 * spreadsheets.
 */
export function exportJournal(database: Database, format: ExportFormat): Generator<string, void> {
  return format === "json" ? jsonText(database) : csvText(database);
}

interface Row {
  readonly seq: number;
  readonly hashHex: string;
  /** JSON. */
  readonly text: string;
  readonly entry: JournalEntry;
}

function* rowsOf(database: Database, afterSeq: number, lastSeq: number): Generator<readonly Row[], void> {
  const statement = database.prepare(
    `SELECT seq, ${asBytes("entry")}, hash FROM journal WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?`,
  );
  for (let seq = afterSeq; seq < lastSeq; ) {
    const rows = statement.all(seq, lastSeq, portion) as StoredRow[];
    if (rows.length === 0) return;
    yield rows.map(toRow);
    seq = rows.at(-1)?.seq ?? lastSeq;
  }
}

interface StoredRow {
  readonly seq: number;
  readonly entry: ArrayBuffer;
  readonly hash: ArrayBuffer;
}

/** A damaged entry stays in the file as text, so that the file stays one document. */
function toRow({ seq, entry, hash }: StoredRow): Row {
  const text = textFrom(entry);
  const hashHex = Buffer.from(hash).toString("hex");
  try {
    return { seq, hashHex, text, entry: entryOf(text) };
  } catch {
    const detail = `entry ${seq} cannot be read`;
    return {
      seq,
      hashHex,
      text: JSON.stringify(text),
      entry: { kind: "event", atMs: 0, event: "journal-entry-damaged", detail },
    };
  }
}

function* jsonText(database: Database): Generator<string, void> {
  const { checkpoint, newest } = readHead(database);
  const link = ({ seq, hash }: typeof newest) => `{"seq":${seq},"hash":"${Buffer.from(hash).toString("hex")}"}`;
  yield `{"format":"countersign-journal","version":1,"checkpoint":${link(checkpoint)},"newest":${link(newest)},"entries":[`;
  let separator = "\n";
  for (const rows of rowsOf(database, checkpoint.seq, newest.seq)) {
    // The text of the entry is JSON as it is: the bytes between "entry": and the last brace are what was hashed.
    const lines = rows.map(({ seq, text, hashHex }) => `{"seq":${seq},"hash":"${hashHex}","entry":${text}}`);
    yield separator + lines.join(",\n");
    separator = ",\n";
  }
  yield "\n]}\n";
}

const csvColumns = [
  "seq",
  "time",
  "kind",
  "class",
  "outcome",
  "tag",
  "reason",
  "amount_sat",
  "fee_sat",
  "txid",
  "outpoint",
  "network",
  "node",
  "request_id",
  "approval",
  "text",
  "signed",
  "refused",
  "hash",
] as const;
type CsvFields = Partial<Record<(typeof csvColumns)[number], string | number | null>>;

function* csvText(database: Database): Generator<string, void> {
  const { checkpoint, newest } = readHead(database);
  yield `${csvColumns.join(",")}\r\n`;
  for (const rows of rowsOf(database, checkpoint.seq, newest.seq)) yield rows.map(csvLine).join("");
}

/** RFC 4180. */
function csvLine({ seq, entry, hashHex }: Row): string {
  const fields: CsvFields = { seq, hash: hashHex, ...fieldsOf(entry) };
  return `${csvColumns.map((column) => csvCell(fields[column])).join(",")}\r\n`;
}

function fieldsOf(entry: JournalEntry): CsvFields {
  const common = { time: new Date(entry.atMs).toISOString(), kind: entry.kind };
  switch (entry.kind) {
    case "request": {
      const { summary, outcome } = entry;
      return {
        ...common,
        class: summary.class,
        outcome: outcome.kind,
        tag: tagOf(entry),
        reason: reasonOf(entry),
        amount_sat: summary.amountSat,
        fee_sat: summary.feeSat,
        txid: summary.txid,
        outpoint: summary.outpoint,
        network: summary.network,
        node: entry.nodeId,
        request_id: entry.requestId,
        approval: entry.approvalRef,
        text: summary.text,
      };
    }
    case "routine":
      return { ...common, class: entry.class, node: entry.nodeId, signed: entry.signed, refused: entry.refused };
    case "event":
      return { ...common, tag: entry.event, reason: entry.detail };
  }
}

/** What refused it, or else the first rule that had something to say. */
function tagOf({ outcome, findings }: Extract<JournalEntry, { kind: "request" }>): string | null {
  if ("tag" in outcome) return outcome.tag;
  if ("code" in outcome) return outcome.code;
  if ("ref" in outcome) return outcome.ref;
  return findings[0]?.tag ?? null;
}

function reasonOf({ outcome, findings }: Extract<JournalEntry, { kind: "request" }>): string | null {
  if ("reason" in outcome) return outcome.reason;
  if ("detail" in outcome) return outcome.detail;
  return findings[0]?.detail ?? null;
}

/** A node chooses aliases and messages: spreadsheets take cells that begin like this for formulas, or for commands. */
const formulaStart = /^[=+\-@\t\r]/;

function csvCell(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const harmless = formulaStart.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
