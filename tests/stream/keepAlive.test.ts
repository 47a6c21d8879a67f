/** The pings of an idle stream, counted by a bare HTTP/2 server: lnd ends a stream that is pinged more than once in 5 s. */
import { once } from "node:events";
import { createSecureServer, type ServerHttp2Session, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { afterAll, describe, expect, test } from "vitest";
import { grpcFeeder } from "../../main/link/channel";
import type { SignStream } from "../../main/link/signStream";
import { makeLoopbackCertificate } from "../../main/practice/selfSignedCertificate";
import { FaultyNetwork } from "../../scripts/faults/network";

/** lnd's grpc.client-ping-min-wait. */
const leastPauseMs = 5_000;
const toClose: (() => void)[] = [];
afterAll(() => {
  for (const close of toClose.splice(0).reverse()) close();
});

/** A node that takes the stream and says nothing, behind a network that can be stalled, with the signer connected. */
async function idleStream() {
  const certificate = makeLoopbackCertificate(Date.now());
  const server = createSecureServer({ key: certificate.keyPem, cert: certificate.certificatePem });
  const pingedAtMs: number[] = [];
  server.on("session", (session: ServerHttp2Session) => {
    toClose.push(() => session.destroy());
    session.on("error", () => undefined);
    session.on("ping", () => pingedAtMs.push(performance.now()));
  });
  server.on("stream", (stream: ServerHttp2Stream) => {
    stream.on("error", () => undefined);
    stream.respond({ ":status": 200, "content-type": "application/grpc" });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  toClose.push(() => server.close());
  const network = new FaultyNetwork();
  network.leadTo((server.address() as AddressInfo).port);
  await network.open();
  toClose.push(() => network.cut());
  let stream: SignStream | undefined;
  let endedAtMs = 0;
  await new Promise<void>((resolve) => {
    stream = grpcFeeder.open(
      {
        address: { host: "127.0.0.1", port: network.port },
        proxy: undefined,
        methodPath: "/watchonlyrpc.WatchOnly/SignCoordinatorStreams",
        certificateDer: certificate.certificateDer,
        macaroon: Uint8Array.of(2, 1),
      },
      {
        connected: resolve,
        message: () => undefined,
        writable: () => undefined,
        ended: () => {
          endedAtMs = performance.now();
        },
      },
    );
    toClose.push(() => stream?.close());
  });
  return { network, pingedAtMs, close: () => stream?.close(), endedAtMs: () => endedAtMs };
}

describe("conformance 10: keep-alive", () => {
  test.concurrent("a stream is pinged, never twice within lnd's five seconds, and nothing is pinged after it", async () => {
    const { pingedAtMs, close, endedAtMs } = await idleStream();
    const connectedAtMs = performance.now();
    await expect.poll(() => pingedAtMs.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(2);
    const [first = 0, second = 0] = pingedAtMs;
    expect(first - connectedAtMs).toBeGreaterThan(leastPauseMs);
    expect(second - first).toBeGreaterThan(leastPauseMs);
    expect(endedAtMs()).toBe(0);
    close();
    const before = pingedAtMs.length;
    await new Promise((resolve) => setTimeout(resolve, 7_000));
    expect(pingedAtMs).toHaveLength(before);
  }, 40_000);

  test.concurrent("three seconds of silence cost nothing, a dead connection is noticed", async () => {
    const { network, endedAtMs } = await idleStream();
    const resume = network.stallTowardsNode();
    // The first ping falls into the last of these.
    await new Promise((resolve) => setTimeout(resolve, 8_500));
    resume();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(endedAtMs()).toBe(0);
    network.stallTowardsNode();
    // 6 s to the next ping and 4 s for its answer, plus what a busy machine takes.
    await expect.poll(endedAtMs, { timeout: 15_000 }).toBeGreaterThan(0);
  }, 40_000);
});
