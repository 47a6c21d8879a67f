/** The stream client against a node on paper: every way a connection can go, without a network or real time. */
import { describe, expect, test } from "vitest";
import { loadCodecs } from "../../main/link/codec";
import type { CredentialSource } from "../../main/link/credentials";
import { grpcStatus } from "../../main/link/linkFailure";
import type { LinkProtocol, LinkState } from "../../main/link/linkState";
import type { SignAnswer } from "../../main/link/messages";
import type { IncomingRequest, RequestReceiver } from "../../main/link/requestReceiver";
import { StreamClient } from "../../main/link/streamClient";
import type { NodeAddress } from "../../main/pairing/watchOnlyNode";
import { FakeClock } from "../support/fakeClock";
import { protoDir, ScriptedFeeder, signerFields } from "../support/scriptedStream";

const codecs = loadCodecs(protoDir);
const certificateDer = Uint8Array.of(0x30, 0x00);
const signature: SignAnswer = { kind: "sign_message_resp", signature: new Uint8Array(64).fill(1) };

/** Keeps requests until the test answers them. */
class PatientReceiver implements RequestReceiver {
  readonly requests = new Map<string, { incoming: IncomingRequest; answer: (answer: SignAnswer) => void }>();
  readonly unreadable: [string, string | null][] = [];
  endings = 0;

  receive(incoming: IncomingRequest, answer: (answer: SignAnswer) => void): void {
    this.requests.set(incoming.requestId, { incoming, answer });
  }

  receiveUnreadable(requestId: string, detail: string | null, answer: (answer: SignAnswer) => void): void {
    this.unreadable.push([requestId, detail]);
    answer({ kind: "signer_error", error: "unreadable" });
  }

  streamEnded(): void {
    this.endings += 1;
  }

  answer(requestId: string, answer: SignAnswer = signature): void {
    const request = this.requests.get(requestId);
    if (request === undefined) throw new Error(`no request ${requestId}`);
    request.answer(answer);
  }
}

interface LinkOptions {
  readonly credentials?: CredentialSource;
  readonly addresses?: NodeAddress[];
  readonly proxy?: NodeAddress;
  readonly protocol?: LinkProtocol;
  readonly arrivalUs?: () => number;
}

/** Ports that are open, and every knock. */
class Ports {
  readonly open = new Set<number>();
  readonly knocks: NodeAddress[] = [];

  knock(address: NodeAddress, done: (isOpen: boolean) => void): () => void {
    this.knocks.push(address);
    queueMicrotask(() => done(this.open.has(address.port)));
    return () => undefined;
  }
}

function startLink(options: LinkOptions = {}) {
  const clock = new FakeClock();
  const ports = new Ports();
  const feeder = new ScriptedFeeder();
  const receiver = new PatientReceiver();
  const states: LinkState[] = [];
  const notes: string[] = [];
  let pings = 0;
  const client = new StreamClient({
    addresses: options.addresses ?? [{ host: "node", port: 10_019 }],
    proxy: options.proxy,
    protocol: options.protocol,
    requestTimeoutMs: 5_000,
    credentials: options.credentials ?? (async () => ({ certificateDer, macaroon: Uint8Array.of(2, 1, 3) })),
    feeder,
    codecs,
    receiver,
    knock: (address, done) => ports.knock(address, done),
    clock,
    arrivalUs: options.arrivalUs ?? (() => clock.monotonicUs()),
    jitter: () => 0,
    events: {
      changed: (state) => states.push(state),
      pinged: () => {
        pings += 1;
      },
      noted: (text) => notes.push(text),
    },
  });
  const done = client.run();
  return { clock, ports, feeder, receiver, states, notes, client, done, pings: () => pings };
}

