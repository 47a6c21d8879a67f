/** The link in the signer thread: which node, whether signing is paused, and telling the shell about both. */
import { grpcFeeder } from "../link/channel";
import type { Codec } from "../link/codec";
import { fileCredentials, givenCredentials } from "../link/credentials";
import type { LinkProtocol, LinkState } from "../link/linkState";
import { localAddressTo, systemAddresses, watchNetwork } from "../link/networkWatch";
import { proxyFor } from "../link/proxyTunnel";
import { StallWatch } from "../link/stallWatch";
import { StreamClient } from "../link/streamClient";
import { tcpKnock } from "../link/tcpKnock";
import { addressText } from "../pairing/watchOnlyNode";
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
  /** From now on requests come from this node. */
  readonly dialling: (nodeId: string) => void;
}

/** lnd drops a stream that left a keep-alive unanswered for so long (grpc.server-ping-timeout). */
const untrustedAfterMs = 20_000;

export class ThreadLink {
  readonly #options: ThreadLinkOptions;
  #client: StreamClient | undefined;
  #macaroon: Uint8Array | undefined;
  #pausedUntilMs: number | null = null;
  #cancelResume: () => void = () => undefined;
  #stallWatch: StallWatch | undefined;
  #stopNetworkWatch: () => void = () => undefined;
  /** This computer's address that the stream's connection leaves from; null while unknown. */
  #localAddress: string | null = null;

  constructor(options: ThreadLinkOptions) {
    this.#options = options;
  }

  /** Dials this node from now on, instead of any other. */
  start(target: LinkTarget): void {
    this.stop();
    this.#options.dialling(target.node.id);
    const { codecs, pipeline, clock, log, pinged } = this.#options;
    const stallWatch = new StallWatch(clock, (forMs) => this.#stoodStill(forMs));
    this.#stallWatch = stallWatch;
    this.#stopNetworkWatch = watchNetwork(clock, systemAddresses, (addresses) => this.#networkChanged(addresses));
    const client = new StreamClient({
      addresses: target.node.addresses,
      proxy: target.node.proxy,
      requestTimeoutMs: target.node.requestTimeoutMs,
      credentials:
        target.source === "given"
          ? givenCredentials(target.node.certificateDer, target.macaroon)
          : fileCredentials(target.certificateFile, target.macaroonFile),
      feeder: grpcFeeder,
      codecs,
      protocol: target.protocol,
      receiver: pipeline,
      knock: tcpKnock,
      clock,
      arrivalUs: () => stallWatch.arrivalUs(),
      jitter: Math.random,
      events: { changed: (state) => this.#changed(state, target.node), pinged, noted: (text) => log("warn", text) },
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
    this.#stallWatch?.stop();
    this.#stopNetworkWatch();
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

  #changed(state: LinkState, { addresses, proxy }: LinkTarget["node"]): void {
    this.#tell();
    this.#localAddress = null;
    if (state.state !== "online") return;
    const address = addresses.find((each) => addressText(each) === state.address);
    // The name of an onion service must not reach a name server.
    if (address === undefined || proxyFor(address, proxy) !== undefined) return;
    localAddressTo(address).then(
      (local) => {
        if (this.#client?.state === state) this.#localAddress = local;
      },
      (error: unknown) => this.#options.log.bug("local address", error),
    );
  }

  /** A stream goes on if its own way out is still there; whatever else is under way starts anew. */
  #networkChanged(addresses: ReadonlySet<string>): void {
    const isOnline = this.#client?.state.state === "online";
    if (isOnline && (this.#localAddress === null || addresses.has(this.#localAddress))) return;
    this.#client?.redial("this computer's network changed");
  }

  #stoodStill(forMs: number): void {
    const seconds = Math.round(forMs / 1_000);
    this.#options.log("warn", `the signer stood still, or the clock was set forward, for ${seconds} s`);
    if (forMs < untrustedAfterMs) this.#client?.retryNow();
    else this.#client?.redial(`this computer was away for ${seconds} s, or its clock was set`);
  }

  #tell(): void {
    const link = this.#client?.state ?? { state: "offline" };
    this.#options.emit("link.changed", { link, pausedUntilMs: this.#pausedUntilMs });
  }
}
