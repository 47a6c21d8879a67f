/** SOCKS5 against a real proxy: what is asked of it, what comes through, and what each failure is called. */
import { once } from "node:events";
import { connect, createServer } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { linkFailure } from "../../../main/link/linkFailure";
import { openProxyTunnel, proxyFor } from "../../../main/link/proxyTunnel";
import type { NodeAddress } from "../../../main/pairing/watchOnlyNode";
import { type Socks5Options, startSocks5Proxy } from "../../support/socks5Proxy";

const toClose: (() => void)[] = [];
afterEach(() => {
  for (const close of toClose.splice(0)) close();
});

async function proxy(options: Socks5Options = {}) {
  const started = await startSocks5Proxy(options);
  toClose.push(() => started.stop());
  return { ...started, address: { host: "127.0.0.1", port: started.port } };
}

/** Says hello, then repeats what it hears. */
async function echo(): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined).write("hello ");
    socket.pipe(socket);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  toClose.push(() => server.close());
  const bound = server.address();
  if (bound === null || typeof bound !== "object") throw new Error("no port");
  return bound.port;
}

async function tunnel(through: NodeAddress, to: NodeAddress, signal = new AbortController().signal) {
  const opened = await openProxyTunnel(through, to, signal);
  toClose.push(opened.close);
  return opened;
}

async function talk(port: number, text: string, until: string): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  toClose.push(() => socket.destroy());
  socket.write(text);
  let heard = "";
  for await (const chunk of socket) {
    heard += String(chunk);
    if (heard.includes(until)) return heard;
  }
  throw new Error(`the tunnel closed after: ${heard}`);
}

async function failureOf(options: Socks5Options): Promise<{ cause: string; detail: string }> {
  const { address } = await proxy(options);
  const error = await openProxyTunnel(address, { host: "node", port: 1 }, new AbortController().signal).then(
    () => new Error("it opened"),
    (thrown: Error) => thrown,
  );
  return linkFailure({ code: 14, details: error.message }, "connecting");
}

describe("openProxyTunnel", () => {
  test.each([false, true])("passes bytes on in both directions, replies in pieces: %s", async (isSlow) => {
    const { address } = await proxy({ isSlow });
    const { port } = await tunnel(address, { host: "127.0.0.1", port: await echo() });
    expect(await talk(port, "and back", "back")).toBe("hello and back");
  });

  test("gives names to the proxy as they are", async () => {
    const onion = `${"a".repeat(56)}.onion`;
    const { address, asked } = await proxy({ names: { [onion]: await echo() } });
    const { port } = await tunnel(address, { host: onion, port: 10_019 });
    expect(await talk(port, "x", "x")).toBe("hello x");
    expect(asked).toEqual([`${onion}:10019`]);
  });

  test.each([
    ["192.0.2.7", "192.0.2.7:1"],
    ["2001:db8::7", "[2001:0db8:0000:0000:0000:0000:0000:0007]:1"],
    ["::ffff:192.0.2.7", "[0000:0000:0000:0000:0000:ffff:c000:0207]:1"],
    ["::", "[0000:0000:0000:0000:0000:0000:0000:0000]:1"],
  ])("gives the address %s in binary", async (host, expected) => {
    const { address, asked } = await proxy({ refusal: 1 });
    await expect(tunnel(address, { host, port: 1 })).rejects.toThrow("general failure");
    expect(asked).toEqual([expected]);
  });

  test("takes one connection only", async () => {
    const { address } = await proxy();
    const { port } = await tunnel(address, { host: "127.0.0.1", port: await echo() });
    expect(await talk(port, "x", "x")).toBe("hello x");
    await expect(talk(port, "y", "y")).rejects.toThrow(/ECONNREFUSED|ECONNRESET|the tunnel closed/);
  });

  test("gives up at once when it is told to", async () => {
    const { address } = await proxy({ isSilent: true });
    const giveUp = new AbortController();
    const opening = tunnel(address, { host: "node", port: 1 }, giveUp.signal);
    giveUp.abort();
    await expect(opening).rejects.toThrow(/^the proxy at 127\.0\.0\.1:\d+ failed/);
  });

  test.each([
    [2, "proxy-failed", "not allowed by its rules"],
    [3, "unreachable", "network unreachable"],
    [4, "unreachable", "host unreachable"],
    [5, "refused-connection", "connection refused"],
    [6, "unreachable", "time to live expired"],
    [8, "proxy-failed", "address type not supported"],
    [240, "proxy-failed", "reply 240"],
  ])("reply %i is %s", async (refusal, cause, detail) => {
    expect(await failureOf({ refusal })).toMatchObject({ cause, detail: expect.stringContaining(detail) });
  });

  test("a proxy that wants a password is proxy-failed", async () => {
    expect(await failureOf({ method: 2 })).toMatchObject({
      cause: "proxy-failed",
      detail: expect.stringContaining("password"),
    });
  });

  test("a proxy that is not there is proxy-failed", async () => {
    const stopped = await startSocks5Proxy();
    stopped.stop();
    const opening = tunnel({ host: "127.0.0.1", port: stopped.port }, { host: "node", port: 1 });
    const { message } = await opening.then(
      () => new Error("it opened"),
      (thrown: Error) => thrown,
    );
    expect(linkFailure({ code: 14, details: message }, "connecting").cause).toBe("proxy-failed");
  });
});

describe("proxyFor", () => {
  const chosen = { host: "10.0.0.9", port: 1080 };
  test.each([
    ["node.lan", undefined, undefined],
    ["node.lan", chosen, chosen],
    ["abc.onion", undefined, { host: "127.0.0.1", port: 9050 }],
    ["ABC.ONION.", undefined, { host: "127.0.0.1", port: 9050 }],
    ["abc.onion", chosen, chosen],
    ["abc.onion.example.com", undefined, undefined],
  ])("%s with %o", (host, given, expected) => {
    expect(proxyFor({ host, port: 10_019 }, given)).toEqual(expected);
  });
});
