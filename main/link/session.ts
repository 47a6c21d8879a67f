/**
 * One connection to the node: registration, then requests and answers until it ends.
 *
 * Pings are answered here, in the handler of the message, before anything that could wait. Each request gets one
 * answer: a second one for the same id would stall lnd's receive loop (lnwallet/rpcwallet/sign_coordinator.go).
 */
import type { Clock } from "../support/clock";
import { type Codec, handshakeRequestId } from "./codec";
import { answerDeadlineUs } from "./deadline";
import { grpcStatus, isUnimplemented, type LinkPhase, linkFailure, type StreamEnd } from "./linkFailure";
import type { LinkFailure } from "./linkState";
import type { NodeMessage, SignAnswer } from "./messages";
import { Outbox } from "./outbox";
import type { RequestReceiver } from "./requestReceiver";
import type { SignStream, StreamFeeder, StreamTarget } from "./signStream";

export interface SessionOptions {
  readonly feeder: StreamFeeder;
  readonly target: StreamTarget;
  readonly codec: Codec;
  readonly clock: Clock;
  readonly receiver: RequestReceiver;
  /** Monotonic time since when a message that is read now may have been waiting. */
  readonly arrivalUs: () => number;
  /** lnd's remotesigner.experimentalrequesttimeout: bounds the handshake and each answer. */
  readonly requestTimeoutMs: number;
  readonly events: SessionEvents;
}

interface SessionEvents {
  connected(): void;
  registered(): void;
  pinged(): void;
  /** A message that could not even be attributed to a request. */
  unattributed(detail: string): void;
  /** Once, unless `close` was called. */
  ended(end: SessionEnd): void;
}

export interface SessionEnd {
  readonly failure: LinkFailure;
  /** The handshake had completed. */
  readonly wasOnline: boolean;
  /** The node does not know this form of the stream. */
  readonly isUnimplemented: boolean;
}

export class Session {
  readonly #options: SessionOptions;
  readonly #stream: SignStream;
  readonly #outbox: Outbox;
  /** Ids of requests without an answer yet. */
  readonly #open = new Set<string>();
  #phase: LinkPhase | "closed" = "connecting";
  #connectedAtUs = 0;
  #roundTripMs = 0;
  #cancelHandshakeTimer: () => void = () => undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#stream = options.feeder.open(options.target, {
      connected: () => this.#connected(),
      message: (bytes) => this.#message(bytes),
      writable: () => this.#outbox.resume(),
      ended: (end) => this.#ended(end),
    });
    this.#outbox = new Outbox(this.#stream);
  }

  get isOpen(): boolean {
    return this.#phase !== "closed";
  }

  /** Ends the connection at once. Answers that arrive later are dropped. */
  close(): void {
    if (this.#phase === "closed") return;
    this.#release();
    this.#stream.close();
  }

  #connected(): void {
    if (this.#phase !== "connecting") return;
    const { clock, codec, requestTimeoutMs, events } = this.#options;
    this.#phase = "handshaking";
    this.#connectedAtUs = clock.monotonicUs();
    this.#cancelHandshakeTimer = clock.after(requestTimeoutMs, () =>
      this.#fail({
        code: grpcStatus.deadlineExceeded,
        details: `the node did not answer the registration within ${requestTimeoutMs / 1_000} s`,
      }),
    );
    this.#outbox.send(codec.encode(handshakeRequestId, { kind: "signer_registration" }));
    events.connected();
  }

  #message(bytes: Uint8Array): void {
    const { clock, codec } = this.#options;
    const message = codec.decode(bytes);
    if (this.#phase === "handshaking") this.#handshakeAnswer(message);
    else if (this.#phase === "online") this.#serve(message, clock.nowMs(), clock.monotonicUs());
  }

  #handshakeAnswer(message: NodeMessage): void {
    if (message.kind === "registration-complete" && message.requestId === handshakeRequestId) {
      this.#cancelHandshakeTimer();
      this.#roundTripMs = (this.#options.clock.monotonicUs() - this.#connectedAtUs) / 1_000;
      this.#phase = "online";
      this.#options.events.registered();
      return;
    }
    const details =
      message.kind === "registration-error"
        ? message.error
        : `the node answered the registration with: ${message.kind}`;
    this.#fail({ code: grpcStatus.unknown, details: `registration refused: ${details}` });
  }

  #serve(message: NodeMessage, receivedAtMs: number, receivedAtUs: number): void {
    const { receiver, requestTimeoutMs, events } = this.#options;
    const { requestId } = message;
    if (message.kind === "ping") {
      this.#outbox.sendAhead(this.#options.codec.encode(message.requestId, { kind: "pong" }));
      events.pinged();
      return;
    }
    if (requestId === null) {
      events.unattributed(message.kind === "malformed" ? message.detail : message.kind);
      return;
    }
    // A repeated id is answered once, by whichever answer comes first.
    if (this.#open.has(requestId)) return;
    this.#open.add(requestId);
    const answer = (given: SignAnswer) => this.#answer(requestId, given);
    if (message.kind === "request") {
      const deadlineUs = answerDeadlineUs(this.#options.arrivalUs(), requestTimeoutMs, this.#roundTripMs);
      receiver.receive({ requestId, request: message.request, receivedAtMs, receivedAtUs, deadlineUs }, answer);
    } else {
      receiver.receiveUnreadable(requestId, message.kind === "malformed" ? message.detail : null, answer);
    }
  }

  #answer(requestId: string, answer: SignAnswer): void {
    if (this.#phase !== "online" || !this.#open.delete(requestId)) return;
    this.#outbox.send(this.#options.codec.encode(requestId, answer));
  }

  /** Ends the stream from our side because of what the node did. */
  #fail(end: StreamEnd): void {
    if (this.#phase === "closed") return;
    this.#stream.close();
    this.#ended(end);
  }

  #ended(end: StreamEnd): void {
    const phase = this.#phase;
    if (phase === "closed") return;
    this.#release();
    this.#options.events.ended({
      failure: linkFailure(end, phase),
      wasOnline: phase === "online",
      isUnimplemented: isUnimplemented(end),
    });
  }

  #release(): void {
    this.#phase = "closed";
    this.#cancelHandshakeTimer();
    this.#open.clear();
    this.#options.receiver.streamEnded();
  }
}
