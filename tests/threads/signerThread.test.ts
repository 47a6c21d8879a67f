/** The real signer thread from its bundle: what it does for a node while things around it break. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { BroadcastChannel } from "node:worker_threads";
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { LinkState } from "../../main/link/linkState";
import { ThreadHost } from "../../main/thread/host";
import type { LinkTarget } from "../../main/thread/protocol";
import { RemoteNode, userMessagePrefix } from "../support/remoteNode";
import { protoDir } from "../support/scriptedStream";

const threadFile = path.resolve(__dirname, "../../dist/main/thread.cjs");
const fragileThreadFile = path.resolve(__dirname, "../../scripts/faults/fragileThread.cjs");

let host: ThreadHost;
let folder: string;
let states: LinkState[];
let logLines: string[];
const nodes: RemoteNode[] = [];
let breaker: BroadcastChannel;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "countersign-thread-"));
  host = new ThreadHost();
  states = [];
  logLines = [];
  host.on("link.changed", ({ link }) => states.push(link));
  host.on("log.line", ({ text }) => logLines.push(text));
  breaker = new BroadcastChannel("countersign-fragile-thread");
});
afterEach(async () => {
  breaker.close();
  await host.stop();
  for (const node of nodes.splice(0)) await node.stop();
  rmSync(folder, { recursive: true });
});

async function remoteNode(): Promise<{ node: RemoteNode; target: LinkTarget }> {
  const started = await RemoteNode.start();
  nodes.push(started.node);
  return started;
}

/** 64 bytes that are a valid master key. */
function masterKey(): SharedArrayBuffer {
  const buffer = new SharedArrayBuffer(64);
  new Uint8Array(buffer).fill(0x11);
  return buffer;
}

async function start(file = threadFile, databaseFile: string | null = null): Promise<void> {
  await host.start({ threadFile: file, protoDir, databaseFile });
}

/** lnd's health check gives a ping 1 s; half of the pongs have to be far from that even on a busy machine. */
function expectInTime(tookMs: readonly number[]): void {
  const sorted = [...tookMs].sort((a, b) => a - b);
  expect(sorted.at(-1)).toBeLessThan(1_000);
  expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(400);
}

describe("keys and link", () => {
  test("signs for the node once keys are loaded, and refuses without", async () => {
    const { node, target } = await remoteNode();
    await start();
    await host.call("link.start", target);
    await node.next("registered");
    node.command({ kind: "sign", msg: "a" });
    expect(await node.next("signed")).toMatchObject({ error: expect.stringMatching(/^\[locked\] /) });
    const loaded = await host.call("keys.load", { network: "regtest", masterKey: masterKey() });
    expect(loaded.identityPubkeyHex).toMatch(/^0[23][0-9a-f]{64}$/);
    expect(loaded.masterFingerprintHex).toMatch(/^[0-9a-f]{8}$/);
    node.command({ kind: "sign", msg: "a" });
    const signature = Buffer.from((await node.next("signed")).signatureHex ?? "", "hex");
    const digest = sha256(sha256(Buffer.from(`${userMessagePrefix}a`)));
    const pubkey = Buffer.from(loaded.identityPubkeyHex, "hex");
    expect(secp256k1.verify(signature, digest, pubkey, { prehash: false, format: "der" })).toBe(true);
  });

  test("wipe zeroes the shared bytes at once; the link stays and requests are refused", async () => {
    const { node, target } = await remoteNode();
    const key = masterKey();
    await start();
    await host.call("keys.load", { network: "regtest", masterKey: key });
    await host.call("link.start", target);
    await node.next("registered");
    const wiped = host.wipe();
    expect([...new Uint8Array(key)].every((byte) => byte === 0)).toBe(true);
    await wiped;
    node.command({ kind: "sign", msg: "a" });
    expect(await node.next("signed")).toMatchObject({ error: expect.stringMatching(/^\[locked\] /) });
    node.command({ kind: "ping", count: 1, everyMs: 1 });
    expect((await node.next("pongs")).tookMs).toHaveLength(1);
  });

  test("pause refuses and resumes by itself", async () => {
    const { node, target } = await remoteNode();
    await start();
    await host.call("keys.load", { network: "regtest", masterKey: masterKey() });
    await host.call("link.start", target);
    await node.next("registered");
    let pausedUntilMs: number | null = null;
    host.on("link.changed", (payload) => {
      pausedUntilMs = payload.pausedUntilMs;
    });
    await host.call("link.pause", { untilMs: Date.now() + 400 });
    node.command({ kind: "sign", msg: "a" });
    expect(await node.next("signed")).toMatchObject({ error: expect.stringMatching(/^\[paused\] /) });
    expect(pausedUntilMs).toBeGreaterThan(0);
    await expect.poll(() => pausedUntilMs, { timeout: 5_000 }).toBe(null);
    node.command({ kind: "sign", msg: "a" });
    expect((await node.next("signed")).error).toBe(null);
  });

  test("the feed tells what was signed, by event and by page", async () => {
    const { node, target } = await remoteNode();
    await start();
    await host.call("keys.load", { network: "regtest", masterKey: masterKey() });
    await host.call("link.start", target);
    await node.next("registered");
    const appended = new Promise((resolve) =>
      host.on("feed.appended", ({ totals }) => totals.requests > 0 && resolve(totals)),
    );
    node.command({ kind: "sign", msg: "hello" });
    expect(await appended).toMatchObject({ requests: 1, refused: 0 });
    const { entries } = await host.call("feed.page", { limit: 10 });
    expect(entries).toMatchObject([{ requestId: "2", outcome: { kind: "signed" } }]);
  });

  test("a wrong master key is refused with words", async () => {
    await start();
    const masterKeyOf63 = new SharedArrayBuffer(63);
    await expect(host.call("keys.load", { network: "regtest", masterKey: masterKeyOf63 })).rejects.toThrow(/ref/);
    expect(logLines.join("\n")).toContain("expected 64 bytes, got 63");
  });
});

