/**
 * npm run kills -- [--kills N] [--seed S] [--json]: a signer's journal is killed with SIGKILL N times (200) at random
 * moments under load. Each time whatever had been said to be durable has to be there: entry, use of the limit, amount
 * and nonce of every signature, in a chain that adds up and is sealed (docs/journal.md).
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openDatabase } from "../../main/state/database";
import { runAsCommand } from "../command";
import { createRandom } from "../fuzz/random";
import { chainProblem, halves, inspect } from "../kills/inspect";
import { writeUntilKilled } from "../kills/writer";

/** The signer works for at most so long once it has begun. */
const longestLifeMs = 150;

interface Report {
  kills: number;
  committed: number;
  missing: number;
  problems: number;
}

/** Runs a signer and kills it. @returns the numbers of the signatures that had left */
async function killOne(file: string, seed: number, round: number): Promise<string[]> {
  const args = [__filename, "--role=writer", `--file=${file}`, `--seed=${seed}`, `--round=${round}`];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const closed = once(child, "close");
  await Promise.race([once(child.stdout, "data"), closed]);
  await delay(createRandom(seed, -1 - round).below(longestLifeMs));
  child.kill("SIGKILL");
  const [, signal] = (await closed) as [number | null, string | null];
  if (signal !== "SIGKILL") throw new Error("the writer ended by itself");
  // A line that was cut short by the kill had not left.
  return said
    .slice(0, said.lastIndexOf("\n") + 1)
    .split(/\s+/)
    .filter(Boolean);
}

async function run(kills: number, seed: number): Promise<Report> {
  const folder = mkdtempSync(path.join(os.tmpdir(), "countersign-kills-"));
  const file = path.join(folder, "state.db");
  const report: Report = { kills, committed: 0, missing: 0, problems: 0 };
  const problem = (round: number, text: string | null) => {
    if (text === null) return;
    report.problems += 1;
    console.log(`PROBLEM after kill ${round}: ${text}`);
  };
  let fromSeq = 1;
  try {
    for (let round = 1; round <= kills; round += 1) {
      const ids = await killOne(file, seed, round);
      const { database, movedAsideTo } = openDatabase(file, Date.now());
      if (movedAsideTo !== null) problem(round, "the database could not be read");
      const { committed, missing, chain } = inspect(database, ids, fromSeq);
      report.committed += committed;
      report.missing += missing.length;
      problem(round, chain);
      problem(round, missing.length === 0 ? null : `${missing.length} signatures without a trace: ${missing[0]} ...`);
      problem(round, halves(database));
      const row = database.prepare("SELECT head_seq FROM journal_head").get() as { readonly head_seq: number };
      fromSeq = row.head_seq + 1;
      if (round === kills) problem(round, chainProblem(database, null));
      database.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return report;
}

async function runCommand(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "200" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      role: { type: "string" },
      file: { type: "string" },
      round: { type: "string" },
    },
  });
  const [kills, seed] = [Number(values.kills), Number(values.seed)];
  if (values.role === "writer" && values.file !== undefined) writeUntilKilled(values.file, seed, Number(values.round));
  if (!(Number.isInteger(kills) && kills >= 1 && kills <= 10_000 && Number.isInteger(seed))) {
    console.error("--kills takes a number from 1 to 10000, --seed a whole number");
    return 2;
  }
  const report = await run(kills, seed);
  const { committed, missing, problems } = report;
  console.log(
    `${kills} kills, ${committed} signatures had left, ${missing} of them without a trace, ${problems} problems`,
  );
  if (values.json) console.log(JSON.stringify(report));
  return committed > 0 && missing === 0 && problems === 0 ? 0 : 1;
}

runAsCommand(runCommand);
