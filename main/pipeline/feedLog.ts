/** The latest feed entries in memory: bounded in number and in what they hold. */
import type { FeedEntry } from "./feed";

const mostEntries = 2_000;
/** Outputs over all entries: one transaction may bring thousands. */
const mostOutputs = 20_000;

export class FeedLog {
  /** An entry stands at its number modulo the most there are. */
  readonly #ring: (FeedEntry | undefined)[] = [];
  /** Beside it, so that an old entry is not touched again only to be counted. */
  readonly #outputCounts = new Uint32Array(mostEntries);
  #outputs = 0;
  #oldestSeq = 1;
  #nextSeq = 1;

  /** Numbers and keeps an entry; the oldest ones make room. */
  append({ atMs, requestId, summary, findings, outcome, tookUs }: Omit<FeedEntry, "seq">): FeedEntry {
    const entry: FeedEntry = { seq: this.#nextSeq, atMs, requestId, summary, findings, outcome, tookUs };
    if (this.#nextSeq - this.#oldestSeq === mostEntries) this.#dropOldest();
    const at = this.#nextSeq % mostEntries;
    this.#ring[at] = entry;
    this.#outputCounts[at] = summary.outputs.length;
    this.#outputs += summary.outputs.length;
    this.#nextSeq += 1;
    while (this.#outputs > mostOutputs && this.#oldestSeq < entry.seq) this.#dropOldest();
    return entry;
  }

  /** Newest first, at most `limit`, older than `beforeSeq` when given. */
  page(limit: number, beforeSeq?: number): FeedEntry[] {
    const entries: FeedEntry[] = [];
    for (let seq = Math.min(beforeSeq ?? this.#nextSeq, this.#nextSeq) - 1; seq >= this.#oldestSeq; seq--) {
      const entry = this.#ring[seq % mostEntries];
      if (entry === undefined || entries.length >= limit) break;
      entries.push(entry);
    }
    return entries;
  }

  #dropOldest(): void {
    const at = this.#oldestSeq % mostEntries;
    this.#outputs -= this.#outputCounts[at] as number;
    this.#ring[at] = undefined;
    this.#oldestSeq += 1;
  }
}
