/**
 * Keeps the signer connected to its node: dial, register, serve, wait, again.
 *
 * Credentials are read anew and the connection is new for every attempt. The delays grow until a handshake completes.
 */
import type { NodeAddress } from "../pairing/watchOnlyNode";
import type { Clock } from "../support/clock";
import { backoffDelayMs } from "./backoff";
import type { Codec } from "./codec";
import type { CredentialSource, StreamCredentials } from "./credentials";
import { type LinkEvent, type LinkFailure, type LinkProtocol, type LinkState, nextLinkState } from "./linkState";
import type { RequestReceiver } from "./requestReceiver";
import { Session, type SessionEnd } from "./session";
import type { StreamFeeder } from "./signStream";

export interface StreamClientOptions {
  /** Tried in order in each round. */
  readonly addresses: readonly NodeAddress[];
  readonly requestTimeoutMs: number;
  readonly credentials: CredentialSource;
  readonly feeder: StreamFeeder;
  readonly codecs: Readonly<Record<LinkProtocol, Codec>>;
  readonly receiver: RequestReceiver;
  readonly clock: Clock;
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
  #protocol: LinkProtocol = "watchonlyrpc";
  #endWait: () => void = () => undefined;

  constructor(options: StreamClientOptions) {
    this.#options = options;
  }

  /** Dials until `stop`. Call once. */
  async run(): Promise<void> {
    while (!this.#isStopped) {
      const failure = await this.#round();
      if (this.#isStopped) return;
      const { clock, jitter } = this.#options;
      const delayMs = backoffDelayMs(failedAttempts(this.#state), jitter());
      this.#dispatch({ event: "failed", failure, retryAtMs: clock.nowMs() + delayMs });
      await this.#wait(delayMs);
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

  get state(): LinkState {
    return this.#state;
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
        if (end.wasOnline || this.#isStopped) return end.failure;
        failure = end.failure;
      } finally {
        read.macaroon.fill(0);
      }
    }
    return failure;
  }

  /** Tries both forms of the protocol at one address: the second only where the first is not known. */
  async #attempt(address: NodeAddress, credentials: StreamCredentials): Promise<SessionEnd> {
    const first = this.#protocol;
    const end = await this.#serve(address, credentials, first);
    if (!end.isUnimplemented || end.wasOnline || this.#isStopped) return end;
    this.#dispatch({ event: "dialling", address: addressText(address) });
    return this.#serve(address, credentials, first === "watchonlyrpc" ? "walletrpc" : "watchonlyrpc");
  }

  #serve(address: NodeAddress, credentials: StreamCredentials, protocol: LinkProtocol): Promise<SessionEnd> {
    const { feeder, codecs, clock, receiver, requestTimeoutMs, events } = this.#options;
    const codec = codecs[protocol];
    return new Promise((resolve) => {
      if (this.#isStopped) {
        resolve(stoppedEnd);
        return;
      }
      const session = new Session({
        feeder,
        target: { address, methodPath: codec.methodPath, ...credentials },
        codec,
        clock,
        receiver,
        requestTimeoutMs,
        events: {
          connected: () => this.#dispatch({ event: "connected" }),
          registered: () => {
            this.#protocol = protocol;
            this.#dispatch({ event: "registered", atMs: clock.nowMs(), protocol });
          },
          pinged: () => events.pinged(),
          unattributed: (detail) => events.noted(`a message without a readable id was dropped: ${detail}`),
          ended: resolve,
        },
      });
      this.#closeSession = () => {
        session.close();
        resolve(stoppedEnd);
      };
    });
  }

  #wait(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.#options.clock.after(delayMs, () => this.#endWait());
      this.#endWait = () => {
        cancel();
        this.#endWait = () => undefined;
        resolve();
      };
    });
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

/** host:port, with brackets around an IPv6 address. */
function addressText({ host, port }: NodeAddress): string {
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}
