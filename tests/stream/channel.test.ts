/** The real channel: TLS with a pinned certificate, macaroon, limits, and what each failure is called. */
import { createServer, type Server as TcpServer } from "node:net";
import { status } from "@grpc/grpc-js";
import { afterEach, describe, expect, test } from "vitest";
import { grpcFeeder } from "../../main/link/channel";
import { loadCodecs } from "../../main/link/codec";
import { type LinkPhase, linkFailure, type StreamEnd } from "../../main/link/linkFailure";
import type { LinkFailure } from "../../main/link/linkState";
import type { SignStream } from "../../main/link/signStream";
import {
  makeLoopbackCertificate,
  makeSelfSignedCertificate,
  type SelfSignedCertificate,
} from "../../main/practice/selfSignedCertificate";
import { nodeBytes, protoDir } from "../support/scriptedStream";
import { startSocks5Proxy } from "../support/socks5Proxy";
import { refuseWith, registering, startTlsNode, type TlsNode, type TlsNodeOptions } from "../support/tlsNode";

const { watchonlyrpc: codec } = loadCodecs(protoDir);
const registration = codec.encode("1", { kind: "signer_registration" });
const toClose: (() => void)[] = [];
afterEach(() => {
  for (const close of toClose.splice(0)) close();
});

async function node(options: TlsNodeOptions = {}): Promise<TlsNode> {
  const started = await startTlsNode(options);
  toClose.push(() => started.stop());
  return started;
}

interface Dialled {
  readonly stream: SignStream;
  readonly messages: Uint8Array[];
  readonly ended: Promise<LinkFailure & StreamEnd>;
  next(): Promise<Uint8Array>;
}

/** Opens a stream, sends the registration when connected, and collects what comes. */
function dial(
  port: number,
  certificateDer: Uint8Array,
  { host = "127.0.0.1", proxyPort }: { host?: string; proxyPort?: number } = {},
): Dialled {
  const messages: Uint8Array[] = [];
  let phase: LinkPhase = "connecting";
  let wake: () => void = () => undefined;
  let stream: SignStream | undefined;
  const ended = new Promise<LinkFailure & StreamEnd>((resolve) => {
    stream = grpcFeeder.open(
      {
        address: { host, port },
        proxy: proxyPort === undefined ? undefined : { host: "127.0.0.1", port: proxyPort },
        methodPath: codec.methodPath,
        certificateDer,
        macaroon: Uint8Array.of(0x02, 0x01, 0xab),
      },
      {
        connected: () => {
          phase = "handshaking";
          stream?.write(registration);
        },
        message: (bytes) => {
          messages.push(bytes);
          wake();
        },
        writable: () => undefined,
        ended: (end) => resolve({ ...end, ...linkFailure(end, phase) }),
      },
    );
  });
  if (stream === undefined) throw new Error("no stream");
  toClose.push(() => stream?.close());
  const next = async () => {
    while (messages.length === 0) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    return messages.shift() ?? new Uint8Array(0);
  };
  return { stream, messages, ended, next };
}

function tcpServer(onConnect: (server: TcpServer) => void): Promise<{ server: TcpServer; port: number }> {
  return new Promise((resolve) => {
    const server = createServer({ allowHalfOpen: false }, () => onConnect(server));
    toClose.push(() => server.close());
    server.listen(0, "127.0.0.1", () => resolve({ server, port: (server.address() as { port: number }).port }));
  });
}

const dayMs = 86_400_000;
const unrelatedName = (): SelfSignedCertificate =>
  makeSelfSignedCertificate({
    dnsNames: ["somewhere.else.example"],
    ipAddresses: [],
    notBeforeMs: Date.now() - dayMs,
    notAfterMs: Date.now() + dayMs,
  });