/** Lets promises that are due settle. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

async function onlineLink() {
  const link = startLink();
  await settle();
  link.feeder.latest.register();
  return link;
}

describe("handshake", () => {
  test("conformance 1: registers as message 1 and is online with the node's answer", async () => {
    const { feeder, states } = startLink();
    await settle();
    const stream = feeder.latest;
    expect(stream.target.methodPath).toBe("/watchonlyrpc.WatchOnly/SignCoordinatorStreams");
    stream.connect();
    expect(stream.answers).toMatchObject([
      { ref_request_id: "1", signer_registration: { registration_info: "outboundSigner" } },
    ]);
    stream.say({ request_id: "1", registration_response: { registration_complete: {} } });
    expect(states.map(({ state }) => state)).toEqual(["connecting", "handshaking", "online"]);
    expect(states.at(-1)).toMatchObject({ address: "node:10019", protocol: "watchonlyrpc" });
  });

  test("says nothing before the connection stands", async () => {
    const { feeder } = startLink();
    await settle();
    expect(feeder.latest.sent).toEqual([]);
  });

  test("conformance 4: a node that says nothing is given up after the request timeout", async () => {
    const { feeder, clock, client } = startLink();
    await settle();
    feeder.latest.connect();
    clock.advance(4_999);
    expect(client.state.state).toBe("handshaking");
    clock.advance(1);
    await settle();
    expect(client.state).toMatchObject({ state: "backing-off", failure: { cause: "handshake-timeout" } });
    expect(feeder.latest.isClosed).toBe(true);
  });

  test.each([
    [
      "a registration error",
      { request_id: "1", registration_response: { registration_error: "not today" } },
      "not today",
    ],
    ["another id", { request_id: "2", registration_response: { registration_complete: {} } }, "registration"],
    ["a ping", { request_id: "1", ping: true }, "ping"],
  ])("%s instead of the registration is refused", async (_name, message, detail) => {
    const { feeder, client } = startLink();
    await settle();
    feeder.latest.connect();
    feeder.latest.say(message);
    await settle();
    expect(client.state).toMatchObject({ failure: { cause: "handshake-refused" } });
    expect(JSON.stringify(client.state)).toContain(detail);
    expect(feeder.latest.isClosed).toBe(true);
  });

  test("dies in the handshake: backs off and dials a new stream", async () => {
    const { feeder, clock, client } = startLink();
    await settle();
    feeder.latest.connect();
    feeder.latest.end("Connection dropped", grpcStatus.unavailable);
    await settle();
    expect(client.state).toMatchObject({ state: "backing-off", attempt: 1, failure: { cause: "connection-lost" } });
    clock.advance(1_000);
    await settle();
    expect(feeder.streams).toHaveLength(2);
  });
});

describe("back-off", () => {
  test("conformance 9: grows from 1 s by half to 60 s, and starts anew only after a completed handshake", async () => {
    const { feeder, clock, client, states } = startLink();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 13; attempt += 1) {
      await settle();
      feeder.latest.connect();
      feeder.latest.end("Connection dropped", grpcStatus.unavailable);
      await settle();
      const state = client.state;
      if (state.state !== "backing-off") throw new Error(state.state);
      waits.push(state.retryAtMs - clock.nowMs());
      clock.advance(state.retryAtMs - clock.nowMs());
    }
    expect(waits.slice(0, 4)).toEqual([1_000, 1_500, 2_250, 3_375]);
    expect(waits.at(-1)).toBe(60_000);
    await settle();
    feeder.latest.register();
    feeder.latest.end("Connection dropped", grpcStatus.unavailable);
    await settle();
    expect(states.at(-1)).toMatchObject({ state: "backing-off", attempt: 0, retryAtMs: clock.nowMs() + 1_000 });
  });

  test("retryNow ends the wait", async () => {
    const { feeder, client } = startLink();
    await settle();
    feeder.latest.end("connect ECONNREFUSED 127.0.0.1:10019", grpcStatus.unavailable);
    await settle();
    client.retryNow();
    await settle();
    expect(feeder.streams).toHaveLength(2);
    expect(client.state).toMatchObject({ state: "connecting", attempt: 2 });
  });

  test("retryNow leaves an online link alone", async () => {
    const { feeder, client } = await onlineLink();
    client.retryNow();
    await settle();
    expect(feeder.streams).toHaveLength(1);
    expect(client.state.state).toBe("online");
  });

  test("missing credentials are a reason to wait, and they are read anew", async () => {
    let isThere = false;
    const { feeder, clock, client } = startLink({
      credentials: async () =>
        isThere
          ? { certificateDer, macaroon: Uint8Array.of(0xab) }
          : { cause: "credentials-missing", detail: "signer.macaroon cannot be read (ENOENT)" },
    });
    await settle();
    expect(client.state).toMatchObject({ state: "backing-off", failure: { cause: "credentials-missing" } });
    expect(feeder.streams).toHaveLength(0);
    isThere = true;
    clock.advance(1_000);
    await settle();
    expect(feeder.latest.macaroonHex).toBe("ab");
  });

  test("the place that another signer has is asked for every 3 s, however often", async () => {
    const { feeder, clock, client } = startLink();
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await settle();
      feeder.latest.connect();
      feeder.latest.end("only one remote signer can be connected");
      await settle();
      expect(client.state).toMatchObject({ retryAtMs: clock.nowMs() + 3_000 });
      clock.advance(3_000);
    }
  });

  test("a link that was steady for 2 s is dialled again at once, a younger one after 1 s", async () => {
    for (const [onlineMs, delayMs] of [
      [2_000, 50],
      [1_999, 1_000],
    ] as const) {
      const { feeder, clock, client } = await onlineLink();
      clock.advance(onlineMs);
      feeder.latest.end("Connection dropped", grpcStatus.unavailable);
      await settle();
      expect(client.state).toMatchObject({ state: "backing-off", retryAtMs: clock.nowMs() + delayMs });
    }
  });

  test("the macaroon is wiped after each attempt", async () => {
    const macaroon = Uint8Array.of(1, 2, 3);
    const { feeder } = startLink({ credentials: async () => ({ certificateDer, macaroon }) });
    await settle();
    feeder.latest.end("connect ECONNREFUSED", grpcStatus.unavailable);
    await settle();
    expect([...macaroon]).toEqual([0, 0, 0]);
  });
});

describe("a port that opens", () => {
  async function refused(options: LinkOptions = {}) {
    const link = startLink(options);
    for (const _ of options.addresses ?? [null]) {
      await settle();
      link.feeder.latest.end("connect ECONNREFUSED 127.0.0.1:10019", grpcStatus.unavailable);
    }
    await settle();
    return link;
  }

  test("ends the wait, within a quarter of a second", async () => {
    const { feeder, clock, ports } = await refused();
    clock.advance(500);
    await settle();
    expect(feeder.streams).toHaveLength(1);
    ports.open.add(10_019);
    clock.advance(250);
    await settle();
    expect(feeder.streams).toHaveLength(2);
  });

  test("is knocked at four times a second, and not after the wait", async () => {
    const { clock, ports, feeder } = await refused();
    clock.advance(999);
    expect(ports.knocks).toHaveLength(3);
    clock.advance(1);
    await settle();
    feeder.latest.register();
    clock.advance(5_000);
    expect(ports.knocks).toHaveLength(3);
  });

  test("of any address of the node ends the wait", async () => {
    const addresses = [
      { host: "node", port: 1 },
      { host: "node", port: 2 },
    ];
    const { feeder, clock, ports } = await refused({ addresses });
    ports.open.add(2);
    clock.advance(250);
    await settle();
    expect(feeder.streams).toHaveLength(3);
  });

  test("while an attempt hangs starts a new one", async () => {
    const { feeder, clock, ports, client } = startLink();
    await settle();
    clock.advance(500);
    await settle();
    ports.open.add(10_019);
    clock.advance(250);
    await settle();
    expect(feeder.streams.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    feeder.latest.register();
    clock.advance(5_000);
    expect(client.state.state).toBe("online");
    expect(feeder.streams).toHaveLength(2);
  });

  test("that was open all the time leaves an attempt its time", async () => {
    const { feeder, clock, ports } = startLink();
    ports.open.add(10_019);
    await settle();
    for (let step = 0; step < 19; step += 1) {
      clock.advance(250);
      await settle();
    }
    expect(ports.knocks).toHaveLength(19);
    expect(feeder.streams).toHaveLength(1);
  });

  test("that was open all the time does not end the wait", async () => {
    const { feeder, clock, ports } = startLink();
    ports.open.add(10_019);
    await settle();
    feeder.latest.end("no answer within 5 s", grpcStatus.unavailable);
    await settle();
    clock.advance(999);
    await settle();
    expect(feeder.streams).toHaveLength(1);
    expect(ports.knocks.length).toBeGreaterThan(1);
  });

  test.each([
    ["a refused macaroon", "permission denied"],
    ["another signer", "only one remote signer can be connected"],
  ])("is not waited for after %s", async (_name, text) => {
    const { feeder, clock, ports } = startLink();
    await settle();
    feeder.latest.connect();
    feeder.latest.end(text);
    await settle();
    clock.advance(900);
    expect(ports.knocks).toEqual([]);
  });

  test("is not waited for behind a proxy, which takes every connection", async () => {
    for (const link of [
      await refused({ proxy: { host: "127.0.0.1", port: 1080 } }),
      await refused({ addresses: [{ host: `${"a".repeat(56)}.onion`, port: 10_019 }] }),
    ]) {
      link.clock.advance(900);
      expect(link.ports.knocks).toEqual([]);
    }
  });
});

describe("redial", () => {
  test("ends a wait", async () => {
    const { feeder, client } = startLink();
    await settle();
    feeder.latest.end("connect ECONNREFUSED 127.0.0.1:10019", grpcStatus.unavailable);
    await settle();
    client.redial("the network changed");
    await settle();
    expect(feeder.streams).toHaveLength(2);
  });

  test("gives up an attempt that waits for an answer, and starts with the first address again", async () => {
    const addresses = [
      { host: "first", port: 1 },
      { host: "second", port: 2 },
    ];
    const { feeder, client } = startLink({ addresses });
    await settle();
    feeder.latest.end("connect ECONNREFUSED", grpcStatus.unavailable);
    await settle();
    const second = feeder.latest;
    client.redial("the network changed");
    await settle();
    expect(second.isClosed).toBe(true);
    expect(feeder.streams.map(({ target }) => target.address.host)).toEqual(["first", "second", "first"]);
  });

  test("replaces a stream without a pause, and its open requests are let go", async () => {
    const { feeder, client, receiver, states } = await onlineLink();
    const first = feeder.latest;
    client.redial("the network changed");
    await settle();
    expect(first.isClosed).toBe(true);
    expect(receiver.endings).toBe(1);
    expect(feeder.streams).toHaveLength(2);
    expect(states.at(-2)).toMatchObject({ failure: { cause: "connection-lost", detail: "the network changed" } });
    feeder.latest.register();
    expect(client.state.state).toBe("online");
  });

  test("does nothing after stop", async () => {
    const { feeder, client, done } = await onlineLink();
    client.stop();
    client.redial("the network changed");
    await done;
    expect(feeder.streams).toHaveLength(1);
    expect(client.state).toEqual({ state: "offline" });
  });
});

describe("addresses and forms of the protocol", () => {
  test("an onion service is dialled through Tor, or through the proxy that was set", async () => {
    const onion = { host: `${"a".repeat(56)}.onion`, port: 10_019 };
    const proxy = { host: "10.0.0.9", port: 9150 };
    for (const [options, expected] of [
      [{ addresses: [onion] }, { host: "127.0.0.1", port: 9050 }],
      [{ addresses: [onion], proxy }, proxy],
      [{ proxy }, proxy],
      [{}, undefined],
    ] as const) {
      const { feeder } = startLink(options as LinkOptions);
      await settle();
      expect(feeder.latest.target.proxy).toEqual(expected);
    }
  });

  test("addresses are tried in order within a round", async () => {
    const addresses = [
      { host: "192.0.2.1", port: 10_019 },
      { host: "fe80::1", port: 10_020 },
    ];
    const { feeder, states, client } = startLink({ addresses });
    await settle();
    feeder.latest.end("connect ECONNREFUSED", grpcStatus.unavailable);
    await settle();
    expect(feeder.streams.map(({ target }) => target.address)).toEqual(addresses);
    expect(states.map((state) => "address" in state && state.address)).toEqual(["192.0.2.1:10019", "[fe80::1]:10020"]);
    feeder.latest.end("connect EHOSTUNREACH", grpcStatus.unavailable);
    await settle();
    expect(client.state).toMatchObject({ state: "backing-off", attempt: 1, failure: { cause: "unreachable" } });
  });

  test("conformance 11: UNIMPLEMENTED leads to the earlier form at once, and it is kept", async () => {
    const { feeder, client, clock } = startLink();
    await settle();
    feeder.latest.connect();
    feeder.latest.end("unknown service watchonlyrpc.WatchOnly", grpcStatus.unimplemented);
    await settle();
    expect(feeder.latest.target.methodPath).toBe("/walletrpc.WalletKit/SignCoordinatorStreams");
    feeder.latest.connect();
    feeder.latest.say(Buffer.from("08011001", "hex"));
    expect(client.state).toMatchObject({ state: "online", protocol: "walletrpc" });
    feeder.latest.end("Connection dropped", grpcStatus.unavailable);
    await settle();
    clock.advance(1_000);
    await settle();
    expect(feeder.latest.target.methodPath).toBe("/walletrpc.WalletKit/SignCoordinatorStreams");
  });

  test("conformance 11: UNIMPLEMENTED for both forms is the wrong port, or an lnd that is too old", async () => {
    const { feeder, client } = startLink();
    for (let form = 0; form < 2; form += 1) {
      await settle();
      feeder.latest.connect();
      feeder.latest.end("unknown method", grpcStatus.unimplemented);
    }
    await settle();
    expect(feeder.streams).toHaveLength(2);
    expect(client.state).toMatchObject({ state: "backing-off", attempt: 1, failure: { cause: "wrong-port" } });
  });

  test.each([
    ["watchonlyrpc", "/watchonlyrpc.WatchOnly/SignCoordinatorStreams"],
    ["walletrpc", "/walletrpc.WalletKit/SignCoordinatorStreams"],
  ] as const)("%s, when insisted on, is the only form that is tried", async (protocol, methodPath) => {
    const { feeder, client } = startLink({ protocol });
    await settle();
    expect(feeder.latest.target.methodPath).toBe(methodPath);
    feeder.latest.connect();
    feeder.latest.end("unknown method", grpcStatus.unimplemented);
    await settle();
    expect(feeder.streams).toHaveLength(1);
    expect(client.state).toMatchObject({ state: "backing-off", failure: { cause: "wrong-port" } });
  });

  test("conformance 3: another signer is connected: waits, and gets in when the slot is free", async () => {
    const { feeder, client, clock } = startLink();
    await settle();
    feeder.latest.connect();
    feeder.latest.end("only one remote signer can be connected");
    await settle();
    expect(client.state).toMatchObject({ failure: { cause: "another-signer-connected" } });
    clock.advance(2_999);
    await settle();
    expect(feeder.streams).toHaveLength(1);
    clock.advance(1);
    await settle();
    feeder.latest.register();
    expect(client.state.state).toBe("online");
  });
});

describe("requests", () => {
  test("conformance 13: ping is answered at once with the same id while a request is open", async () => {
    const { feeder, pings } = await onlineLink();
    feeder.latest.say({ request_id: "2", sign_message_req: { msg: Uint8Array.of(1) } });
    feeder.latest.say({ request_id: "3", ping: true });
    expect(feeder.latest.answers).toMatchObject([{ ref_request_id: "3", pong: true }]);
    expect(pings()).toBe(1);
  });

  test("conformance 14: an unknown kind is answered and the stream stays up", async () => {
    const { feeder, receiver, client } = await onlineLink();
    feeder.latest.say(Buffer.from("0803aa0600", "hex"));
    expect(receiver.unreadable).toEqual([["3", null]]);
    expect(feeder.latest.answers).toMatchObject([{ ref_request_id: "3", signer_error: { error: "unreadable" } }]);
    expect(client.state.state).toBe("online");
  });

  test("a malformed message is answered when its id can be read, and noted when not", async () => {
    const { feeder, receiver, client, notes } = await onlineLink();
    feeder.latest.say(Buffer.from("08032aff01", "hex"));
    feeder.latest.say(Buffer.from("ff", "hex"));
    expect(receiver.unreadable).toEqual([["3", expect.stringContaining("range")]]);
    expect(feeder.latest.answers).toHaveLength(1);
    expect(notes).toHaveLength(1);
    expect(client.state.state).toBe("online");
  });

  test("conformance 15: answers leave in any order", async () => {
    const { feeder, receiver } = await onlineLink();
    const ids = Array.from({ length: 100 }, (_, index) => String(index + 2));
    for (const id of ids) feeder.latest.say({ request_id: id, sign_message_req: { msg: Uint8Array.of(1) } });
    const shuffled = [...ids].sort((a, b) => (Number(a) % 7) - (Number(b) % 7) || Number(b) - Number(a));
    for (const id of shuffled) receiver.answer(id);
    expect(feeder.latest.answers.map((answer) => answer["ref_request_id"])).toEqual(shuffled);
  });

  test("conformance 16: a second answer for one id is dropped", async () => {
    const { feeder, receiver } = await onlineLink();
    feeder.latest.say({ request_id: "2", sign_message_req: { msg: Uint8Array.of(1) } });
    receiver.answer("2");
    receiver.answer("2");
    expect(feeder.latest.answers).toHaveLength(1);
  });

  test("conformance 16: an id that comes twice while it is open is answered once", async () => {
    const { feeder, receiver } = await onlineLink();
    feeder.latest.say({ request_id: "2", sign_message_req: { msg: Uint8Array.of(1) } });
    feeder.latest.say({ request_id: "2", sign_message_req: { msg: Uint8Array.of(2) } });
    receiver.answer("2");
    expect(feeder.latest.answers).toHaveLength(1);
  });

  test("the deadline is the request timeout less a second", async () => {
    const { feeder, receiver, clock } = await onlineLink();
    clock.advance(10_000);
    feeder.latest.say({ request_id: "2", sign_message_req: { msg: Uint8Array.of(1) } });
    const incoming = receiver.requests.get("2")?.incoming;
    expect(incoming?.receivedAtUs).toBe(clock.monotonicUs());
    expect(incoming?.deadlineUs).toBe(clock.monotonicUs() + 4_000_000);
  });

  test("the deadline counts from before a stall of the thread", async () => {
    let stalledUs = 0;
    const link = startLink({ arrivalUs: () => link.clock.monotonicUs() - stalledUs });
    await settle();
    link.feeder.latest.register();
    link.clock.advance(10_000);
    stalledUs = 3_000_000;
    link.feeder.latest.say({ request_id: "2", sign_message_req: { msg: Uint8Array.of(1) } });
    expect(link.receiver.requests.get("2")?.incoming.deadlineUs).toBe(link.clock.monotonicUs() + 1_000_000);
  });

  test("conformance 12: dies mid-request, comes back with a new id, and the old one's answer is dropped", async () => {
    const { feeder, receiver, clock } = await onlineLink();
    const first = feeder.latest;
    first.say({ request_id: "7", sign_message_req: { msg: Uint8Array.of(1) } });
    first.end("Connection dropped", grpcStatus.unavailable);
    expect(receiver.endings).toBe(1);
    await settle();
    clock.advance(1_000);
    await settle();
    const second = feeder.latest;
    second.register();
    second.say({ request_id: "8", sign_message_req: { msg: Uint8Array.of(1) } });
    receiver.answer("7");
    receiver.answer("8");
    expect(first.sent).toEqual([]);
    expect(second.answers.map((answer) => answer["ref_request_id"])).toEqual(["8"]);
  });
});

describe("backpressure", () => {
  test("answers wait for room, in their order, and pongs do not", async () => {
    const { feeder, receiver } = await onlineLink();
    const stream = feeder.latest;
    stream.room = 1;
    for (const id of ["2", "3", "4"]) {
      stream.say({ request_id: id, sign_message_req: { msg: Uint8Array.of(1) } });
      receiver.answer(id);
    }
    expect(stream.answers.map((answer) => answer["ref_request_id"])).toEqual(["2"]);
    stream.say({ request_id: "5", ping: true });
    expect(stream.answers.map((answer) => answer["ref_request_id"])).toEqual(["2", "5"]);
    stream.drain();
    expect(stream.answers.map((answer) => answer["ref_request_id"])).toEqual(["2", "5", "3", "4"]);
  });
});

describe("stop", () => {
  test("closes the stream and dials no more", async () => {
    const { feeder, client, clock, done, receiver } = await onlineLink();
    client.stop();
    await done;
    expect(feeder.latest.isClosed).toBe(true);
    expect(receiver.endings).toBe(1);
    expect(client.state).toEqual({ state: "offline" });
    clock.advance(120_000);
    await settle();
    expect(feeder.streams).toHaveLength(1);
  });

  test("while waiting", async () => {
    const { feeder, client, clock, done } = startLink();
    await settle();
    feeder.latest.end("connect ECONNREFUSED", grpcStatus.unavailable);
    await settle();
    client.stop();
    await done;
    clock.advance(120_000);
    await settle();
    expect(feeder.streams).toHaveLength(1);
  });

  test("while dialling and while registering", async () => {
    for (const step of [() => undefined, (feeder: ScriptedFeeder) => feeder.latest.connect()]) {
      const { feeder, client, done } = startLink();
      await settle();
      step(feeder);
      client.stop();
      await done;
      expect(feeder.latest.isClosed).toBe(true);
      expect(client.state).toEqual({ state: "offline" });
    }
  });

  test("a message that arrives afterwards is not answered", async () => {
    const { feeder, client } = await onlineLink();
    client.stop();
    feeder.latest.isClosed = false;
    feeder.latest.say({ request_id: "2", ping: true });
    expect(feeder.latest.sent).toEqual([]);
  });
});

test("64-bit ids come back exactly", async () => {
  const { feeder, receiver } = await onlineLink();
  feeder.latest.say({ request_id: "18446744073709551615", sign_message_req: { msg: Uint8Array.of(1) } });
  receiver.answer("18446744073709551615");
  expect(signerFields(feeder.latest.sent[0] ?? Buffer.alloc(0))["ref_request_id"]).toBe("18446744073709551615");
});
