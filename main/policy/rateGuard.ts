/** Counts requests per class and second and tells when there are far more than the last minutes had. Nothing is refused. */
import type { RequestClass } from "./summary";
import type { Alert } from "./verdict";

/** Requests of a class in ten seconds that are a spike whatever came before. */
const spikeCounts: Partial<Record<RequestClass, number>> = {
  "wallet-send": 100,
  funding: 50,
  consolidation: 200,
  "cooperative-close": 20,
  "own-commitment": 20,
  justice: 20,
  "user-message": 50,
  "unknown-message": 50,
  "revocation-root-ecdh": 50,
  "other-ecdh": 50,
};
/** Routine classes: a busy node asks hundreds of times a second. */
const routineSpikeCount = 20_000;
const windowMs = 10_000;
/** One alert per class and this time. */
const quietMs = 10 * 60_000;

export interface RateGuard {
  /** Takes note of a request; an alert when its class has too many of late. */
  note(requestClass: RequestClass, nowMs: number): Alert | null;
}

interface Counter {
  startMs: number;
  count: number;
  toldMs: number;
}

export function createRateGuard(): RateGuard {
  const counters = new Map<RequestClass, Counter>();
  return {
    note(requestClass, nowMs) {
      let counter = counters.get(requestClass);
      if (counter === undefined) {
        counter = { startMs: nowMs, count: 0, toldMs: Number.NEGATIVE_INFINITY };
        counters.set(requestClass, counter);
      }
      // A clock that was put back starts the window anew.
      if (nowMs - counter.startMs >= windowMs || nowMs < counter.startMs) {
        counter.startMs = nowMs;
        counter.count = 0;
      }
      counter.count += 1;
      const spike = spikeCounts[requestClass] ?? routineSpikeCount;
      if (counter.count < spike || Math.abs(nowMs - counter.toldMs) < quietMs) return null;
      counter.toldMs = nowMs;
      const detail = `${counter.count} requests of the class ${requestClass} within ${windowMs / 1000} seconds`;
      return { tag: "rate-spike", subject: requestClass, detail };
    },
  };
}
