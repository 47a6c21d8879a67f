/** The link in the signer thread: which node, whether signing is paused, and telling the shell about both. */
import { grpcFeeder } from "../link/channel";
import type { Codec } from "../link/codec";
import { fileCredentials, givenCredentials } from "../link/credentials";
import type { LinkProtocol } from "../link/linkState";
import { StreamClient } from "../link/streamClient";
import type { Pipeline } from "../pipeline/pipeline";
import type { Clock } from "../support/clock";
import type { Log } from "../support/log";
import type { EmitEvent } from "./calls";
import type { LinkTarget } from "./protocol";

export interface ThreadLinkOptions {
  readonly codecs: Readonly<Record<LinkProtocol, Codec>>;
  readonly pipeline: Pipeline;
  readonly clock: Clock;
  readonly emit: EmitEvent;
  readonly log: Log;
  readonly pinged: () => void;
}

export class ThreadLink {
  readonly #options: ThreadLinkOptions;
  #client: StreamClient | undefined;
  #macaroon: Uint8Array | undefined;
  #pausedUntilMs: number | null = null;
  #cancelResume: () => void = () => undefined;

  constructor(options: ThreadLinkOptions) {
    this.#options = options;
  }

  /** Dials this node from now on, instead of any other. */
  start(target: LinkTarget): void {
    this.stop();
    const { codecs, pipeline, clock, log, pinged } = this.#options;
    const client = new StreamClient({
      addresses: target.node.addresses,
      requestTimeoutMs: target.node.requestTimeoutMs,
      credentials:
        target.source === "given"
          ? givenCredentials(target.node.certificateDer, target.macaroon)
          : fileCredentials(target.certificateFile, target.macaroonFile),
      feeder: grpcFeeder,
      codecs,
      receiver: pipeline,
      clock,
      jitter: Math.random,
      events: { changed: () => this.#tell(), pinged, noted: (text) => log("warn", text) },
    });
    this.#client = client;
    this.#macaroon = target.source === "given" ? target.macaroon : undefined;
    client.run().catch((error: unknown) => {
      log.bug("link", error);
      // A link that would never dial again must not look like one that waits: the shell starts a new thread.
      throw error;
    });
  }

  stop(): void {
    this.#client?.stop();
    this.#client = undefined;
    this.#macaroon?.fill(0);
    this.#macaroon = undefined;
  }

  retryNow(): void {
    this.#client?.retryNow();
  }

  /** Refuses requests until then, or resumes. */
  pause(untilMs: number | null): void {
    const { clock, pipeline } = this.#options;
    this.#cancelResume();
    this.#pausedUntilMs = untilMs;
    pipeline.pauseUntil(untilMs);
    if (untilMs !== null) this.#cancelResume = clock.after(untilMs - clock.nowMs(), () => this.pause(null));
    this.#tell();
  }

  #tell(): void {
    const link = this.#client?.state ?? { state: "offline" };
    this.#options.emit("link.changed", { link, pausedUntilMs: this.#pausedUntilMs });
  }
}
