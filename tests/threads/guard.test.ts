/** The guard without a window, end to end: a node that sends, the headless signer, its database and its commands. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { SendingNode } from "../support/sendingNode";
import { waitFor } from "../support/waitFor";

const headless = path.resolve("dist/main/headless.cjs");
const { root_tprv: rootKey } = JSON.parse(readFileSync("tests/vectors/accounts_itest_root.json", "utf8")) as {
  root_tprv: string;
};

let folder: string;
let node: SendingNode;
let signer: ChildProcess | undefined;
let said: string;

const inFolder = (name: string) => path.join(folder, name);
const profile = () => ["--profile", inFolder("p")];
const passphrase = () => ["--passphrase-file", inFolder("passphrase")];

beforeEach(async () => {
  // Short: the socket lies in it.
  folder = mkdtempSync(path.join(tmpdir(), "cs-"));
  writeFileSync(inFolder("passphrase"), "correct horse\n");
  writeFileSync(inFolder("seed"), `${rootKey}\n`);
  const seed = ["--network", "regtest", "--file", inFolder("seed"), "--store", "file"];
  expect(await run("seed", "import", ...profile(), ...seed, ...passphrase())).toMatchObject({ status: 0 });
  writeFileSync(inFolder("accounts.json"), (await run("accounts", ...profile(), ...passphrase())).out);
  node = await SendingNode.start(inFolder("accounts.json"));
});
afterEach(async () => {
  await stopSigner();
  await node.stop();
  rmSync(folder, { recursive: true });
});

async function run(...args: string[]): Promise<{ status: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [headless, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let [out, err] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    err += chunk;
  });
  await once(child, "close");
  return { status: child.exitCode, out, err };
}

async function startSigner(...args: string[]): Promise<void> {
  said = "";
  const child = spawn(process.execPath, [headless, "run", ...profile(), ...passphrase(), ...args], { stdio: "pipe" });
  signer = child;
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      said += chunk;
    });
  }
  await waitFor(
    () => said,
    (text) => text.includes('"online"'),
    20_000,
  );
}

async function stopSigner(): Promise<void> {
  const child = signer;
  signer = undefined;
  if (child === undefined || child.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

/** Waits until the signer says that something waits, and returns its reference. */
async function waitingRef(): Promise<string> {
  const [, ref = ""] = await waitFor(
    () => /waits for approval: ([0-9A-Z]{4})/.exec(said) ?? [],
    ({ length }) => length > 0,
  );
  return ref;
}

const decide = (word: "approve" | "refuse", ref: string) => run("approvals", word, ...profile(), "--ref", ref);

describe("a send", () => {
  test("waits, is approved from another command, and is signed on both inputs under one card", async () => {
    await startSigner("--pair", node.lndconnect);
    const sent = node.send();
    const ref = await waitingRef();
    expect(statSync(inFolder("p/control.sock")).mode & 0o777).toBe(0o600);
    expect((await run("approvals", "list", ...profile())).out).toMatch(
      new RegExp(`^${ref} waiting: send \\d+ sat to bcrt1`),
    );
    expect(await decide("approve", ref)).toMatchObject({ status: 0, out: `${ref} approved\n` });
    expect(await sent).toEqual({ results: ["signed", "signed"] });
    expect(said.match(/waits for approval/g)).toHaveLength(1);

    const verified = await run("journal", "verify", ...profile(), "--seal", ...passphrase(), "--json");
    expect(verified.status).toBe(0);
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, seal: "valid", unsealed: 0 });
    const journal = (await run("journal", "export", ...profile(), "--format", "csv")).out;
    expect(journal.split("\r\n").filter((line) => line.includes(",wallet-send,signed,"))).toHaveLength(2);
  });

  test("approve --as-open is refused for what cannot open a channel", async () => {
    await startSigner("--pair", node.lndconnect);
    const cards = () => [...said.matchAll(/waits for approval: ([0-9A-Z]{4}) .*?(bcrt1.)/g)];
    // Strangers have addresses of either kind; a taproot one might be a channel.
    for (let tries = 1; tries <= 30; tries += 1) {
      const sent = node.send();
      const card = (await waitFor(cards, ({ length }) => length === tries)).at(-1);
      const [, ref = "", kind] = card ?? [];
      const approved =
        kind === "bcrt1p" ? null : await run("approvals", "approve", ...profile(), "--ref", ref, "--as-open");
      expect(await decide("refuse", ref)).toMatchObject({ status: 0 });
      for (const result of (await sent).results) expect(result).toContain("[approval-refused]");
      if (approved === null) continue;
      expect(approved).toMatchObject({ status: 1, err: expect.stringContaining("cannot be the opening of a channel") });
      return;
    }
    throw new Error("every address was a taproot one");
  });

  test("nobody decides: the node reads what to do; the repeat is signed once it is approved, after a restart too", async () => {
    await startSigner("--pair", node.lndconnect);
    const { results } = await node.send();
    const ref = await waitingRef();
    for (const result of results) {
      expect(result).toContain(`[approval-needed] approve in Countersign within 15 min, then repeat (ref ${ref})`);
    }
    expect(await decide("approve", ref)).toMatchObject({ status: 0 });
    await stopSigner();
    await startSigner();
    expect(await node.repeat()).toEqual({ results: ["signed", "signed"] });
    expect(await decide("approve", ref)).toMatchObject({ status: 1, err: expect.stringContaining("nothing left") });
  });

  test("refused: the node is told, and a repeat is not asked about again", async () => {
    await startSigner("--pair", node.lndconnect);
    const sent = node.send();
    const ref = await waitingRef();
    expect(await decide("refuse", ref)).toMatchObject({ status: 0, out: `${ref} refused\n` });
    for (const { results } of [await sent, await node.repeat()]) {
      for (const result of results) expect(result).toContain("[approval-refused]");
    }
  });
});

describe("presets", () => {
  test("--guard blind signs whatever it is asked, and guard replay says what Standard would have asked", async () => {
    await startSigner("--pair", node.lndconnect, "--guard", "blind");
    expect(await node.send()).toEqual({ results: ["signed", "signed"] });
    await stopSigner();
    const replayed = await run("guard", "replay", ...profile(), "--preset", "standard", "--json");
    expect(replayed.out).toContain("ask policy-onchain-no-unknown-outputs");
    expect(JSON.parse(replayed.out.trim().split("\n").at(-1) ?? "")).toEqual({ examined: 2, blocked: 0, asked: 2 });
    const blind = await run("guard", "replay", ...profile(), "--preset", "blind", "--json");
    expect(JSON.parse(blind.out)).toEqual({ examined: 2, blocked: 0, asked: 0 });
  });
});

describe("without a signer that runs", () => {
  test("approvals say so", async () => {
    expect(await run("approvals", "list", ...profile())).toMatchObject({
      status: 1,
      err: expect.stringContaining("Start it with: run"),
    });
  });
});