describe("a node that shows the pinned certificate", () => {
  test("conformance 1 and 6: gets the registration, one macaroon in lower-case hex, and is heard", async () => {
    const { port, certificate, connections } = await node({ onStream: registering(() => undefined) });
    const { next } = dial(port, certificate.certificateDer);
    expect(codec.decode(await next())).toMatchObject({ kind: "registration-complete" });
    expect(connections[0]?.macaroons).toEqual(["0201ab"]);
  });

  test("conformance 8: may be dialled by a name or address its certificate does not hold", async () => {
    const certificate = unrelatedName();
    const { port } = await node({ certificate, onStream: registering(() => undefined) });
    for (const host of ["127.0.0.1", "localhost"]) {
      const { next } = dial(port, certificate.certificateDer, { host });
      expect(codec.decode(await next())).toMatchObject({ kind: "registration-complete" });
    }
  });

  test("gets a new TCP connection for every attempt", async () => {
    const { port, certificate, connections } = await node({ onStream: registering(() => undefined) });
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const { next, stream } = dial(port, certificate.certificateDer);
      await next();
      stream.close();
    }
    expect(new Set(connections.map(({ call }) => call.getPeer())).size).toBe(2);
  });

  test("conformance 17: may send a packet of 5 MiB, and of 50 MB, and get it back", async () => {
    const { port, certificate } = await node({
      onStream: registering((bytes, call) => {
        const packet = Buffer.alloc(bytes.length > 5_000_000 ? 1 : 50_000_000, 7);
        call.write(nodeBytes({ request_id: "3", sign_psbt_request: { funded_psbt: packet } }));
      }),
    });
    const { next, stream } = dial(port, certificate.certificateDer);
    await next();
    stream.write(codec.encode("2", { kind: "pong" }));
    const received = await next();
    expect(received.length).toBeGreaterThan(50_000_000);
    const signedPsbt = new Uint8Array(50_000_000).fill(7);
    stream.write(codec.encode("3", { kind: "sign_psbt_response", signedPsbt, signedInputs: [0] }));
    expect((await next()).length).toBeLessThan(100);
  });
});

describe("what a failure is called", () => {
  test("certificate-mismatch: another self-signed certificate, as after lnd made a new one", async () => {
    const { port, connections } = await node();
    const { cause } = await dial(port, makeLoopbackCertificate(Date.now()).certificateDer).ended;
    expect(cause).toBe("certificate-mismatch");
    expect(connections).toEqual([]);
  });

  test("certificate-dates: the pinned certificate has expired", async () => {
    const certificate = makeSelfSignedCertificate({
      dnsNames: ["localhost"],
      ipAddresses: [],
      notBeforeMs: Date.now() - 2 * dayMs,
      notAfterMs: Date.now() - dayMs,
    });
    const { port } = await node({ certificate });
    expect(await dial(port, certificate.certificateDer).ended).toMatchObject({
      cause: "certificate-dates",
      detail: expect.stringContaining("expired"),
    });
  });

  test("conformance 7: tls-failed: the port speaks plain text", async () => {
    const { port, certificate, connections } = await node({ plainText: true });
    expect((await dial(port, certificate.certificateDer).ended).cause).toBe("tls-failed");
    expect(connections).toEqual([]);
  });

  test("tls-failed: the port answers with something else entirely", async () => {
    const { server, port } = await tcpServer(() => undefined);
    server.on("connection", (socket) => {
      socket.on("error", () => undefined);
      socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
    });
    expect((await dial(port, unrelatedName().certificateDer).ended).cause).toBe("tls-failed");
  });

  test("tls-failed: the pinned certificate cannot be read", async () => {
    expect((await dial(1, Uint8Array.of(1, 2, 3)).ended).cause).toBe("tls-failed");
  });

  test("refused-connection: nobody listens", async () => {
    const { server, port } = await tcpServer(() => undefined);
    await new Promise((resolve) => server.close(resolve));
    expect(await dial(port, unrelatedName().certificateDer).ended).toMatchObject({
      cause: "refused-connection",
      detail: `connect ECONNREFUSED 127.0.0.1:${port}`,
    });
  });

  test("host-not-found: the name does not exist", async () => {
    const { cause } = await dial(10_019, unrelatedName().certificateDer, { host: "no-such-host.invalid" }).ended;
    expect(cause).toBe("host-not-found");
  });

  test("unreachable: the port takes the connection and stays silent for 5 s", async () => {
    const { port } = await tcpServer(() => undefined);
    const startedAtMs = performance.now();
    expect(await dial(port, unrelatedName().certificateDer).ended).toMatchObject({
      cause: "unreachable",
      detail: "no answer within 5 s",
    });
    expect(performance.now() - startedAtMs).toBeGreaterThan(4_500);
  });

  test.each([
    [5, "macaroon-refused", "permission denied"],
    [6, "macaroon-refused", "expected 1 macaroon, got 2"],
    [5, "macaroon-unknown-root-key", "cannot get macaroon: root key with id 5 doesn't exist"],
    [3, "another-signer-connected", "only one remote signer can be connected"],
    [12, "node-stopping", "lnd is shutting down"],
    [2, "handshake-refused", "initial request ID must be 1, but is: 2"],
    [2, "handshake-refused", "expected registration message, but got: pong"],
    [2, "handshake-refused", "invalid remote signer registration info"],
  ] as const)("conformance %i: %s: %s", async (_case, cause, details) => {
    const { port, certificate } = await node({ onStream: refuseWith(details) });
    expect(await dial(port, certificate.certificateDer).ended).toMatchObject({ cause, detail: details });
  });

  test("conformance 4: handshake-timeout: the node waited for the registration in vain", async () => {
    const { port, certificate } = await node({
      onStream: refuseWith("context deadline exceeded", status.DEADLINE_EXCEEDED),
    });
    expect(await dial(port, certificate.certificateDer).ended).toMatchObject({ cause: "handshake-timeout" });
  });

  test("wrong-port: gRPC, but not this service", async () => {
    const { port, certificate } = await node({ path: "/lnrpc.Lightning/GetInfo" });
    expect(await dial(port, certificate.certificateDer).ended).toMatchObject({ cause: "wrong-port", code: 12 });
  });

  test("connection-lost: the node goes away while online", async () => {
    const { port, certificate, stop } = await node({ onStream: registering(() => undefined) });
    const { next, ended } = dial(port, certificate.certificateDer);
    await next();
    stop();
    expect(["connection-lost", "node-stopping"]).toContain((await ended).cause);
  });
});

