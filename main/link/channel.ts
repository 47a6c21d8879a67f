/**
 * The real stream: gRPC over TLS that trusts exactly one certificate, the macaroon as metadata.
 *
 * Never uses the system's certificate authorities, never switches verification off, never shares a connection.
 */
import { Buffer } from "node:buffer";
import { X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { createSecureContext, type PeerCertificate, type SecureContextOptions } from "node:tls";
import {
  type ChannelOptions,
  Client,
  type ClientDuplexStream,
  credentials,
  logVerbosity,
  Metadata,
  type StatusObject,
  setLogVerbosity,
} from "@grpc/grpc-js";
import type { NodeAddress } from "../pairing/watchOnlyNode";
import { grpcStatus } from "./linkFailure";
import { openProxyTunnel, type ProxyTunnel } from "./proxyTunnel";
import type { SignStream, StreamEvents, StreamFeeder, StreamTarget } from "./signStream";
import { withoutRetries } from "./withoutRetries";

// grpc-js would print headers, and with them the macaroon, when its environment variables ask for traces.
setLogVerbosity(logVerbosity.NONE);

/** lnd's limit for what it receives (lnrpc/metadata.go); the same in the other direction. */
const messageLimitBytes = 200 * 1024 * 1024;
/** watchonlynode.timeout of lnd's own signer. */
const dialTimeoutMs = 5_000;
/**
 * A connection that is dead on the way, with nobody to say so, is noticed by these pings alone. lnd answers pings closer
 * than 5 s, or without a stream, with GOAWAY too_many_pings (config.go); one in six leaves a second for the network's
 * whims. A node that is silent for 4 s has missed the deadline of every answer, shorter silences must not cost the stream.
 */
const keepalive = { "grpc.keepalive_time_ms": 6_000, "grpc.keepalive_timeout_ms": 4_000 };
/** Tor now and then takes seconds for a round trip. */
const proxiedKeepalive = { "grpc.keepalive_time_ms": 10_000, "grpc.keepalive_timeout_ms": 8_000 };
/** TLS and HTTP/2 need some round trips, and one through Tor may take seconds. */
const proxiedDialTimeoutMs = 20_000;

const channelOptions: ChannelOptions = {
  "grpc.max_receive_message_length": messageLimitBytes,
  "grpc.max_send_message_length": messageLimitBytes,
  "grpc.keepalive_permit_without_calls": 0,
  // A new connection for every attempt, and no second try behind our back.
  "grpc.use_local_subchannel_pool": 1,
  "grpc.enable_retries": 0,
  "grpc.service_config_disable_resolution": 1,
  "grpc.enable_http_proxy": 0,
  // A packet of 5 MiB would otherwise cost a round trip for each 64 KiB.
  "grpc-node.flow_control_window": 1024 * 1024,
};

/** Opens streams over the network. */
export const grpcFeeder: StreamFeeder = {
  open(target, events) {
    const stream = new GrpcStream(events);
    if (target.proxy === undefined) stream.dial(target, targetUri(target.address), dialTimeoutMs);
    else void stream.dialThrough(target.proxy, target); // never rejects: failures arrive as `ended`
    return stream;
  },
};

class GrpcStream implements SignStream {
  readonly #events: StreamEvents;
  #client: Client | undefined;
  #call: ClientDuplexStream<Uint8Array, Uint8Array> | undefined;
  readonly #tunnelling = new AbortController();
  #tunnel: ProxyTunnel | undefined;
  #done = false;

  constructor(events: StreamEvents) {
    this.#events = events;
  }

  async dialThrough(proxy: NodeAddress, target: StreamTarget): Promise<void> {
    try {
      const tunnel = await openProxyTunnel(proxy, target.address, this.#tunnelling.signal);
      this.#tunnel = tunnel;
      if (this.#done) tunnel.close();
      else this.dial(target, `ipv4:127.0.0.1:${tunnel.port}`, proxiedDialTimeoutMs);
    } catch (error) {
      this.#end({ code: grpcStatus.unavailable, details: error instanceof Error ? error.message : String(error) });
    }
  }

  dial(target: StreamTarget, uri: string, timeoutMs: number): void {
    try {
      this.#client = new Client(uri, pinnedCredentials(target.certificateDer), {
        ...channelOptions,
        ...(target.proxy === undefined ? keepalive : proxiedKeepalive),
        // TLS forbids an address as server name. lnd's certificates always hold localhost (cert/selfsigned.go).
        "grpc.ssl_target_name_override": isIP(target.address.host) === 0 ? target.address.host : "localhost",
      });
      withoutRetries(this.#client);
      this.#start(this.#client, target, timeoutMs);
    } catch (error) {
      // A certificate that cannot be read, for instance. Later, as every other end.
      const details = error instanceof Error ? error.message : String(error);
      setImmediate(() => this.#end({ code: grpcStatus.unknown, details: `tls: ${details}` }));
    }
  }

  #start(client: Client, target: StreamTarget, timeoutMs: number): void {
    const metadata = new Metadata();
    metadata.set("macaroon", Buffer.from(target.macaroon).toString("hex"));
    const call = client.makeBidiStreamRequest(target.methodPath, serialise, deserialise, metadata);
    this.#call = call;
    client.waitForReady(Date.now() + timeoutMs, (error) => {
      if (this.#done) return;
      if (error === undefined) this.#events.connected();
      else this.#end({ code: grpcStatus.unavailable, details: `no answer within ${timeoutMs / 1_000} s` });
    });
    call.on("data", (bytes: Uint8Array) => {
      if (!this.#done) this.#events.message(bytes);
    });
    call.on("drain", () => {
      if (!this.#done) this.#events.writable();
    });
    call.on("status", (status: StatusObject) => this.#end({ code: status.code, details: status.details }));
    // "status" says the same and always follows; without a listener the error would be thrown.
    call.on("error", () => undefined);
  }

  write(bytes: Uint8Array): boolean {
    return this.#done || this.#call === undefined ? true : this.#call.write(bytes);
  }

  close(): void {
    this.#done = true;
    this.#release();
  }

  #end(end: { code: number; details: string }): void {
    if (this.#done) return;
    this.#done = true;
    this.#release();
    this.#events.ended(end);
  }

  #release(): void {
    this.#tunnelling.abort();
    this.#call?.cancel();
    this.#client?.close();
    this.#tunnel?.close();
  }
}

function serialise(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function deserialise(bytes: Buffer): Uint8Array {
  return bytes;
}

/** gRPC target of an address: IP addresses are given as such, so that no resolver sees them. */
function targetUri({ host, port }: NodeAddress): string {
  if (isIP(host) === 4) return `ipv4:${host}:${port}`;
  if (isIP(host) === 6) return `ipv6:[${host}]:${port}`;
  return `dns:${host}:${port}`;
}

/**
 * TLS that accepts one certificate: it is the only root, and the one presented must have the same SHA-256 fingerprint.
 * Which name it is made out to does not matter then.
 */
function pinnedCredentials(certificateDer: Uint8Array): ReturnType<typeof credentials.createFromSecureContext> {
  const pinned = new X509Certificate(certificateDer);
  // allowPartialTrustChain: a certificate that somebody else issued may be pinned too, without its issuer.
  const options: SecureContextOptions & { allowPartialTrustChain: boolean } = {
    ca: pinned.toString(),
    minVersion: "TLSv1.2",
    allowPartialTrustChain: true,
  };
  return credentials.createFromSecureContext(createSecureContext(options), {
    checkServerIdentity: (_host: string, presented: PeerCertificate) => {
      if (presented.fingerprint256 === pinned.fingerprint256) return undefined;
      return new Error(`not the pinned certificate: SHA-256 ${presented.fingerprint256}`);
    },
  });
}
