/** Running totals of the feed: counts, the last minute, and how long answers take. Constant memory. */
import type { RequestGroup } from "../policy/requestGroups";
import type { FeedTotals } from "./feed";

const windowSize = 512;
const longestSparkline = 60;
const secondMs = 1_000;

export class Totals {
  readonly #byGroup: Record<RequestGroup, number> = {
    channels: 0,
    payments: 0,
    gossip: 0,
    "on-chain": 0,
    messages: 0,
    other: 0,
  };
  /** Requests of each of the last 60 seconds, by second modulo 60. */
  readonly #perSecond = Array.from({ length: 60 }, () => ({ second: -1, requests: 0 }));
  /** The last answers' times, oldest overwritten first. */
  readonly #recent: number[] = [];
  #nextRecent = 0;
  /** One median per second with traffic. */
  readonly #medians: number[] = [];
  #currentSecond = -1;
  readonly #thisSecond: number[] = [];
  #requests = 0;
  #refused = 0;
  #lastPingAtMs: number | null = null;
  #longestUs: number | null = null;

  /** Counts one finished request. */
  add(atMs: number, group: RequestGroup, isRefused: boolean, tookUs: number): void {
    this.#requests += 1;
    if (isRefused) this.#refused += 1;
    this.#byGroup[group] += 1;
    this.#longestUs = Math.max(this.#longestUs ?? 0, tookUs);
    const second = Math.floor(atMs / secondMs);
    const slot = this.#perSecond[second % 60];
    if (slot !== undefined) {
      if (slot.second !== second) Object.assign(slot, { second, requests: 0 });
      slot.requests += 1;
    }
    this.#recent[this.#nextRecent] = tookUs;
    this.#nextRecent = (this.#nextRecent + 1) % windowSize;
    this.#addToSecond(second, tookUs);
  }

  ping(atMs: number): void {
    this.#lastPingAtMs = atMs;
  }

  snapshot(nowMs: number): FeedTotals {
    const sorted = [...this.#recent].sort((a, b) => a - b);
    const oldest = Math.floor(nowMs / secondMs) - 59;
    const lastMinute = this.#perSecond.reduce((sum, slot) => (slot.second >= oldest ? sum + slot.requests : sum), 0);
    const current = this.#thisSecond.length > 0 ? [medianOf(this.#thisSecond)] : [];
    return {
      requests: this.#requests,
      refused: this.#refused,
      byGroup: { ...this.#byGroup },
      lastMinute,
      p50Us: quantile(sorted, 0.5),
      p95Us: quantile(sorted, 0.95),
      recentUs: [...this.#medians, ...current].slice(-longestSparkline),
      lastPingAtMs: this.#lastPingAtMs,
      longestUs: this.#longestUs,
    };
  }

  #addToSecond(second: number, tookUs: number): void {
    if (second !== this.#currentSecond && this.#thisSecond.length > 0) {
      this.#medians.push(medianOf(this.#thisSecond));
      if (this.#medians.length > longestSparkline) this.#medians.shift();
      this.#thisSecond.length = 0;
    }
    this.#currentSecond = second;
    if (this.#thisSecond.length < windowSize) this.#thisSecond.push(tookUs);
  }
}

function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return quantile(sorted, 0.5) ?? 0;
}

/** Nearest-rank quantile of sorted values, null when there are none. */
function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}
