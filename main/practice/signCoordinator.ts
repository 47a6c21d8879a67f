/**
 * One signer's stream as the node sees it (lnd lnwallet/rpcwallet/sign_coordinator.go): hand-shake, numbered requests,
 * answers in any order, a deadline for each. The counter goes on over reconnects, as lnd's does.
 */
import { type ServerDuplexStream, status } from "@grpc/grpc-js";
import type { ProtoMessage } from "./protocolForms";
import { answerKinds, decodeAnswer, encodeRequest, type NodeAnswer, type NodeRequest } from "./wire";

type Stream = Pick<ServerDuplexStream<ProtoMessage, ProtoMessage>, "on" | "off" | "write" | "emit" | "end">;

/** How a request can end other than with its answer. */
export type RequestTrouble =
  /** The signer answered with an error. */
  | "signer-error"
  /** No answer in time: lnd would have shut down. */
  | "timeout"
  | "unexpected-type"
  | "disconnected"
  | "stopped";

export class RequestError extends Error {
  readonly trouble: RequestTrouble;

  constructor(trouble: RequestTrouble, message: string) {
    super(message);
    this.name = "RequestError";
    this.trouble = trouble;
  }
}

interface Waiting {
  readonly request: NodeRequest;
  readonly settle: (answer: NodeAnswer | RequestError) => void;
}

const handshakeId = 1n;

export class SignCoordinator {
  readonly #requestTimeoutMs: number;
  readonly #waiting = new Map<string, Waiting>();
  readonly #readyListeners = new Set<(error?: RequestError) => void>();
  #lastId = handshakeId;
  #stream: Stream | undefined;
  #isReady = false;
  #isStopped = false;
  /** Answers that no request was waiting for: late, unknown or given twice. */
  strayAnswers = 0;
  handshakes = 0;

  constructor(requestTimeoutMs: number) {
    this.#requestTimeoutMs = requestTimeoutMs;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  /** Resolves once a signer has completed the hand-shake. @throws RequestError after `timeoutMs`, or at once on `stop` */
  async untilReady(timeoutMs: number): Promise<void> {
    if (this.#isReady) return;
    await new Promise<void>((resolve, reject) => {
      const settle = (error?: RequestError) => {
        clearTimeout(timer);
        this.#readyListeners.delete(settle);
        if (error === undefined) resolve();
        else reject(error);
      };
      const timer = setTimeout(
        () => settle(new RequestError("disconnected", `no signer connected within ${timeoutMs} ms`)),
        timeoutMs,
      );
      this.#readyListeners.add(settle);
    });
  }

  /** Takes over a new stream whose macaroon was accepted. */
  run(stream: Stream): void {
    if (this.#isStopped || this.#stream !== undefined) {
      refuse(
        stream,
        status.UNKNOWN,
        this.#isStopped ? "lnd is shutting down" : "only one remote signer can be connected",
      );
      return;
    }
    this.#stream = stream;
    const timer = setTimeout(
      () => this.#close(stream, status.DEADLINE_EXCEEDED, "context deadline exceeded"),
      this.#requestTimeoutMs,
    );
    let isFirst = true;
    stream.on("data", (message: ProtoMessage) => {
      if (this.#stream !== stream) return;
      clearTimeout(timer);
      if (isFirst) this.#shakeHands(stream, message);
      else this.#receive(message);
      isFirst = false;
    });
    const onGone = () => {
      clearTimeout(timer);
      this.#release(stream);
    };
    for (const event of ["cancelled", "error", "close"]) stream.on(event, onGone);
    stream.on("end", () => {
      clearTimeout(timer);
      if (this.#stream === stream) this.#close(stream, status.UNKNOWN, "EOF");
    });
  }

  #shakeHands(stream: Stream, message: ProtoMessage): void {
    const refusal = refuseRegistration(message);
    if (refusal !== undefined) {
      this.#close(stream, status.UNKNOWN, refusal);
      return;
    }
    stream.write({
      request_id: "1",
      registration_response: {
        registration_complete: { signature: "", registration_info: "watch-only registration info" },
      },
    });
    this.#isReady = true;
    this.handshakes++;
    for (const settle of [...this.#readyListeners]) settle();
  }

  /**
   * Sends a request and waits for its answer.
   * @throws RequestError
   */
  async request(request: NodeRequest): Promise<NodeAnswer> {
    const stream = this.#stream;
    if (stream === undefined || !this.#isReady) throw new RequestError("disconnected", "no remote signer is connected");
    this.#lastId += 1n;
    const id = String(this.#lastId);
    const answer = await new Promise<NodeAnswer | RequestError>((resolve) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        resolve(new RequestError("timeout", `no answer within ${this.#requestTimeoutMs} ms`));
      }, this.#requestTimeoutMs);
      const settle = (value: NodeAnswer | RequestError) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        resolve(value);
      };
      this.#waiting.set(id, { request, settle });
      stream.write({ request_id: id, ...encodeRequest(request) });
    });
    if (answer instanceof RequestError) throw answer;
    return answer;
  }

  #receive(message: ProtoMessage): void {
    const waiting = this.#waiting.get(String(message["ref_request_id"] ?? "0"));
    if (waiting === undefined) {
      this.strayAnswers++;
      return;
    }
    const answer = decodeAnswer(message);
    if (answer !== undefined && "error" in answer) {
      waiting.settle(new RequestError("signer-error", answer.error));
    } else if (answer?.kind !== answerKinds[waiting.request.kind]) {
      waiting.settle(new RequestError("unexpected-type", `unexpected response type: ${answer?.kind ?? "<nil>"}`));
    } else {
      waiting.settle(answer);
    }
  }

  #close(stream: Stream, code: status, details: string): void {
    this.#release(stream);
    refuse(stream, code, details);
  }

  #release(stream: Stream): void {
    if (this.#stream !== stream) return;
    this.#stream = undefined;
    this.#isReady = false;
    for (const waiting of [...this.#waiting.values()]) {
      waiting.settle(new RequestError("disconnected", "the remote signer is no longer connected"));
    }
  }

  stop(): void {
    this.#isStopped = true;
    const stream = this.#stream;
    const error = new RequestError("stopped", "lnd is shutting down");
    for (const settle of [...this.#readyListeners]) settle(error);
    for (const waiting of [...this.#waiting.values()]) waiting.settle(error);
    if (stream !== undefined) this.#close(stream, status.UNKNOWN, error.message);
  }
}

/** lnd's checks of the first message, in its order; undefined when it registers a signer. */
function refuseRegistration(message: ProtoMessage): string | undefined {
  const id = String(message["ref_request_id"] ?? "0");
  if (id !== "1") return `initial request ID must be 1, but is: ${id}`;
  const type = message["sign_response_type"];
  if (type !== "signer_registration") return `expected registration message, but got: ${type ?? "<nil>"}`;
  const registration = message["signer_registration"] as ProtoMessage;
  return registration["registration_info"] ? undefined : "invalid remote signer registration info";
}

/** Ends a stream with a gRPC status, which is how lnd refuses. */
export function refuse(stream: Pick<Stream, "emit">, code: status, details: string): void {
  stream.emit("error", { code, details });
}
