/**
 * From a request to its one answer: admission, deadline, the guard's word, signing in slices, and a line for the feed.
 *
 * The engine holds the keys; without it the signer stays connected and refuses. Every request is answered. What the
 * guard wants written down first leaves only when that is durable, all of a turn together.
 */
import { type Admission, bareNote, type Gate, type Hold, type Note } from "../guard/gate";
import type { SignAnswer } from "../link/messages";
import type { IncomingRequest, RequestReceiver } from "../link/requestReceiver";
import type { RequestSummary } from "../policy/summary";
import type { Engine } from "../signer/index";
import type { Network } from "../signer/network";
import type { Psbt } from "../signer/psbtRecords";
import type { SignRequest, SignResponse } from "../signer/requests";
import type { Clock } from "../support/clock";
import type { EventLoop } from "../support/eventLoop";
import { type Member, Members, nowhere } from "../support/members";
import { answerOf, shownOutcome, unreadableOutcome } from "./answer";
import type { FeedRecorder } from "./feedRecorder";
import type { SignOutcome } from "./outcome";
import { plainSummary } from "./plainSummary";
import { abandonRequest, advanceRequest, commitSigned, readRequest } from "./process";
import { Scheduler } from "./scheduler";

export interface PipelineOptions {
  readonly clock: Clock;
  readonly eventLoop: EventLoop;
  readonly recorder: FeedRecorder;
  readonly gate: Gate;
  /** Logs an unexpected error and returns its reference. */
  readonly reportBug: (error: unknown) => string;
}

/** Keys in use: the engine, what it takes to say what a request is, and the network they belong to. */
export interface LoadedKeys {
  readonly engine: Engine;
  readonly examine: (request: SignRequest, psbt: Psbt | undefined) => RequestSummary;
  readonly network: Network;
}

/** How often deadlines are looked at while the disk is at it. */
const watchEveryMs = 50;

const locked: SignOutcome = {
  kind: "denied",
  tag: "locked",
  reason: "the signer's keys are locked: unlock Countersign",
};
const paused: SignOutcome = { kind: "denied", tag: "paused", reason: "signing is paused: resume it in Countersign" };

