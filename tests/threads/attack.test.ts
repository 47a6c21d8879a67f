/** npm run attack: every attack and the honest traffic, and that it says so when the guard lets one through. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { beforeAll, describe, expect, it } from "vitest";
import { buildCommand } from "../../scripts/build.mjs";

interface Counts {
  readonly attacks: number;
  readonly refused: number;
  readonly watched: number;
  readonly told: number;
  readonly broken: number;
  readonly honest: number;
  readonly falseBlocks: number;
}

describe("npm run attack", () => {
  let command: string;

  beforeAll(async () => {
    command = await buildCommand("attack");
  });

  async function run(...args: string[]) {
    const child = spawn(process.execPath, [command, "--json", ...args], { stdio: ["ignore", "pipe", "pipe"] });
    let [out, err] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      out += chunk;
    });
    child.stderr.on("data", (chunk: Buffer) => {
      err += chunk;
    });
    const [status] = (await once(child, "close")) as [number];
    const counts = () => JSON.parse(out.trim().split("\n").at(-1) ?? "") as Counts;
    return { status, out, err, counts };
  }

  it("in Standard every attack is refused or told, and no honest request is refused", async () => {
    const { status, out, err, counts } = await run("--requests", "1000");
    expect(err).toBe("");
    for (const trouble of ["TAKEN", "SILENT", "BROKEN", "FALSE BLOCK"]) {
      expect(out.split("\n").filter((line) => line.startsWith(trouble))).toEqual([]);
    }
    const { attacks, refused, watched, told, broken, honest, falseBlocks } = counts();
    expect(attacks).toBeGreaterThanOrEqual(60);
    expect({ refused, told, broken, falseBlocks }).toEqual({
      refused: attacks,
      told: watched,
      broken: 0,
      falseBlocks: 0,
    });
    expect(honest).toBeGreaterThanOrEqual(1_000);
    expect(status).toBe(0);
  }, 600_000);

  it("in Blind, as with lnd's own signer, attacks succeed, nothing is told, and the status says so", async () => {
    const attacks = [
      "message-preimage-family-3",
      "message-taproot-prefix-family-0",
      "ecdh-revocation-root-foreign-point",
      "musig2-given-nonce-family-4",
      "sighash-2-p2wkh",
      "fee-two-amounts",
      "second-input-behind-htlc",
      "close-drained",
      "sweep-justice",
      "limit-drip-day",
      "grant-reuse",
    ];
    const { status, out, counts } = await run("--preset", "blind", "--only", [...attacks, "outflow"].join(","));
    expect(counts()).toMatchObject({ attacks: attacks.length, refused: 0, watched: 1, told: 0, broken: 0 });
    expect(out.split("\n").filter((line) => line.startsWith("TAKEN"))).toHaveLength(attacks.length);
    expect(status).toBe(1);
  }, 60_000);

  it("an attack whose harmless part is refused shows nothing, and the status says so", async () => {
    const { status, counts } = await run("--preset", "strict", "--only", "musig2-nonce-twice");
    expect(counts()).toMatchObject({ attacks: 0, broken: 1 });
    expect(status).toBe(1);
  }, 60_000);

  it("refuses names of attacks and presets that do not exist", async () => {
    expect(await run("--only", "nonsense")).toMatchObject({ status: 2 });
    expect(await run("--preset", "nonsense")).toMatchObject({ status: 2 });
  });
});
