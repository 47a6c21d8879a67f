/** How long to wait between attempts: lnd's own signer's delays (remote_signer_client.go), plus jitter and two exceptions. */
import type { LinkCause } from "./linkState";

const firstDelayMs = 1_000;
const factor = 1.5;
const longestDelayMs = 60_000;
/** Jitter only shortens: lnd counts on a signer that is back within 60 s. */
const jitterShare = 0.2;
/** The node frees its one place for a signer when it notices that the old stream is dead, up to 80 s later. */
const occupiedDelayMs = 3_000;
/** A steady link that broke is dialled again at once: requests may be waiting. */
const brokenDelayMs = 50;
/** Online for less, and a node that drops every stream would be dialled without pause. */
const steadyAfterMs = 2_000;

export interface FailedLink {
  readonly cause: LinkCause;
  /** Rounds in a row without a completed handshake; 0 after a link was lost. */
  readonly failedAttempts: number;
  /** How long the link was online before; 0 when it never was. */
  readonly onlineMs: number;
}

/**
 * Delay before the next attempt: 1 s, 1.5 s, 2.25 s ... 60 s, each up to a fifth shorter. 3 s, always, while another
 * signer has the place; 50 ms after a steady link broke.
 *
 * @param jitter from 0 (the full delay) up to 1
 */
export function retryDelayMs({ cause, failedAttempts, onlineMs }: FailedLink, jitter: number): number {
  if (onlineMs >= steadyAfterMs) return brokenDelayMs;
  const step = Math.max(0, failedAttempts - 1);
  const delayMs =
    cause === "another-signer-connected" ? occupiedDelayMs : Math.min(longestDelayMs, firstDelayMs * factor ** step);
  return Math.round(delayMs * (1 - jitterShare * jitter));
}
