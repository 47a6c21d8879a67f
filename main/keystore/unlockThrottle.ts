/** How long a person waits between passphrase attempts. Pure; the caller serialises attempts and brings the clock. */

export interface UnlockThrottle {
  readonly failures: number;
  /** No attempt before this time, on the caller's clock. */
  readonly notBeforeMs: number;
}

export const freshThrottle: UnlockThrottle = { failures: 0, notBeforeMs: 0 };

const freeAttempts = 3;
const firstDelayMs = 2_000;
const longestDelayMs = 300_000;

/** Milliseconds to wait before the next attempt; 0 when it may be made now. */
export function waitMs(throttle: UnlockThrottle, nowMs: number): number {
  return Math.max(0, throttle.notBeforeMs - nowMs);
}

/** Three attempts are free; from then on each failure doubles the delay, from 2 seconds up to 5 minutes. */
export function afterFailure(throttle: UnlockThrottle, nowMs: number): UnlockThrottle {
  const failures = throttle.failures + 1;
  const delayMs =
    failures < freeAttempts ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(30, failures - freeAttempts));
  return { failures, notBeforeMs: nowMs + delayMs };
}
