/** By when a request must have its answer: the node shuts down when an answer is late, not when it is a refusal. */

/** What is kept back at least for the way to the node and its own work. */
const smallestReserveMs = 1_000;

/**
 * Monotonic time by which the answer has to be handed over.
 *
 *   reserve = max(1 s, 3 round trips), but never more than half of the node's timeout (lnd allows 1 s)
 *
 * @param arrivedAtUs monotonic time when the request arrived, at the earliest
 * @param requestTimeoutMs lnd's remotesigner.experimentalrequesttimeout
 * @param roundTripMs measured at the handshake
 */
export function answerDeadlineUs(arrivedAtUs: number, requestTimeoutMs: number, roundTripMs: number): number {
  const reserveMs = Math.min(requestTimeoutMs / 2, Math.max(smallestReserveMs, 3 * roundTripMs));
  return arrivedAtUs + (requestTimeoutMs - reserveMs) * 1_000;
}
