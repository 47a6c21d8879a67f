/** A short run of npm run faults: node, signer and network in processes of their own, and a few things that go wrong. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { beforeAll, describe, expect, it } from "vitest";
import { buildCommand } from "../../scripts/build.mjs";

interface Report {
  readonly requests: number;
  readonly unanswered: number;
  readonly latestMs: number;
  readonly deadlineMs: number;
  readonly reconnectMs: number;
  readonly scenarios: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

describe("npm run faults", () => {
  let command: string;

  beforeAll(async () => {
    command = await buildCommand("faults");
  });

  async function run(...args: string[]) {
    const child = spawn(process.execPath, [command, ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk;
    });
    const [status] = (await once(child, "close")) as [number];
    return { status, out, err, lines: out.trim().split("\n") };
  }

  it("no request is left without an answer when node, network, thread and disk fail", async () => {
    const only = ["nodeKilled", "networkCut2s", "threadCrashed", "writerCrashed", "keyLocked", "diskFull", "diskSlow"];
    const { out, err, lines } = await run("--json", "--requests", "1500", "--only", only.join(","));
    expect(err).toBe("");
    expect(out).not.toContain("PROBLEM");
    const report = JSON.parse(lines.at(-1) ?? "") as Report;
    expect(Object.keys(report.scenarios)).toEqual(only);
    for (const scenario of Object.values(report.scenarios)) {
      expect(scenario).toMatchObject({ requests: expect.any(Number), unanswered: 0, latestMs: expect.any(Number) });
    }
    expect(report.requests).toBeGreaterThanOrEqual(1_500);
    expect(report.unanswered).toBe(0);
    expect(report.deadlineMs).toBe(4_000);
    expect(report.latestMs).toBeLessThanOrEqual(report.deadlineMs);
    expect(report.scenarios["nodeKilled"]?.["reconnectMs"]).toBeGreaterThan(0);
    // Measured on a quiet machine by the command itself; beside other tests it has to be quick, not that quick.
    expect(report.reconnectMs).toBeLessThan(2_000);
  }, 90_000);

  it("counts a request that nobody answers, and says so by its status", async () => {
    // The signer's process stands still for longer than the node waits.
    const { status, lines, out } = await run("--json", "--requests", "60", "--only", "deaf");
    const report = JSON.parse(lines.at(-1) ?? "") as Report;
    expect(report.unanswered, out).toBeGreaterThan(0);
    expect(status).toBe(1);
  }, 60_000);

  it.each([
    [["--only", "earthquake"], /--only takes some of steady, .*, not earthquake/],
    [["--requests", "none"], /--requests takes a number/],
    [["--nonsense"], /nonsense/],
  ])("names what is wrong with %j", async (args, message) => {
    const { status, err } = await run(...args);
    expect(status).toBe(2);
    expect(err).toMatch(message);
  });
});
