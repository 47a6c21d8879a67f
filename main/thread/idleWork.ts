/** Work that can wait, in slices of a few milliseconds: beside requests it gets a small share, otherwise most of the time. */
import type { Clock } from "../support/clock";

const lookEveryMs = 5;
/** Between two answers and the next requests the pipeline is empty for a moment, which is no rest. */
const quietForMs = 50;
/** Under steady load a slice is run this often, so that the work is done some time. */
const longestWaitMs = 500;

/**
 * Returns a function that runs one slice: soon when nobody waits for an answer, after half a second all the same.
 *
 * @param busyUntilUs monotonic time until which requests kept the pipeline busy; now while one is open
 */
export function createIdleWork(clock: Clock, busyUntilUs: () => number): (slice: () => void) => void {
  return (slice) => {
    const startedUs = clock.monotonicUs();
    const look = () => {
      const nowUs = clock.monotonicUs();
      const isDue = nowUs - startedUs >= longestWaitMs * 1_000;
      if (isDue || nowUs - busyUntilUs() >= quietForMs * 1_000) slice();
      else clock.after(lookEveryMs, look);
    };
    clock.after(lookEveryMs, look);
  };
}
