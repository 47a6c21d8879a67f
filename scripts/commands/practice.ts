/**
 * npm run practice -- [--json] [--rounds N]: signer and practice node over TLS on loopback, every request kind, every
 * answer checked by a second implementation.
 * npm run practice -- --serve --accounts FILE [--network N] [--port N] [--speed N]: the node alone, for another signer.
 */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { PracticeStats } from "../../main/practice/auditor";
import { PracticeSession } from "../../main/practice/practiceSession";
import { type Network, networks } from "../../main/signer/network";
import { runAsCommand, UsageError } from "../command";
import { protoDir, startSigner, throwAwayKeys } from "../practice/throwAwaySigner";

const lanes = 4;

async function playProgramme(rounds: number, json: boolean): Promise<number> {
  const network = "regtest";
  const { masterKey, accounts } = throwAwayKeys(network);
  const session = await PracticeSession.start({ accounts, network, protoDir });
  const signer = await startSigner(masterKey, network, session.pairing);
  masterKey.fill(0);
  let stats: PracticeStats;
  try {
    if (!json) console.log(`Practice node on ${session.pairing.host}:${session.pairing.port}, a signer dials it ...`);
    stats = await session.playProgramme(rounds, lanes);
  } finally {
    await signer.stop();
    await session.stop();
  }
  const { requests, verified, failed, kinds, variants, p50Ms, p99Ms, failures } = stats;
  console.log(summary(stats));
  for (const failure of failures) console.log(`failed: ${failure}`);
  if (json) console.log(JSON.stringify({ requests, verified, failed, kinds, p50Ms, p99Ms, variants }));
  return verified === requests && failed === 0 && requests > 0 ? 0 : 1;
}

function summary({ requests, verified, failed, kinds, variants, p50Ms, p99Ms }: PracticeStats): string {
  const rows = Object.entries(kinds).map(([kind, count]) => `  ${kind.padEnd(36)} ${count}`);
  return [
    ...rows,
    `${requests} requests of ${rows.length} kinds in ${Object.keys(variants).length} variants; ` +
      `${verified} verified, ${failed} failed; round trip p50 ${p50Ms ?? "-"} ms, p99 ${p99Ms ?? "-"} ms`,
  ].join("\n");
}

async function serve(accountsFile: string, network: Network, port: number, speed: number): Promise<number> {
  const accounts = readFileSync(accountsFile, "utf8");
  const session = await PracticeSession.start({ accounts, network, protoDir, port });
  // Before the line that tells others to begin: they may be done at once.
  const asked = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve());
  });
  console.log(JSON.stringify({ lndconnect: session.pairing.lndconnect, port: session.pairing.port }));
  const rhythm = session.playRhythm(speed);
  await asked;
  await session.stop();
  await rhythm;
  console.log(JSON.stringify(session.stats()));
  return 0;
}

function numberOption(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (!(value >= low && value <= high))
    throw new UsageError(`--${name} takes a number from ${low} to ${high}, not ${text}`);
  return value;
}

async function runCommand(): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      rounds: { type: "string", default: "50" },
      serve: { type: "boolean", default: false },
      accounts: { type: "string" },
      network: { type: "string", default: "regtest" },
      port: { type: "string", default: "0" },
      speed: { type: "string", default: "1" },
    },
  });
  if (!values.serve) return playProgramme(Math.floor(numberOption("rounds", values.rounds, 1, 100_000)), values.json);
  const network = networks.find((known) => known === values.network);
  if (network === undefined) throw new UsageError(`--network takes one of ${networks.join(", ")}`);
  if (values.accounts === undefined) {
    throw new UsageError(
      "--serve needs --accounts FILE: the accounts of the signer that will connect (npm run signer -- accounts)",
    );
  }
  return serve(
    values.accounts,
    network,
    Math.floor(numberOption("port", values.port, 0, 65_535)),
    numberOption("speed", values.speed, 0.01, 1_000),
  );
}

runAsCommand(runCommand);
