/** Turns finished requests into feed entries and totals, and tells the window of them in portions. */
import { requestGroupOf } from "../policy/requestGroups";
import type { Clock } from "../support/clock";
import type { FeedEntry, FeedTotals } from "./feed";
import { FeedLog } from "./feedLog";
import { Totals } from "./totals";

export interface FeedRecorderOptions {
  readonly clock: Clock;
  readonly appended: (entries: readonly FeedEntry[], totals: FeedTotals) => void;
}

const tellEveryMs = 100;
/** An event carries at most this many entries, the newest; a reader that misses some asks for a page. */
const mostPerEvent = 50;
/** While the last minute's count is not zero it is sent again, as it falls by itself. */
const refreshTotalsMs = 5_000;

export class FeedRecorder {
  readonly #options: FeedRecorderOptions;
  readonly #log = new FeedLog();
  readonly #totals = new Totals();
  #fresh: FeedEntry[] = [];
  #isTelling = false;
  #cancelRefresh: () => void = () => undefined;

  constructor(options: FeedRecorderOptions) {
    this.#options = options;
  }

  /** Takes note of a request whose answer has been handed over. */
  record(finished: Omit<FeedEntry, "seq">): void {
    const { atMs, summary, outcome, tookUs } = finished;
    this.#totals.add(atMs, requestGroupOf[summary.class], outcome.kind !== "signed", tookUs);
    this.#fresh.push(this.#log.append(finished));
    if (this.#fresh.length > 2 * mostPerEvent) this.#fresh = this.#fresh.slice(-mostPerEvent);
    this.#tellSoon();
  }

  /** Takes note of a ping: the window shows when the node was last heard of. */
  ping(): void {
    this.#totals.ping(this.#options.clock.nowMs());
    this.#tellSoon();
  }

  page(limit: number, beforeSeq?: number): FeedEntry[] {
    return this.#log.page(limit, beforeSeq);
  }

  #tellSoon(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#options.clock.after(tellEveryMs, () => this.#tell());
  }

  #tell(): void {
    this.#isTelling = false;
    const entries = this.#fresh.slice(-mostPerEvent);
    this.#fresh = [];
    const totals = this.#totals.snapshot(this.#options.clock.nowMs());
    this.#options.appended(entries, totals);
    this.#cancelRefresh();
    if (totals.lastMinute > 0) {
      this.#cancelRefresh = this.#options.clock.after(refreshTotalsMs, () => this.#tellSoon());
    }
  }
}