describe("what must not delay a pong", () => {
  test("a main thread that is frozen for 2 s", async () => {
    const { node, target } = await remoteNode();
    await start();
    await host.call("keys.load", { network: "regtest", masterKey: masterKey() });
    await host.call("link.start", target);
    await node.next("registered");
    node.command({ kind: "ping", count: 80, everyMs: 20 });
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000);
    const { tookMs } = await node.next("pongs");
    expect(tookMs).toHaveLength(80);
    expectInTime(tookMs);
    await expect.poll(() => states.map(({ state }) => state)).toEqual(["connecting", "handshaking", "online"]);
  });

  test("a burst of 500 requests; every one of them is answered", async () => {
    const { node, target } = await remoteNode();
    await start();
    await host.call("keys.load", { network: "regtest", masterKey: masterKey() });
    await host.call("link.start", target);
    await node.next("registered");
    node.command({ kind: "burst", count: 500, pings: 20 });
    const { signatures, pongsMs } = await node.next("burst");
    expect(signatures).toBe(500);
    expectInTime(pongsMs);
  });

  test("a scan over a hundred thousand keys", async () => {
    const { node, target } = await remoteNode();
    await start();
    await host.call("keys.load", { network: "regtest", masterKey: masterKey() });
    await host.call("link.start", target);
    await node.next("registered");
    node.command({ kind: "scan" });
    await node.next("asked");
    node.command({ kind: "ping", count: 50, everyMs: 5 });
    expectInTime((await node.next("pongs")).tookMs);
    node.command({ kind: "sign", msg: "meanwhile" });
    expect((await node.next("signed")).error).toBe(null);
  });
});

