/**
 * The time that limits are counted in: it never goes back, and while the signer runs it goes exactly as fast as the
 * computer's monotonic clock, whatever happens to the clock on the wall.
 *
 * Setting the clock back frees nothing. Setting it ahead frees nothing either until the next start; a computer that
 * slept counts the sleep only then, which keeps money in the limits for longer and never for less.
 */
import type { Clock } from "../support/clock";

export class SignerTime {
  readonly #clock: Clock;
  readonly #startMs: number;
  readonly #startUs: number;

  /** @param floorMs the latest time that was ever recorded */
  constructor(clock: Clock, floorMs: number) {
    this.#clock = clock;
    this.#startMs = Math.max(clock.nowMs(), floorMs);
    this.#startUs = clock.monotonicUs();
  }

  /** Milliseconds since 1970 by the clock at the start, or by the latest one before it. */
  nowMs(): number {
    return this.#startMs + Math.floor((this.#clock.monotonicUs() - this.#startUs) / 1_000);
  }
}
