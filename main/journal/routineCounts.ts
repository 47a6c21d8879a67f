/** Requests that are too many and too harmless for a line each: counted by minute, node and class. */
import type { RequestClass } from "../policy/summary";
import type { JournalEntry } from "./entry";

type RoutineEntry = Extract<JournalEntry, { kind: "routine" }>;

const minuteMs = 60_000;

export class RoutineCounts {
  readonly #counts = new Map<string, { -readonly [K in keyof RoutineEntry]: RoutineEntry[K] }>();

  get isEmpty(): boolean {
    return this.#counts.size === 0;
  }

  add(atMs: number, nodeId: string | null, requestClass: RequestClass, isSigned: boolean): void {
    const minute = startOfMinute(atMs);
    const key = `${minute} ${requestClass} ${nodeId}`;
    let count = this.#counts.get(key);
    if (count === undefined) {
      count = { kind: "routine", atMs: minute, nodeId, class: requestClass, signed: 0, refused: 0 };
      this.#counts.set(key, count);
    }
    if (isSigned) count.signed += 1;
    else count.refused += 1;
  }

  /** Counts of the minutes that are over, oldest first; they stay until they are dropped. */
  over(nowMs: number): RoutineEntry[] {
    const minute = startOfMinute(nowMs);
    return this.all().filter(({ atMs }) => atMs !== minute);
  }

  /** Every count as it stands, oldest first. */
  all(): RoutineEntry[] {
    return [...this.#counts.values()].map((count) => ({ ...count })).sort((a, b) => a.atMs - b.atMs);
  }

  /** Forgets counts that were written. */
  drop(written: readonly RoutineEntry[]): void {
    for (const { atMs, class: requestClass, nodeId } of written) {
      this.#counts.delete(`${atMs} ${requestClass} ${nodeId}`);
    }
  }
}

/** Until the minute of `nowMs` is over. */
export function untilNextMinuteMs(nowMs: number): number {
  return minuteMs - (nowMs - startOfMinute(nowMs));
}

function startOfMinute(atMs: number): number {
  return Math.floor(atMs / minuteMs) * minuteMs;
}