describe("a thread that breaks", () => {
  test.each([
    ["throw", 2_000],
    ["hang", 8_000],
  ])("%s: the stream ends, a new thread connects with the same keys", async (how, withinMs) => {
    const { node, target } = await remoteNode();
    await start(fragileThreadFile);
    await host.call("keys.load", { network: "regtest", masterKey: masterKey() });
    await host.call("link.start", target);
    await node.next("registered");
    node.command({ kind: "sign", msg: "before" });
    const before = (await node.next("signed")).signatureHex;
    node.command({ kind: "scan" });
    await node.next("asked");
    const brokenAtMs = Date.now();
    breaker.postMessage(how);
    expect(await node.next("ended")).toEqual({ kind: "ended", open: 1 });
    expect(Date.now() - brokenAtMs).toBeLessThan(withinMs);
    await node.next("registered");
    node.command({ kind: "sign", msg: "before" });
    expect((await node.next("signed")).signatureHex).toBe(before);
    expect(logLines.join("\n")).toContain("the signer thread died and is replaced");
  });

  test("twice in a row: calls wait for the third", async () => {
    await start(fragileThreadFile);
    await host.call("settings.write", { key: "a", json: "1" });
    const deaths = () => logLines.filter((line) => line.includes("died")).length;
    for (let death = 1; death <= 2; death += 1) {
      breaker.postMessage("throw");
      await expect.poll(deaths, { timeout: 5_000 }).toBe(death);
      await host.call("diagnostics", {});
    }
    expect((await host.call("diagnostics", {})).backend).not.toBe(null);
  });

  test("a call that is open when it breaks fails with CRASHED", async () => {
    await start(fragileThreadFile);
    breaker.postMessage("hang");
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(host.call("diagnostics", {})).rejects.toMatchObject({ name: "ThreadError", code: "CRASHED" });
  });

  test("keys that were wiped are not there again after a replacement", async () => {
    const { node, target } = await remoteNode();
    await start(fragileThreadFile);
    await host.call("keys.load", { network: "regtest", masterKey: masterKey() });
    await host.wipe();
    await host.call("link.start", target);
    await node.next("registered");
    breaker.postMessage("throw");
    await node.next("ended");
    await node.next("registered");
    node.command({ kind: "sign", msg: "a" });
    expect(await node.next("signed")).toMatchObject({ error: expect.stringMatching(/^\[locked\] /) });
  });
});

describe("start and stop", () => {
  const node = {
    id: "00112233445566ff",
    name: "Living room",
    addresses: [{ host: "node.local", port: 10_019 }],
    certificateDer: Uint8Array.of(1, 2, 3),
    network: "signet",
    requestTimeoutMs: 5_000,
    pairedAtMs: 1,
  } as const;

  test("nodes and settings are there after a restart", async () => {
    const databaseFile = path.join(folder, "state.db");
    await start(threadFile, databaseFile);
    await host.call("nodes.save", { node });
    await host.call("settings.write", { key: "app", json: '{"theme":"dark"}' });
    await host.stop();
    await start(threadFile, databaseFile);
    expect(await host.call("nodes.list", {})).toEqual({ nodes: [node] });
    expect(await host.call("settings.read", { key: "app" })).toEqual({ json: '{"theme":"dark"}' });
    await host.call("nodes.forget", { id: node.id });
    expect(await host.call("nodes.list", {})).toEqual({ nodes: [] });
  });

  test("an unreadable database is kept under another name, and said", async () => {
    const databaseFile = path.join(folder, "state.db");
    writeFileSync(databaseFile, "no database at all ".repeat(300));
    const moved = new Promise<string>((resolve) => host.on("state.movedAside", ({ file }) => resolve(file)));
    await start(threadFile, databaseFile);
    expect(path.dirname(await moved)).toBe(folder);
    expect(readdirSync(folder).filter((name) => name.startsWith("state.db.unreadable-"))).toHaveLength(1);
  });

  test("a database that cannot be opened fails the start with its code", async () => {
    const databaseFile = path.join(folder, "nowhere", "state.db");
    await expect(start(threadFile, databaseFile)).rejects.toMatchObject({ name: "ThreadError", code: "UNAVAILABLE" });
  });

  test("after stop, calls fail and keys are zero", async () => {
    const key = masterKey();
    await start();
    await host.call("keys.load", { network: "regtest", masterKey: key });
    await host.stop();
    expect([...new Uint8Array(key)].every((byte) => byte === 0)).toBe(true);
    await expect(host.call("diagnostics", {})).rejects.toMatchObject({ code: "STOPPED" });
  });

  test("diagnostics name the curve that passed its self-test", async () => {
    await start();
    expect(await host.call("diagnostics", {})).toMatchObject({
      backend: expect.stringMatching(/^(native|portable)$/),
      backendSelfTest: "passed",
      inFlight: 0,
    });
  });
});
