/**
 * Turns finished requests into feed entries, after their answers have left and in small portions.
 *
 * Summaries never delay an answer: in a rush they wait until it is over, and what the log would not keep until then
 * gets the plain summary. Otherwise they are made soon: a request let go of early costs the garbage collector nothing.
 */
import type { RequestSummary } from "../policy/summary";
import type { Network } from "../signer/network";
import type { SignRequest } from "../signer/requests";
import type { Clock } from "../support/clock";
import type { EventLoop } from "../support/eventLoop";
import type { FeedEntry, FeedOutcome, FeedTotals } from "./feed";
import { feedGroupOf } from "./feedGroups";
import { FeedLog } from "./feedLog";
import { plainSummary } from "./plainSummary";
import { Totals } from "./totals";

export interface FinishedRequest {
  readonly requestId: string;
  /** Null for a message that was no request. */
  readonly request: SignRequest | null;
  readonly network: Network;
  readonly outcome: FeedOutcome;
  readonly atMs: number;
  readonly tookUs: number;
}

export interface FeedRecorderOptions {
  readonly clock: Clock;
  readonly eventLoop: EventLoop;
  /** What a person must see of a request. @throws only on a bug; the plain summary stands in */
  readonly summarise: (request: SignRequest, network: Network) => RequestSummary;
  readonly appended: (entries: readonly FeedEntry[], totals: FeedTotals) => void;
  readonly reportBug: (error: unknown) => string;
}

const summariseEveryMs = 10;
const tellEveryMs = 100;
/** Summaries are made for this long before the event loop gets a turn. */
const turnBudgetUs = 2_000;
/** More requests than this in one interval are a rush: summaries wait until it is over, signing goes first. */
const mostPerCalmInterval = 20;
/** Beyond these the oldest waiting request gets the plain summary; the log would soon let go of it anyway. */
const mostWaiting = 2_000;
const mostWaitingBytes = 32 * 1024 * 1024;
/** An event carries at most this many entries; a reader that misses some asks for a page. */
const mostPerEvent = 200;
/** While the last minute's count is not zero it is sent again, as it falls by itself. */
const refreshTotalsMs = 5_000;

export class FeedRecorder {
  readonly #options: FeedRecorderOptions;
  readonly #log = new FeedLog();
  readonly #totals = new Totals();
  readonly #waiting: FinishedRequest[] = [];
  #waitingBytes = 0;
  #recordedInInterval = 0;
  #fresh: FeedEntry[] = [];
  #isSummarising = false;
  #isTelling = false;
  #cancelRefresh: () => void = () => undefined;

  constructor(options: FeedRecorderOptions) {
    this.#options = options;
  }

  /** Takes note of a request whose answer has been handed over. */
  record(finished: FinishedRequest): void {
    this.#recordedInInterval += 1;
    this.#waiting.push(finished);
    this.#waitingBytes += sizeOf(finished.request);
    while (this.#waiting.length > mostWaiting || this.#waitingBytes > mostWaitingBytes) {
      const oldest = this.#takeWaiting();
      if (oldest !== undefined) this.#append(oldest, plainSummary(oldest.request, oldest.network));
    }
    this.#summariseSoon();
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

  #summariseSoon(): void {
    if (this.#isSummarising) return;
    this.#isSummarising = true;
    this.#options.clock.after(summariseEveryMs, () => this.#summariseWhenCalm());
  }

  #summariseWhenCalm(): void {
    const isRush = this.#recordedInInterval > mostPerCalmInterval;
    this.#recordedInInterval = 0;
    if (isRush) this.#options.clock.after(summariseEveryMs, () => this.#summariseWhenCalm());
    else this.#summarise();
  }

  #takeWaiting(): FinishedRequest | undefined {
    const finished = this.#waiting.shift();
    this.#waitingBytes -= sizeOf(finished?.request ?? null);
    return finished;
  }

  #summarise(): void {
    const { clock, eventLoop } = this.#options;
    const endUs = clock.monotonicUs() + turnBudgetUs;
    for (let finished = this.#takeWaiting(); finished !== undefined; finished = this.#takeWaiting()) {
      this.#append(finished, this.#summaryOf(finished));
      if (clock.monotonicUs() >= endUs && this.#waiting.length > 0) {
        eventLoop.afterIo(() => this.#summarise());
        return;
      }
    }
    this.#isSummarising = false;
    this.#tellSoon();
  }

  #tellSoon(): void {
    if (this.#isTelling) return;
    this.#isTelling = true;
    this.#options.clock.after(tellEveryMs, () => this.#tell());
  }

  #tell(): void {
    this.#isTelling = false;
    const entries = this.#fresh;
    this.#fresh = [];
    const totals = this.#totals.snapshot(this.#options.clock.nowMs());
    this.#options.appended(entries, totals);
    this.#cancelRefresh();
    if (totals.lastMinute > 0) {
      this.#cancelRefresh = this.#options.clock.after(refreshTotalsMs, () => this.#tellSoon());
    }
  }

  #append(finished: FinishedRequest, summary: RequestSummary): void {
    const { requestId, outcome, atMs, tookUs } = finished;
    this.#totals.add(atMs, feedGroupOf[summary.class], outcome.kind !== "signed", tookUs);
    this.#fresh.push(this.#log.append({ atMs, requestId, summary, outcome, tookUs }));
    if (this.#fresh.length > mostPerEvent) this.#fresh.shift();
  }

  #summaryOf({ request, network }: FinishedRequest): RequestSummary {
    if (request === null) return plainSummary(request, network);
    try {
      return this.#options.summarise(request, network);
    } catch (error) {
      this.#options.reportBug(error);
      return plainSummary(request, network);
    }
  }
}

/** Bytes a waiting request keeps in memory, where they can be many. */
function sizeOf(request: SignRequest | null): number {
  if (request?.kind === "sign_psbt_request") return request.fundedPsbt.length;
  return request?.kind === "sign_message_req" ? request.msg.length : 0;
}
