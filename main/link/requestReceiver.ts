/** The port between the link and whatever answers the node's requests. */
import type { SignRequest } from "../signer/requests";
import type { SignAnswer } from "./messages";

export interface IncomingRequest {
  /** Decimal text. */
  readonly requestId: string;
  readonly request: SignRequest;
  /** Wall clock at the last byte of the request. */
  readonly receivedAtMs: number;
  /** The same moment on the monotonic clock. */
  readonly receivedAtUs: number;
  /** Monotonic time by which an answer has to be handed over. */
  readonly deadlineUs: number;
}

export interface RequestReceiver {
  /** Takes a request and calls `answer` exactly once, now or later; calls after the end of the stream do nothing. */
  receive(incoming: IncomingRequest, answer: (answer: SignAnswer) => void): void;
  /** The same for a message that could not be decoded (`detail`) or is of an unknown kind (null). */
  receiveUnreadable(requestId: string, detail: string | null, answer: (answer: SignAnswer) => void): void;
  /** Nobody waits for the open requests any more. */
  streamEnded(): void;
}
