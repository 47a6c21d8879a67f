/** The latest feed entries in memory: bounded in number and in what they hold. */
import type { FeedEntry } from "./feed";

const mostEntries = 2_000;
/** Outputs over all entries: one transaction may bring thousands. */
const mostOutputs = 20_000;

export class FeedLog {
  readonly #entries: FeedEntry[] = [];
  #outputs = 0;
  #nextSeq = 1;

  /** Numbers and keeps an entry; the oldest ones make room. */
  append(fields: Omit<FeedEntry, "seq">): FeedEntry {
    const entry: FeedEntry = { seq: this.#nextSeq, ...fields };
    this.#nextSeq += 1;
    this.#entries.push(entry);
    this.#outputs += entry.summary.outputs.length;
    while (this.#entries.length > mostEntries || (this.#outputs > mostOutputs && this.#entries.length > 1)) {
      this.#outputs -= this.#entries.shift()?.summary.outputs.length ?? 0;
    }
    return entry;
  }

  /** Newest first, at most `limit`, older than `beforeSeq` when given. */
  page(limit: number, beforeSeq?: number): FeedEntry[] {
    const oldestSeq = this.#entries[0]?.seq ?? this.#nextSeq;
    const end = Math.max(0, Math.min(beforeSeq ?? this.#nextSeq, this.#nextSeq) - oldestSeq);
    return this.#entries.slice(Math.max(0, end - limit), end).reverse();
  }
}
