/** How long to wait between attempts: lnd's own signer's delays (remote_signer_client.go), plus jitter. */

const firstDelayMs = 1_000;
const factor = 1.5;
const longestDelayMs = 60_000;
/** Jitter only shortens: lnd counts on a signer that is back within 60 s. */
const jitterShare = 0.2;

/**
 * Delay before the next attempt: 1 s, 1.5 s, 2.25 s ... 60 s, each up to a fifth shorter.
 *
 * @param failedAttempts attempts in a row without a completed handshake; 0 after a link was lost
 * @param jitter from 0 (the full delay) up to 1
 */
export function backoffDelayMs(failedAttempts: number, jitter: number): number {
  const step = Math.max(0, failedAttempts - 1);
  const delayMs = Math.min(longestDelayMs, firstDelayMs * factor ** step);
  return Math.round(delayMs * (1 - jitterShare * jitter));
}
