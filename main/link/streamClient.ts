/**
 * Keeps the signer connected to its node: dial, register, serve, wait, again.
 *
 * Credentials are read anew and the connection is new for every attempt. The delays grow until a handshake completes.
 */
import { addressText, type NodeAddress } from "../pairing/watchOnlyNode";
import type { Clock } from "../support/clock";
import { retryDelayMs } from "./backoff";
import { withDates } from "./clockSkew";
import type { Codec } from "./codec";
import type { CredentialSource, StreamCredentials } from "./credentials";
import {
  type LinkCause,
  type LinkEvent,
  type LinkFailure,
  type LinkProtocol,
  type LinkState,
  nextLinkState,
} from "./linkState";
import { type Knock, watchPorts } from "./portWatch";
import { proxyFor } from "./proxyTunnel";
import type { RequestReceiver } from "./requestReceiver";
import { Session, type SessionEnd } from "./session";
import type { StreamFeeder } from "./signStream";

export interface StreamClientOptions {
  /** Tried in order in each round. */
  readonly addresses: readonly NodeAddress[];
  /** SOCKS5 proxy for all of them. Without it onion services go through Tor's usual one, the rest is dialled directly. */
  readonly proxy?: NodeAddress | undefined;
  readonly requestTimeoutMs: number;
  readonly credentials: CredentialSource;
  readonly feeder: StreamFeeder;
  readonly codecs: Readonly<Record<LinkProtocol, Codec>>;
  /** The one form to use. Without it both are tried where the first is not known. */
  readonly protocol?: LinkProtocol | undefined;
  readonly receiver: RequestReceiver;
  readonly knock: Knock;
  readonly clock: Clock;
  /** Monotonic time since when a message that is read now may have been waiting. */
  readonly arrivalUs: () => number;
  /** Uniform in [0, 1). */
  readonly jitter: () => number;
  readonly events: StreamClientEvents;
}

interface StreamClientEvents {
  changed(state: LinkState): void;
  pinged(): void;
  /** Something worth a line in the log. */
  noted(text: string): void;
}

export class StreamClient {
  readonly #options: StreamClientOptions;
  #state: LinkState = { state: "offline" };
  #closeSession: () => void = () => undefined;
  #isStopped = false;
  /** The form that worked last, tried first. */
  #protocol: LinkProtocol;
  #endWait: () => void = () => undefined;
  /** Gives up the present attempt or stream. */
  #abandon: (reason: string) => void = () => undefined;
  #isRedialDue = false;

  constructor(options: StreamClientOptions) {
    this.#options = options;
    this.#protocol = options.protocol ?? "watchonlyrpc";
  }

  /** Dials until `stop`. Call once. */
  async run(): Promise<void> {
    while (!this.#isStopped) {
      const failure = await this.#round();
      if (this.#isStopped) return;
      const delayMs = this.#isRedialDue ? 0 : this.#retryDelayMs(failure.cause);
      this.#isRedialDue = false;
      this.#dispatch({ event: "failed", failure, retryAtMs: this.#options.clock.nowMs() + delayMs });
      if (delayMs > 0) await this.#wait(delayMs, failure.cause);
    }
  }

  /** Closes the stream at once and dials no more. */
  stop(): void {
    this.#isStopped = true;
    this.#closeSession();
    this.#endWait();
    this.#dispatch({ event: "stopped" });
  }

  /** Ends a wait now; does nothing while dialling or online. */
  retryNow(): void {
    this.#endWait();
  }

  /** Dials anew at once: ends a wait, and gives up an attempt or a stream that cannot be trusted any more. */
  redial(reason: string): void {
    this.#endWait();
    this.#abandon(reason);
  }

  get state(): LinkState {
    return this.#state;
  }

  #retryDelayMs(cause: LinkCause): number {
    const { clock, jitter } = this.#options;
    const state = this.#state;
    const onlineMs = state.state === "online" ? clock.nowMs() - state.sinceMs : 0;
    return retryDelayMs({ cause, failedAttempts: failedAttempts(state), onlineMs }, jitter());
  }