export class Pipeline implements RequestReceiver {
  readonly #options: PipelineOptions;
  readonly #scheduler: Scheduler;
  readonly #open = new Members<OpenRequest>();
  /** Signed; their answers leave once they are written down. */
  #signed: SignedRequest[] = [];
  /** Those of them that are being written down. */
  #committing: readonly SignedRequest[] = [];
  #isWatching = false;
  #keys: LoadedKeys | null = null;
  #network: Network = "mainnet";
  #pausedUntilMs: number | null = null;
  #latestAnswerUs = Number.NEGATIVE_INFINITY;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#scheduler = new Scheduler(
      options.eventLoop,
      () => options.clock.monotonicUs(),
      () => this.#commit(),
    );
  }

  /** Signs with these keys from now on; null refuses as locked, open requests included. The caller wipes the engine. */
  setKeys(keys: LoadedKeys | null): void {
    for (const request of this.#open.all()) this.#finish(request, locked);
    this.#dropSigned();
    this.#scheduler.clear();
    this.#keys = keys;
    if (keys !== null) this.#network = keys.network;
  }

  /** Refuses every new request until then; null resumes. */
  pauseUntil(untilMs: number | null): void {
    this.#pausedUntilMs = untilMs;
  }

  /** Monotonic time of the latest answer, or now while there are requests without one. */
  get busyUntilUs(): number {
    return this.#open.size > 0 ? this.#options.clock.monotonicUs() : this.#latestAnswerUs;
  }

  /** Requests without an answer yet. */
  get inFlight(): number {
    return this.#open.size;
  }

  receive(incoming: IncomingRequest, answer: (answer: SignAnswer) => void): void {
    const request = opened(incoming, incoming.request, answer);
    this.#open.add(request);
    if (this.#keys === null) this.#finish(request, locked);
    else if (this.#isPaused()) this.#finish(request, paused);
    else this.#scheduler.add({ advance: () => this.#advance(request, incoming.request) });
  }

  receiveUnreadable(requestId: string, detail: string | null, answer: (answer: SignAnswer) => void): void {
    const { clock } = this.#options;
    const [receivedAtMs, receivedAtUs] = [clock.nowMs(), clock.monotonicUs()];
    const arrival = { requestId, receivedAtMs, receivedAtUs, deadlineUs: 0 };
    this.#finish(opened(arrival, null, answer), unreadableOutcome(detail));
  }

  streamEnded(): void {
    for (const request of this.#open.takeAll()) this.#abandon(request);
    this.#dropSigned();
    this.#scheduler.clear();
    this.#options.gate.streamEnded();
  }

  /** One slice. True when the request is done with, or waits for a person. */
  #advance(request: OpenRequest, asked: SignRequest): boolean {
    if (!this.#open.has(request) || this.#keys === null) return true;
    const { clock, reportBug } = this.#options;
    if (clock.monotonicUs() >= request.deadlineUs) {
      this.#finish(request, { kind: "expired", tag: "deadline" });
      return true;
    }
    request.signing ??= this.#begin(request, asked, this.#keys);
    if (request.signing === null) return true;
    const outcome = advanceRequest(request.signing, reportBug);
    if (outcome === undefined) return false;
    const { note } = request;
    if (outcome.kind === "signed" && note?.isWrittenAhead) this.#signed.push({ request, outcome, note });
    else this.#finish(request, outcome);
    return true;
  }

  /** Reads the request and asks the gate. Null when it is not, or not yet, to be signed. */
  #begin(request: OpenRequest, asked: SignRequest, keys: LoadedKeys): Signing | null {
    const { gate, reportBug } = this.#options;
    const read = readRequest(asked, keys.examine, reportBug);
    if (!read.ok) {
      this.#finish(request, read.outcome);
      return null;
    }
    const { psbt, summary } = read;
    request.summary = summary;
    const { requestId, receivedAtMs: atMs, deadlineUs } = request;
    const admission = gate.admit({ requestId, summary, atMs, deadlineUs });
    if (admission.kind !== "hold") return this.#admitted(request, admission, () => keys.engine.answer(asked, psbt));
    request.note = admission.note;
    request.hold = admission.hold;
    admission.hold.settled((settled) => {
      if (!this.#open.has(request)) return;
      request.hold = null;
      request.signing = this.#admitted(request, settled, () => keys.engine.answer(asked, psbt));
      if (request.signing !== null) this.#scheduler.add({ advance: () => this.#advance(request, asked) });
    });
    return null;
  }

  #admitted(
    request: OpenRequest,
    admission: Exclude<Admission, { kind: "hold" }>,
    sign: () => Signing,
  ): Signing | null {
    request.note = admission.note;
    if (admission.kind === "sign") return sign();
    this.#finish(request, { kind: "denied", tag: admission.tag, reason: admission.reason });
    return null;
  }

  /** Lets answers go once they are written down. What is signed while the disk is at it goes with the next. */
  #commit(): void {
    if (this.#committing.length > 0) return;
    const signed = this.#signed.filter(({ request }) => this.#open.has(request));
    for (const { request, outcome } of this.#signed) if (!this.#open.has(request)) wipeAnswer(outcome);
    this.#signed = [];
    if (signed.length === 0) return;
    this.#committing = signed;
    const { gate, reportBug } = this.#options;
    const notes = signed.map(({ note }) => note);
    commitSigned(gate, notes, reportBug, (refusals) => {
      this.#committing = [];
      this.#letGo(signed, refusals);
      this.#commit();
    });
    if (this.#committing.length > 0) this.#watchDeadlines();
  }

  #letGo(signed: readonly SignedRequest[], refusals: readonly (SignOutcome | undefined)[]): void {
    signed.forEach(({ request, outcome }, index) => {
      const refusal = refusals[index];
      if (this.#open.has(request) && refusal === undefined) {
        this.#finish(request, outcome, "written down");
        return;
      }
      wipeAnswer(outcome);
      if (this.#open.has(request) && refusal !== undefined) this.#finish(request, refusal);
    });
  }

  #dropSigned(): void {
    for (const { outcome } of this.#signed) wipeAnswer(outcome);
    this.#signed = [];
  }

  /** A disk that takes its time must not cost an answer. */
  #watchDeadlines(): void {
    if (this.#isWatching) return;
    this.#isWatching = true;
    const { clock } = this.#options;
    clock.after(watchEveryMs, () => {
      this.#isWatching = false;
      // Timers are late on a busy machine.
      const nextLookUs = clock.monotonicUs() + 2 * watchEveryMs * 1_000;
      for (const { request } of [...this.#committing, ...this.#signed]) {
        if (this.#open.has(request) && nextLookUs >= request.deadlineUs) {
          this.#finish(request, { kind: "expired", tag: "deadline" });
        }
      }
      if (this.#committing.length > 0) this.#watchDeadlines();
    });
  }

  #finish(request: OpenRequest, outcome: SignOutcome, journal?: "written down"): void {
    this.#open.delete(request);
    request.answer(answerOf(outcome));
    this.#abandon(request);
    // The answer is encoded by now.
    wipeAnswer(outcome);
    const { clock, recorder, gate } = this.#options;
    const { requestId, receivedAtMs: atMs, receivedAtUs, deadlineUs } = request;
    const shown = shownOutcome(outcome);
    const seen = request.summary ?? plainSummary(request.request, this.#network);
    const note = request.note ?? bareNote({ requestId, summary: seen, atMs, deadlineUs });
    // The gate may know better what it was.
    const { summary } = note.asked;
    if (journal === undefined) gate.noteEnd({ note, outcome: shown });
    this.#latestAnswerUs = clock.monotonicUs();
    const tookUs = Math.round(this.#latestAnswerUs - receivedAtUs);
    recorder.record({ requestId, atMs, summary, findings: note.findings, outcome: shown, tookUs });
  }

  /** Lets go of the engine's work on a request and of the node's secret nonce, which the engine keeps a copy of. */
  #abandon({ request, signing, hold }: OpenRequest): void {
    hold?.abandon();
    if (signing !== null) abandonRequest(signing, this.#options.reportBug);
    if (request?.kind === "mu_sig2_session_request") request.pregeneratedLocalNonce.fill(0);
  }

  #isPaused(): boolean {
    return this.#pausedUntilMs !== null && this.#options.clock.nowMs() < this.#pausedUntilMs;
  }
}

type Signing = Generator<void, SignResponse, void>;

interface OpenRequest extends Omit<IncomingRequest, "request">, Member {
  /** Null for a message that was no request. */
  readonly request: SignRequest | null;
  readonly answer: (answer: SignAnswer) => void;
  /** Null until it was read. */
  summary: RequestSummary | null;
  /** Null until the gate let it through. */
  signing: Signing | null;
  /** Null until the gate was asked. */
  note: Note | null;
  /** Not null while a person is asked. */
  hold: Hold | null;
}

interface SignedRequest {
  readonly request: OpenRequest;
  readonly outcome: SignOutcome;
  readonly note: Note;
}

/** A shared key must not outlive its answer. */
function wipeAnswer(outcome: SignOutcome): void {
  if (outcome.kind === "signed" && outcome.response.kind === "shared_key_response") outcome.response.sharedKey.fill(0);
}

/** Field by field: objects spread into one that grows get a shape of their own each time, which costs microseconds. */
function opened(
  { requestId, receivedAtMs, receivedAtUs, deadlineUs }: Omit<IncomingRequest, "request">,
  request: SignRequest | null,
  answer: (answer: SignAnswer) => void,
): OpenRequest {
  return {
    requestId,
    request,
    receivedAtMs,
    receivedAtUs,
    deadlineUs,
    answer,
    summary: null,
    signing: null,
    note: null,
    hold: null,
    place: nowhere,
  };
}
