/** Time as a port, so that back-off, deadlines and totals can be tested without waiting. */

// The global of the same name is looked up through a getter each time.
import { performance } from "node:perf_hooks";

export interface Clock {
  /** Wall clock, milliseconds since 1970. */
  nowMs(): number;
  /** Monotonic, in microseconds; only differences mean something. */
  monotonicUs(): number;
  /** Runs `task` once after `delayMs`. The returned function cancels it. */
  after(delayMs: number, task: () => void): () => void;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicUs: () => performance.now() * 1_000,
  after(delayMs, task) {
    const timer = setTimeout(task, delayMs);
    return () => clearTimeout(timer);
  },
};
