/** Entries that could not be written, in memory until they can. What does not fit is counted, never forgotten silently. */
import type { JournalEntry } from "./entry";

/** About 20 MB, written in a fraction of a second. */
const mostHeld = 10_000;

export class Backlog {
  readonly #limit: number;
  #held: JournalEntry[] = [];
  #lost = 0;

  constructor(limit = mostHeld) {
    this.#limit = limit;
  }

  get held(): number {
    return this.#held.length;
  }

  /** Entries there was no room for. */
  get lost(): number {
    return this.#lost;
  }

  get isEmpty(): boolean {
    return this.#held.length === 0 && this.#lost === 0;
  }

  /** The oldest stay: they say how the trouble began. */
  add(entries: readonly JournalEntry[]): void {
    const room = Math.max(0, this.#limit - this.#held.length);
    this.#held.push(...entries.slice(0, room));
    this.#lost += Math.max(0, entries.length - room);
  }

  /** Everything held, and the event that says so. */
  entriesAnd(nowMs: number): readonly JournalEntry[] {
    const [first, last] = [this.#held.at(0), this.#held.at(-1)];
    const span =
      first === undefined || last === undefined
        ? "no entry was kept"
        : `${this.#held.length} entries from ${isoTime(first.atMs)} to ${isoTime(last.atMs)} are written late`;
    const lost = this.#lost === 0 ? "" : `, ${this.#lost} found no room in memory and are lost`;
    return [...this.#held, { kind: "event", atMs: nowMs, event: "journal-recovered", detail: `${span}${lost}` }];
  }

  clear(): void {
    this.#held = [];
    this.#lost = 0;
  }
}

function isoTime(atMs: number): string {
  return new Date(atMs).toISOString();
}
