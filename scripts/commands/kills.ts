/**
 * npm run kills -- [--kills N] [--seed S] [--json]: a signer is killed with SIGKILL N times (200) at random moments, while
 * a node asks for signatures. Each time, what the node had got has to be there: its line in a chain that adds up and is
 * sealed, its use of the limits, its nonce (docs/journal.md).
 */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { sealKeyOf } from "../../main/journal/chain";
import { makePracticeIdentity, PracticeNode } from "../../main/practice/practiceNode";
import { World } from "../../main/practice/traffic/world";
import { type AccountsExport, WatchOnlyKeys } from "../../main/practice/watchOnlyKeys";
import { openDatabase } from "../../main/state/database";
import { runAsCommand } from "../command";
import { createRandom } from "../fuzz/random";
import { chainProblem, halves, missing } from "../kills/inspect";
import { askUntilKilled, type Left, makeOperations } from "../kills/load";
import { type KilledCalls, network, serveSigner } from "../kills/signer";
import { ChildCommand } from "../practice/childCommand";
import { protoDir, throwAwayKeys } from "../practice/throwAwaySigner";

/** The signer works for at most so long once it is connected. */
const longestLifeMs = 500;
const connectTimeoutMs = 20_000;
/** A profile is used for so many lives: approvals whose use a kill left open fill the queue, until they expire. */
const livesOfProfile = 20;

interface Report {
  kills: number;
  /** Signatures that had left. */
  left: number;
  missing: number;
  problems: number;
}

class Killing {
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), "countersign-kills-"));
  readonly #keys = throwAwayKeys(network);
  readonly #sealKey = sealKeyOf(this.#keys.masterKey);
  readonly #world = new World(new WatchOnlyKeys(JSON.parse(this.#keys.accounts) as AccountsExport, network), network);
  readonly #identity = makePracticeIdentity();
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  async run(kills: number): Promise<Report> {
    const report: Report = { kills, left: 0, missing: 0, problems: 0 };
    let fromSeq = 1;
    for (let round = 1; round <= kills; round += 1) {
      const life = (round - 1) % livesOfProfile;
      if (life === 0) fromSeq = 1;
      const file = path.join(this.#folder, `state-${round - life}.db`);
      const left = await this.#killOne(round, file);
      const { database, movedAsideTo } = openDatabase(file, Date.now());
      const lost = missing(database, left, fromSeq);
      const isLast = round === kills || life === livesOfProfile - 1;
      const problems = [
        movedAsideTo === null ? null : "the database could not be read",
        lost.length === 0 ? null : `${lost.length} signatures left without a trace, first ${lost[0]}`,
        chainProblem(database, this.#sealKey, isLast ? null : fromSeq),
        halves(database),
      ].filter((problem) => problem !== null);
      for (const problem of problems) console.log(`PROBLEM after kill ${round}: ${problem}`);
      report.left += left.length;
      report.missing += lost.length;
      report.problems += problems.length;
      fromSeq = headSeq(database) + 1;
      database.close();
    }
    return report;
  }

  /** Has a signer sign, and kills it. @returns what the node had got by then */
  async #killOne(round: number, databaseFile: string): Promise<Left[]> {
    // A node of its own for each: it may not notice that the signer was killed.
    const node = await PracticeNode.start({ protoDir, identity: this.#identity });
    const { coordinator, pairing } = node;
    const operations = makeOperations(this.#world);
    const signer = new ChildCommand<KilledCalls>("signer");
    try {
      await signer.call("start", { masterKey: this.#keys.masterKey, pairing, databaseFile });
      await coordinator.untilReady(connectTimeoutMs);
      const asking = askUntilKilled(coordinator, operations);
      await Promise.race([asking, delay(createRandom(this.#seed, round).below(longestLifeMs))]);
      await signer.stop();
      await node.stop();
      return await asking;
    } finally {
      await signer.stop();
      await node.stop();
    }
  }

  stop(): void {
    this.#keys.masterKey.fill(0);
    this.#sealKey.fill(0);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function headSeq(database: ReturnType<typeof openDatabase>["database"]): number {
  return (database.prepare("SELECT head_seq FROM journal_head").get() as { readonly head_seq: number }).head_seq;
}

async function runCommand(): Promise<number> {
  const { values } = parseArgs({
    options: {
      kills: { type: "string", default: "200" },
      seed: { type: "string", default: "1" },
      json: { type: "boolean", default: false },
      role: { type: "string" },
    },
  });
  if (values.role !== undefined) {
    serveSigner();
    return new Promise(() => undefined);
  }
  const [kills, seed] = [Number(values.kills), Number(values.seed)];
  if (!(Number.isInteger(kills) && kills >= 1 && kills <= 10_000 && Number.isInteger(seed))) {
    console.error("--kills takes a number from 1 to 10000, --seed a whole number");
    return 2;
  }
  const killing = new Killing(seed);
  try {
    const report = await killing.run(kills);
    const { left, missing: lost, problems } = report;
    console.log(`${kills} kills, ${left} signatures had left, ${lost} of them without a trace, ${problems} problems`);
    if (values.json) console.log(JSON.stringify(report));
    return left > 0 && lost === 0 && problems === 0 ? 0 : 1;
  } finally {
    killing.stop();
  }
}

runAsCommand(runCommand);
