/** The retry layer of grpc-js is left out where it is what it was, and nothing is touched where it is not. */
import { once } from "node:events";
import { createServer, type ServerHttp2Stream } from "node:http2";
import type { AddressInfo } from "node:net";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type Channel, Client, credentials } from "@grpc/grpc-js";
import { describe, expect, test } from "vitest";
import { withoutRetries } from "../../../main/link/withoutRetries";

type Sent = { readonly bytes: number; readonly taken: () => void };

function clientOver(channel: object): Client {
  return new Client("ipv4:127.0.0.1:1", credentials.createInsecure(), { channelOverride: channel as Channel });
}

/** A client whose connection takes messages when the test says so. */
function scriptedClient() {
  const sent: Sent[] = [];
  const made: unknown[][] = [];
  const call = {
    sendMessageWithContext: ({ callback }: { callback?: () => void }, message: Buffer) => {
      sent.push({ bytes: message.length, taken: () => callback?.() });
    },
  };
  const internalChannel = {
    createRetryingCall: (_1: unknown, _2: unknown, _3: unknown, _4: unknown, _5: unknown, _6: unknown): typeof call => {
      throw new Error("retries");
    },
    createLoadBalancingCall: (_1: unknown, _2: unknown, _3: unknown, _4: unknown, _5: unknown, _6: unknown) => {
      made.push([_1, _2, _3, _4, _5, _6]);
      return call;
    },
  };
  return { client: clientOver({ internalChannel }), internalChannel, sent, made };
}

test("the grpc-js in use has the shape that is looked for", () => {
  const client = new Client("ipv4:127.0.0.1:1", credentials.createInsecure());
  expect(withoutRetries(client)).toBe(true);
  client.close();
});

describe("a call", () => {
  test("is made with the same options, past the retry layer", () => {
    const { client, internalChannel, made } = scriptedClient();
    withoutRetries(client);
    internalChannel.createRetryingCall("config", "method", "host", "credentials", "deadline", 7);
    expect(made).toEqual([["config", "method", "host", "credentials", "deadline", 7]]);
  });

  function sender() {
    const { client, internalChannel, sent } = scriptedClient();
    withoutRetries(client);
    const call = internalChannel.createRetryingCall(1, 2, 3, 4, 5, 6);
    const called: number[] = [];
    const send = (bytes: number, number: number) =>
      call.sendMessageWithContext({ callback: () => called.push(number) }, Buffer.alloc(bytes));
    return { send, sent, called };
  }

  test("takes small messages without waiting for the connection", async () => {
    const { send, sent, called } = sender();
    for (const number of [1, 2, 3]) send(100, number);
    expect(called).toEqual([1, 2, 3]);
    expect(sent).toHaveLength(3);
    for (const { taken } of sent) taken();
    await nextTurn();
    expect(called).toEqual([1, 2, 3]);
  });

  test("waits for the connection beyond 256 KiB under way, and no longer than that", async () => {
    const { send, sent, called } = sender();
    send(200 * 1024, 1);
    send(100 * 1024, 2);
    await nextTurn();
    expect(called).toEqual([1]);
    sent[0]?.taken();
    sent[1]?.taken();
    expect(called).toEqual([1, 2]);
    send(200 * 1024, 3);
    await nextTurn();
    expect(called).toEqual([1, 2, 3]);
  });
});

test("messages of one turn reach the node in one piece", async () => {
  const server = createServer();
  const isCalled = new Promise<ServerHttp2Stream>((resolve) => server.once("stream", resolve));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = new Client(`ipv4:127.0.0.1:${(server.address() as AddressInfo).port}`, credentials.createInsecure());
  try {
    withoutRetries(client);
    const bytes = (message: Buffer): Buffer => message;
    const call = client.makeBidiStreamRequest("/service/method", bytes, bytes);
    call.on("error", () => undefined);
    call.write(Buffer.from("first"));
    const stream = await isCalled;
    await once(stream, "data");
    for (const message of ["a", "bc", "def"]) call.write(Buffer.from(message));
    const [piece] = (await once(stream, "data")) as [Buffer];
    // compressed(1) || length(4) || message, for each
    expect(piece.toString("latin1")).toBe("\0\0\0\0\x01a\0\0\0\0\x02bc\0\0\0\0\x03def");
    call.cancel();
  } finally {
    client.close();
    server.close();
  }
});

const retrying = (): string => "retrying";
const oneOption = (option: string): string => option;

test.each([
  ["no inner channel", {}],
  ["no call without retries", { internalChannel: { createRetryingCall: retrying } }],
  ["other options", { internalChannel: { createRetryingCall: oneOption, createLoadBalancingCall: oneOption } }],
])("nothing is changed in a grpc-js with %s", (_, channel) => {
  const before = { ...(channel as { internalChannel?: object }).internalChannel };
  expect(withoutRetries(clientOver(channel))).toBe(false);
  expect({ ...(channel as { internalChannel?: object }).internalChannel }).toEqual(before);
});