  /** One attempt at every address. Returns why the last one ended. */
  async #round(): Promise<LinkFailure> {
    const { addresses, credentials } = this.#options;
    let failure: LinkFailure = { cause: "unknown", detail: "the node has no address" };
    for (const address of addresses) {
      this.#dispatch({ event: "dialling", address: addressText(address) });
      const read = await credentials();
      if ("cause" in read) return read;
      try {
        const end = await this.#attempt(address, read);
        failure = withDates(end.failure, read, this.#options.clock.nowMs());
        if (end.wasOnline || this.#isRedialDue || this.#isStopped) return failure;
      } finally {
        read.macaroon.fill(0);
      }
    }
    return failure;
  }

  /** Tries both forms of the protocol at one address: the second only where the first is not known, if it may. */
  async #attempt(address: NodeAddress, credentials: StreamCredentials): Promise<SessionEnd> {
    const first = this.#protocol;
    const end = await this.#serve(address, credentials, first);
    const isOnlyForm = this.#options.protocol !== undefined;
    if (isOnlyForm || !end.isUnimplemented || end.wasOnline || this.#isStopped) return end;
    this.#dispatch({ event: "dialling", address: addressText(address) });
    return this.#serve(address, credentials, first === "watchonlyrpc" ? "walletrpc" : "watchonlyrpc");
  }

  #serve(address: NodeAddress, credentials: StreamCredentials, protocol: LinkProtocol): Promise<SessionEnd> {
    const { feeder, proxy, codecs, clock, arrivalUs, receiver, requestTimeoutMs, events } = this.#options;
    const codec = codecs[protocol];
    return new Promise((resolve) => {
      if (this.#isStopped) {
        resolve(stoppedEnd);
        return;
      }
      // The system repeats a lost connection request after 1, 3, 7 s: an attempt that began before the way was free
      // again is slower than a new one.
      const stopWatching = this.#watchPorts([address], "unreachable", () =>
        this.#abandon("the way to the node is free"),
      );
      const finish = (end: SessionEnd) => {
        stopWatching();
        resolve(end);
      };
      const session = new Session({
        feeder,
        target: { address, proxy: proxyFor(address, proxy), methodPath: codec.methodPath, ...credentials },
        codec,
        clock,
        arrivalUs,
        receiver,
        requestTimeoutMs,
        events: {
          connected: () => {
            stopWatching();
            this.#dispatch({ event: "connected" });
          },
          registered: () => {
            this.#protocol = protocol;
            this.#dispatch({ event: "registered", atMs: clock.nowMs(), protocol });
          },
          pinged: () => events.pinged(),
          unattributed: (detail) => events.noted(`a message without a readable id was dropped: ${detail}`),
          ended: finish,
        },
      });
      this.#closeSession = () => {
        session.close();
        finish(stoppedEnd);
      };
      this.#abandon = (detail) => {
        if (!session.isOpen) return;
        const wasOnline = this.#state.state === "online";
        session.close();
        this.#isRedialDue = true;
        finish({ failure: { cause: "connection-lost", detail }, wasOnline, isUnimplemented: false });
      };
    });
  }

  /** Ends after the delay, or as soon as a port that was closed takes connections. */
  #wait(delayMs: number, cause: LinkCause): Promise<void> {
    const { addresses, clock } = this.#options;
    return new Promise((resolve) => {
      const cancel = clock.after(delayMs, () => this.#endWait());
      const stopWatching = this.#watchPorts(addresses, cause, () => this.#endWait());
      this.#endWait = () => {
        cancel();
        stopWatching();
        this.#endWait = () => undefined;
        resolve();
      };
    });
  }

  #watchPorts(addresses: readonly NodeAddress[], cause: LinkCause, opened: () => void): () => void {
    const { proxy, knock, clock } = this.#options;
    // A proxy takes every connection, whether the node is there or not.
    const direct = addresses.filter((address) => proxyFor(address, proxy) === undefined);
    return watchPorts({ addresses: direct, cause, knock, clock, opened });
  }

  #dispatch(event: LinkEvent): void {
    const next = nextLinkState(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    this.#options.events.changed(next);
  }
}

const stoppedEnd: SessionEnd = {
  failure: { cause: "unknown", detail: "stopped" },
  wasOnline: false,
  isUnimplemented: false,
};

function failedAttempts(state: LinkState): number {
  return state.state === "connecting" || state.state === "handshaking" ? state.attempt : 0;
}