describe("through a SOCKS5 proxy", () => {
  const onion = `${"a".repeat(56)}.onion`;

  async function throughProxy(host: string, certificateDer?: Uint8Array) {
    const { port, certificate, connections } = await node({ onStream: registering(() => undefined) });
    const proxy = await startSocks5Proxy({ names: { [onion]: port } });
    toClose.push(() => proxy.stop());
    const dialled = dial(port, certificateDer ?? certificate.certificateDer, { host, proxyPort: proxy.port });
    return { ...dialled, proxy, connections, port };
  }

  test("an onion service is reached by its name, which only the proxy resolves", async () => {
    const { next, proxy, port } = await throughProxy(onion);
    expect(codec.decode(await next())).toMatchObject({ kind: "registration-complete" });
    expect(proxy.asked).toEqual([`${onion}:${port}`]);
  });

  test("certificate-mismatch: the pin decides there too", async () => {
    const { ended, connections } = await throughProxy(onion, makeLoopbackCertificate(Date.now()).certificateDer);
    expect((await ended).cause).toBe("certificate-mismatch");
    expect(connections).toEqual([]);
  });

  test("connection-lost: the proxy stops while online", async () => {
    const { next, ended, proxy } = await throughProxy("127.0.0.1");
    await next();
    proxy.stop();
    expect((await ended).cause).toBe("connection-lost");
  });

  test("proxy-failed: no proxy listens", async () => {
    const proxy = await startSocks5Proxy();
    proxy.stop();
    const { ended } = dial(10_019, unrelatedName().certificateDer, { host: onion, proxyPort: proxy.port });
    expect(await ended).toMatchObject({ cause: "proxy-failed", detail: expect.stringContaining("ECONNREFUSED") });
  });

  test("close while the proxy is silent ends without an event", async () => {
    const proxy = await startSocks5Proxy({ isSilent: true });
    toClose.push(() => proxy.stop());
    const { stream, ended } = dial(10_019, unrelatedName().certificateDer, { host: onion, proxyPort: proxy.port });
    stream.close();
    const outcome = await Promise.race([ended, new Promise((resolve) => setTimeout(() => resolve("quiet"), 100))]);
    expect(outcome).toBe("quiet");
  });
});

test("close ends the connection without an event", async () => {
  const { port, certificate, connections } = await node({ onStream: registering(() => undefined) });
  const { next, stream, ended } = dial(port, certificate.certificateDer);
  await next();
  const call = connections[0]?.call;
  const closed = new Promise((resolve) => call?.on("cancelled", resolve));
  stream.close();
  await closed;
  const outcome = await Promise.race([ended, new Promise((resolve) => setTimeout(() => resolve("silent"), 50))]);
  expect(outcome).toBe("silent");
});
