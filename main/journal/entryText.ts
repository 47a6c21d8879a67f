/**
 * An entry as it is stored, hashed and exported (docs/journal.md): JSON text in UTF-8 without white space, keys in the
 * order in which the entry was made, numbers whole but for fee rates with two decimals at most. Every JSON library that
 * keeps the order of keys writes it alike.
 */
import { type RequestGroup, requestGroupOf, requestGroups } from "../policy/requestGroups";
import type { RequestClass } from "../policy/summary";
import type { JournalEntry, JournalOutcome } from "./entry";

export const journalGroups = [...requestGroups, "event"] as const;
export type JournalGroup = RequestGroup | "event";

export const outcomeKinds = ["signed", "denied", "expired", "failed", "bug"] as const;
export type OutcomeKind = JournalOutcome["kind"];

/** What is kept beside the text to find it again; worked out from the text anew when the journal is verified. */
export interface EntryColumns {
  readonly atMs: number;
  readonly group: JournalGroup;
  readonly outcome: OutcomeKind | "event";
}

export function columnsOf(entry: JournalEntry): EntryColumns {
  switch (entry.kind) {
    case "request":
      return { atMs: entry.atMs, group: groupOf(entry.summary.class), outcome: entry.outcome.kind };
    case "routine":
      return { atMs: entry.atMs, group: groupOf(entry.class), outcome: entry.refused > 0 ? "denied" : "signed" };
    case "event":
      return { atMs: entry.atMs, group: "event", outcome: "event" };
  }
}

/** JSON text of an entry. Half a surrogate pair, which UTF-8 cannot carry, becomes U+FFFD. */
export function textOf(entry: JournalEntry): string {
  const text = JSON.stringify(entry);
  // JSON.stringify escapes exactly such halves; a backslash before it means the node wrote the six characters itself.
  return text.includes("\\ud") ? text.replace(loneSurrogate, "\ufffd") : text;
}

/** An entry from its text, as far as it can be told without trusting it. @throws Error when it is none */
export function entryOf(text: string): JournalEntry {
  const entry: unknown = JSON.parse(text);
  if (!isEntry(entry)) throw new Error("not a journal entry");
  return entry;
}

const loneSurrogate = /(?<=(?:^|[^\\])(?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;
const kinds: ReadonlySet<unknown> = new Set(["request", "routine", "event"] satisfies JournalEntry["kind"][]);

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== "object" || value === null) return false;
  if (!("kind" in value && kinds.has(value.kind) && "atMs" in value && typeof value.atMs === "number")) return false;
  if (value.kind !== "request") return true;
  return "summary" in value && typeof value.summary === "object" && "outcome" in value;
}

/** Classes of a later version, in a journal that came back from it, count as others. */
function groupOf(requestClass: string): RequestGroup {
  return Object.hasOwn(requestGroupOf, requestClass) ? requestGroupOf[requestClass as RequestClass] : "other";
}
