/**
 * From a request to its one answer: admission, deadline, signing in slices, and a line for the feed.
 *
 * The engine holds the keys; without it the signer stays connected and refuses. Every request is answered.
 */
import type { SignAnswer } from "../link/messages";
import type { IncomingRequest, RequestReceiver } from "../link/requestReceiver";
import type { Engine } from "../signer/index";
import type { Network } from "../signer/network";
import type { SignRequest, SignResponse } from "../signer/requests";
import type { Clock } from "../support/clock";
import type { EventLoop } from "../support/eventLoop";
import { answerOf, shownOutcome, unreadableOutcome } from "./answer";
import type { FeedRecorder } from "./feedRecorder";
import type { SignOutcome } from "./outcome";
import { abandonRequest, advanceRequest } from "./process";
import { Scheduler } from "./scheduler";

export interface PipelineOptions {
  readonly clock: Clock;
  readonly eventLoop: EventLoop;
  readonly recorder: FeedRecorder;
  /** Logs an unexpected error and returns its reference. */
  readonly reportBug: (error: unknown) => string;
}

/** Keys in use: the engine and the network they belong to. */
export interface LoadedKeys {
  readonly engine: Engine;
  readonly network: Network;
}

const locked: SignOutcome = {
  kind: "denied",
  tag: "locked",
  reason: "the signer's keys are locked: unlock Countersign",
};
const paused: SignOutcome = { kind: "denied", tag: "paused", reason: "signing is paused: resume it in Countersign" };

export class Pipeline implements RequestReceiver {
  readonly #options: PipelineOptions;
  readonly #scheduler: Scheduler;
  readonly #open = new Set<OpenRequest>();
  #keys: LoadedKeys | null = null;
  #network: Network = "mainnet";
  #pausedUntilMs: number | null = null;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#scheduler = new Scheduler(options.eventLoop, () => options.clock.monotonicUs());
  }

  /** Signs with these keys from now on; null refuses as locked, open requests included. The caller wipes the engine. */
  setKeys(keys: LoadedKeys | null): void {
    for (const request of [...this.#open]) this.#finish(request, locked);
    this.#scheduler.clear();
    this.#keys = keys;
    if (keys !== null) this.#network = keys.network;
  }

  /** Refuses every new request until then; null resumes. */
  pauseUntil(untilMs: number | null): void {
    this.#pausedUntilMs = untilMs;
  }

  /** Requests without an answer yet. */
  get inFlight(): number {
    return this.#open.size;
  }

  receive(incoming: IncomingRequest, answer: (answer: SignAnswer) => void): void {
    const signing = this.#keys?.engine.answer(incoming.request) ?? null;
    const request: OpenRequest = { ...incoming, signing, answer };
    this.#open.add(request);
    if (signing === null) this.#finish(request, locked);
    else if (this.#isPaused()) this.#finish(request, paused);
    else this.#scheduler.add({ advance: () => this.#advance(request, signing) });
  }

  receiveUnreadable(requestId: string, detail: string | null, answer: (answer: SignAnswer) => void): void {
    const { clock } = this.#options;
    const [receivedAtMs, receivedAtUs] = [clock.nowMs(), clock.monotonicUs()];
    const request = { requestId, request: null, receivedAtMs, receivedAtUs, deadlineUs: 0, signing: null, answer };
    this.#finish(request, unreadableOutcome(detail));
  }

  streamEnded(): void {
    for (const request of this.#open) this.#abandon(request);
    this.#open.clear();
    this.#scheduler.clear();
  }

  /** One slice. True when the request is done with. */
  #advance(request: OpenRequest, signing: Signing): boolean {
    if (!this.#open.has(request)) return true;
    const { clock, reportBug } = this.#options;
    const outcome: SignOutcome | undefined =
      clock.monotonicUs() < request.deadlineUs
        ? advanceRequest(signing, reportBug)
        : { kind: "expired", tag: "deadline" };
    if (outcome === undefined) return false;
    this.#finish(request, outcome);
    return true;
  }

  #finish(request: OpenRequest, outcome: SignOutcome): void {
    this.#open.delete(request);
    request.answer(answerOf(outcome));
    this.#abandon(request);
    // The answer is encoded by now; the shared key must not outlive it.
    if (outcome.kind === "signed" && outcome.response.kind === "shared_key_response") {
      outcome.response.sharedKey.fill(0);
    }
    const { clock, recorder } = this.#options;
    recorder.record({
      requestId: request.requestId,
      request: request.request,
      network: this.#network,
      outcome: shownOutcome(outcome),
      atMs: request.receivedAtMs,
      tookUs: Math.round(clock.monotonicUs() - request.receivedAtUs),
    });
  }

  /** Lets go of the engine's work on a request and of the node's secret nonce, which the engine keeps a copy of. */
  #abandon({ request, signing }: OpenRequest): void {
    if (signing !== null) abandonRequest(signing, this.#options.reportBug);
    if (request?.kind === "mu_sig2_session_request") request.pregeneratedLocalNonce.fill(0);
  }

  #isPaused(): boolean {
    return this.#pausedUntilMs !== null && this.#options.clock.nowMs() < this.#pausedUntilMs;
  }
}

type Signing = Generator<void, SignResponse, void>;

interface OpenRequest extends Omit<IncomingRequest, "request"> {
  /** Null for a message that was no request. */
  readonly request: SignRequest | null;
  /** Null while there are no keys. */
  readonly signing: Signing | null;
  readonly answer: (answer: SignAnswer) => void;
}
