/**
 * Notices that this thread stood still: a blocked event loop, a stopped process, a machine that slept, a clock that was
 * set. What the node asked meanwhile has been waiting since, and the connection may be gone.
 */
import type { Clock } from "../support/clock";

const tickMs = 250;
/** Ticks this late are no matter of load. */
const stallMs = 1_000;

export class StallWatch {
  readonly #clock: Clock;
  readonly #stalled: (forMs: number) => void;
  #lastMs: number;
  #lastUs: number;
  /** Monotonic time of the last tick before a stall, until the next tick. */
  #stalledSinceUs: number | undefined;
  #cancel: () => void = () => undefined;

  /** @param stalled told after the fact, with how long; by the clock that says more */
  constructor(clock: Clock, stalled: (forMs: number) => void) {
    this.#clock = clock;
    this.#stalled = stalled;
    this.#lastMs = clock.nowMs();
    this.#lastUs = clock.monotonicUs();
    this.#schedule();
  }

  /**
   * Monotonic time since when a message that is read now may have been waiting here: now, unless the thread stood
   * still a moment ago.
   */
  arrivalUs(): number {
    const nowUs = this.#clock.monotonicUs();
    if (nowUs - this.#lastUs > (tickMs + stallMs) * 1_000) return this.#lastUs;
    return this.#stalledSinceUs ?? nowUs;
  }

  stop(): void {
    this.#cancel();
  }

  #schedule(): void {
    this.#cancel = this.#clock.after(tickMs, () => this.#tick());
  }

  #tick(): void {
    const [nowMs, nowUs] = [this.#clock.nowMs(), this.#clock.monotonicUs()];
    const lateMs = (nowUs - this.#lastUs) / 1_000 - tickMs;
    // The monotonic clock of some systems stands still while the machine sleeps; the wall clock does not.
    const jumpedMs = nowMs - this.#lastMs - tickMs;
    this.#stalledSinceUs = lateMs > stallMs ? this.#lastUs : undefined;
    this.#lastMs = nowMs;
    this.#lastUs = nowUs;
    this.#schedule();
    const forMs = Math.max(lateMs, jumpedMs);
    if (forMs > stallMs) this.#stalled(forMs);
  }
}
