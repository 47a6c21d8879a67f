import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { PracticeHost } from "../../main/practice/host";
import { signRequestKinds } from "../../main/signer/requests";
import type { ThreadHost } from "../../main/thread/host";
import { buildCommand } from "../../scripts/build.mjs";
import { startSigner, throwAwayKeys } from "../../scripts/practice/throwAwaySigner";

const practiceFile = path.resolve("dist/main/practice.cjs");
const protoDir = path.resolve("proto");
const network = "regtest";

describe("the practice thread", () => {
  const practice = new PracticeHost();
  const signers: ThreadHost[] = [];

  afterEach(async () => {
    for (const signer of signers.splice(0)) await signer.stop();
    await practice.stop();
  });

  it("asks a signer natural requests and verifies every answer", async () => {
    const { masterKey, accounts } = throwAwayKeys(network);
    const pairing = await practice.start({ practiceFile, protoDir, accounts, network, speed: 30 });
    signers.push(await startSigner(masterKey, network, pairing));
    await expect.poll(() => practice.stats?.verified ?? 0, { timeout: 20_000 }).toBeGreaterThan(60);
    expect(practice.stats).toMatchObject({ failed: 0, failures: [] });
    expect(Object.keys(practice.stats?.kinds ?? {})).toEqual(
      expect.arrayContaining(["ping", "shared_key_request", "sign_message_req", "sign_psbt_request"]),
    );
  });

  it("says why it cannot start, and starts again after", async () => {
    await expect(practice.start({ practiceFile, protoDir, accounts: "{}" })).rejects.toThrow();
    const { accounts } = throwAwayKeys(network);
    const pairing = await practice.start({ practiceFile, protoDir, accounts });
    expect(pairing.lndconnect).toMatch(/^lndconnect:\/\/127\.0\.0\.1:\d+\?cert=/);
    await practice.stop();
    expect((await practice.start({ practiceFile, protoDir, accounts })).port).toBeGreaterThan(0);
  });
});

describe("npm run practice", () => {
  let command: string;

  beforeAll(async () => {
    command = await buildCommand("practice");
  });

  async function run(args: readonly string[], whenLine?: (line: string, kill: () => void) => void) {
    const child = spawn(process.execPath, [command, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      const isFirstLine = !out.includes("\n");
      out += chunk;
      if (isFirstLine && out.includes("\n")) whenLine?.(out.split("\n")[0] ?? "", () => child.kill("SIGTERM"));
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk;
    });
    const [status] = (await once(child, "close")) as [number];
    return { status, lines: out.trim().split("\n"), err };
  }

  it("covers every request kind, verifies all and ends with one line of JSON", async () => {
    const { status, lines, err } = await run(["--json", "--rounds", "2"]);
    expect(err).toBe("");
    const report = JSON.parse(lines.at(-1) ?? "") as Record<string, number> & { kinds: Record<string, number> };
    expect(Object.keys(report.kinds)).toEqual(expect.arrayContaining([...signRequestKinds]));
    expect(report["requests"]).toBeGreaterThan(100);
    expect(report["verified"]).toBe(report["requests"]);
    expect(report["failed"]).toBe(0);
    expect(report["p99Ms"]).toBeGreaterThanOrEqual(report["p50Ms"] ?? Number.POSITIVE_INFINITY);
    expect(status).toBe(0);
  });

  it("serves the node alone until it is told to stop", async () => {
    const accountsFile = path.join(mkdtempSync(path.join(tmpdir(), "countersign-")), "accounts.json");
    writeFileSync(accountsFile, throwAwayKeys(network).accounts);
    const { status, lines } = await run(["--serve", "--accounts", accountsFile], (_, kill) => kill());
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ lndconnect: expect.stringMatching(/^lndconnect:/) });
    expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ requests: 0, failed: 0 });
    expect(status).toBe(0);
  });

  it.each([
    [["--serve"], /--accounts FILE/],
    [["--serve", "--accounts", "x", "--network", "simnet"], /--network takes one of/],
    [["--rounds", "0"], /--rounds takes a number/],
    [["--nonsense"], /nonsense/],
  ])("names what is wrong with %j", async (args, message) => {
    const { status, err } = await run(args);
    expect(status).toBe(2);
    expect(err).toMatch(message);
  });
});
