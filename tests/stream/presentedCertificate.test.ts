import { createServer, type Server } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { fetchPresentedCertificate } from "../../main/link/presentedCertificate";
import { makeLoopbackCertificate, makeSelfSignedCertificate } from "../../main/practice/selfSignedCertificate";
import { startSocks5Proxy } from "../support/socks5Proxy";
import { startTlsNode, type TlsNode } from "../support/tlsNode";

let node: TlsNode | undefined;
let server: Server | undefined;
afterEach(() => {
  node?.stop();
  server?.close();
  node = undefined;
  server = undefined;
});
const host = "127.0.0.1";

describe("the certificate a node shows", () => {
  it("is fetched in full, and no stream is opened for it", async () => {
    node = await startTlsNode();
    const presented = await fetchPresentedCertificate([{ host, port: node.port }], undefined);
    expect(presented).toEqual({
      certificateDer: node.certificate.certificateDer,
      address: { host, port: node.port },
    });
    expect(node.connections).toEqual([]);
  });

  it("is fetched although it is expired and made out to somebody else", async () => {
    const certificate = makeSelfSignedCertificate({
      dnsNames: ["elsewhere.example"],
      ipAddresses: [],
      notBeforeMs: Date.now() - 900_000_000,
      notAfterMs: Date.now() - 100_000_000,
    });
    node = await startTlsNode({ certificate });
    expect(await fetchPresentedCertificate([{ host, port: node.port }], undefined)).toMatchObject({
      certificateDer: certificate.certificateDer,
    });
  });

  it("is the one a host name shows too", async () => {
    node = await startTlsNode({ certificate: makeLoopbackCertificate(Date.now()) });
    expect(await fetchPresentedCertificate([{ host: "localhost", port: node.port }], undefined)).toMatchObject({
      certificateDer: node.certificate.certificateDer,
    });
  });

  it("comes from the next address where the first does not answer", async () => {
    node = await startTlsNode();
    const closed = await startTlsNode();
    closed.stop();
    const addresses = [closed.port, node.port].map((port) => ({ host, port }));
    expect(await fetchPresentedCertificate(addresses, undefined)).toMatchObject({ address: { host, port: node.port } });
  });

  it("comes through a SOCKS5 proxy where one leads to the node", async () => {
    node = await startTlsNode();
    const onion = `${"a".repeat(56)}.onion`;
    const proxy = await startSocks5Proxy({ names: { [onion]: node.port } });
    try {
      const presented = await fetchPresentedCertificate([{ host: onion, port: 10_019 }], {
        host,
        port: proxy.port,
      });
      expect(presented).toMatchObject({ certificateDer: node.certificate.certificateDer });
      expect(proxy.asked).toEqual([`${onion}:10019`]);
    } finally {
      proxy.stop();
    }
  });

  it("proxy-failed: the proxy does not answer", async () => {
    const closed = await startTlsNode();
    closed.stop();
    expect(await fetchPresentedCertificate([{ host, port: 1 }], { host, port: closed.port })).toMatchObject({
      failure: { cause: "proxy-failed" },
    });
  });

  it("refused-connection: nobody listens", async () => {
    const closed = await startTlsNode();
    closed.stop();
    expect(await fetchPresentedCertificate([{ host, port: closed.port }], undefined)).toMatchObject({
      failure: { cause: "refused-connection" },
    });
  });

  it("tls-failed: something answers that speaks no TLS", async () => {
    server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await new Promise<void>((resolve) => server?.listen(0, host, resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    expect(await fetchPresentedCertificate([{ host, port }], undefined)).toMatchObject({
      failure: { cause: "tls-failed" },
    });
  });
});
