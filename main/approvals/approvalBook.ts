/** The approvals that still mean something, as the store has them, and when each is over. */
import type { Clock } from "../support/clock";
import type { ApprovalRecord, ApprovalState, ApprovalStore } from "./approval";

/** Refused ones that are still in their window are found among so many of the newest. */
const mostRecalled = 200;
/** Timers hold 24 days at most, and a failed write is tried again. */
const longestSweepPauseMs = 60_000;

export interface ApprovalBookOptions {
  readonly store: ApprovalStore;
  readonly clock: Clock;
  /** A record is different from now on. */
  readonly changed: (record: ApprovalRecord) => void;
  /** The end of a record could not be written down. It counts as over all the same. */
  readonly failed: (error: unknown) => void;
}

interface Kept {
  readonly record: ApprovalRecord;
  /** Monotonic end, so that a wall clock that is set back prolongs nothing. */
  readonly endUs: number;
}

/** How a record is called when its time is over; a refusal stays one. */
const endOf: Partial<Record<ApprovalState, ApprovalState>> = {
  waiting: "expired",
  granted: "expired",
  "in-use": "used",
};

export class ApprovalBook {
  readonly #options: ApprovalBookOptions;
  readonly #kept = new Map<string, Kept>();
  #stopTimer: () => void = () => undefined;

  /** Takes up what the store has open, and refusals that still stand. */
  constructor(options: ApprovalBookOptions) {
    this.#options = options;
    const { store, clock } = options;
    const refused = store.history(mostRecalled).filter(({ state }) => state === "refused");
    for (const record of [...refused, ...store.open()]) {
      // Decided in the future: the clock was set back, and how much of its time is left cannot be known.
      const isFromTheFuture = clock.nowMs() < (record.decidedAtMs ?? record.createdAtMs);
      this.#keep(record, isFromTheFuture ? 0 : leftMs(record, clock.nowMs()));
    }
    this.#scheduleSweep();
  }

  /** Those not over, oldest first. */
  live(): ApprovalRecord[] {
    return [...this.#kept.values()].filter((kept) => !this.#isOver(kept)).map(({ record }) => record);
  }

  /** The record when it is not over. */
  find(ref: string): ApprovalRecord | undefined {
    const kept = this.#kept.get(ref);
    return kept === undefined || this.#isOver(kept) ? undefined : kept.record;
  }

  /** Whether the reference belongs to a record that is not forgotten. */
  has(ref: string): boolean {
    return this.#kept.has(ref);
  }

  /**
   * Writes a record down, then counts on it.
   *
   * @throws what the store throws; nothing has changed then
   */
  put(record: ApprovalRecord): void {
    const { store, clock, changed } = this.#options;
    const before = this.#kept.get(record.ref);
    store.save(record);
    store.onRollback(() => this.#takeBack(record, before));
    if (record.state === "refused" || record.state in endOf) this.#keep(record, leftMs(record, clock.nowMs()));
    else this.#kept.delete(record.ref);
    this.#scheduleSweep();
    changed(record);
  }

  /** See ApprovalStore. */
  onRollback(undo: () => void): void {
    this.#options.store.onRollback(undo);
  }

  /** Stops the timer; the book is not used afterwards. */
  close(): void {
    this.#stopTimer();
  }

  #keep(record: ApprovalRecord, forMs: number): void {
    this.#kept.set(record.ref, { record, endUs: this.#options.clock.monotonicUs() + forMs * 1_000 });
  }

  #takeBack({ ref }: ApprovalRecord, before: Kept | undefined): void {
    if (before === undefined) this.#kept.delete(ref);
    else this.#kept.set(ref, before);
    this.#scheduleSweep();
    if (before !== undefined) this.#options.changed(before.record);
  }

  #isOver({ record, endUs }: Kept): boolean {
    const { clock } = this.#options;
    return leftMs(record, clock.nowMs()) <= 0 || clock.monotonicUs() >= endUs;
  }

  #scheduleSweep(soonestMs = 0): void {
    this.#stopTimer();
    const { clock } = this.#options;
    const ends = [...this.#kept.values()].map(({ record, endUs }) =>
      Math.min(leftMs(record, clock.nowMs()), (endUs - clock.monotonicUs()) / 1_000),
    );
    if (ends.length === 0) return;
    const nextMs = Math.min(longestSweepPauseMs, Math.max(soonestMs, Math.min(...ends)));
    this.#stopTimer = clock.after(nextMs, () => this.#sweep());
  }

  #sweep(): void {
    let hasFailed = false;
    for (const kept of [...this.#kept.values()].filter((each) => this.#isOver(each))) {
      const { record } = kept;
      const state = endOf[record.state];
      try {
        if (state === undefined) this.#forget(record);
        else this.put({ ...record, state });
      } catch (error) {
        hasFailed = true;
        this.#options.failed(error);
      }
    }
    this.#scheduleSweep(hasFailed ? longestSweepPauseMs : 0);
  }

  #forget(record: ApprovalRecord): void {
    this.#kept.delete(record.ref);
    this.#options.changed(record);
  }
}

function leftMs({ state, expiresAtMs, useUntilMs }: ApprovalRecord, nowMs: number): number {
  return (state === "in-use" ? (useUntilMs ?? expiresAtMs) : expiresAtMs) - nowMs;
}
