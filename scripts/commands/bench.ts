/**
 * npm run bench -- [--json] [--quick] [--peer-cmd "CMD"]: our signer over the real stream, the backends alone, the same
 * engine on pure JavaScript, and any other signer that dials the same practice node (docs/performance.md).
 */
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { openCurve } from "../../main/thread/nativeCurve";
import { BenchChild } from "../bench/childProcess";
import { timePages } from "../bench/journalPages";
import { benchKinds, type ChildRole, type LoadResult, type PairingData } from "../bench/messages";
import { startPeer } from "../bench/peer";
import { timePrimitives } from "../bench/rawPrimitives";
import { type BenchReport, describeReport, jsonReport, type MixTurns, type SignerResults } from "../bench/report";
import { playRole } from "../bench/roles";
import { timeScalars } from "../bench/scalarTiming";
import { runAsCommand } from "../command";
import { throwAwayKeys } from "../practice/throwAwaySigner";

const network = "regtest";
/** How often each signer of ours has its turn. */
const turnsEach = 3;
/** A signer that has just started derives the wallet's addresses while nobody asks: four to seven seconds of work. */
const settleMs = 8_000;
const inFlights = [1, 16, 256] as const;
const signersInTurn = [
  ["open", "default"],
  ["guarded", "guarded"],
  ["noble", "portable"],
] as const;

interface Lengths {
  /** The mix, before anything is measured: for its first seconds V8 is compiling. */
  readonly warmUpMs: number;
  readonly runMs: number;
  readonly primitiveMs: number;
  readonly bursts: number;
}
const usual: Lengths = { warmUpMs: 12_000, runMs: 3_000, primitiveMs: 1_500, bursts: 20 };
const quick: Lengths = { warmUpMs: 500, runMs: 500, primitiveMs: 300, bursts: 3 };

class Bench {
  readonly #driver = new BenchChild("driver");
  readonly #keys = throwAwayKeys(network);
  readonly #lengths: Lengths;
  readonly #say: (text: string) => void;

  constructor(lengths: Lengths, say: (text: string) => void) {
    this.#lengths = lengths;
    this.#say = say;
  }

  async run(peerCommand: string | undefined): Promise<BenchReport> {
    const primitives = timePrimitives(this.#lengths.primitiveMs);
    const scalarTimings = timeScalars(openCurve().curve, this.#lengths.primitiveMs);
    this.#say("Pages of a journal ...");
    const pages = timePages();
    const ours = await this.#countersign();
    const turns = await this.#turns();
    const noble = await this.#noble();
    const peer = peerCommand === undefined ? undefined : await this.#peer(peerCommand);
    return { primitives, scalarTimings, pages, ...ours, turns, noble, ...(peer === undefined ? {} : { peer }) };
  }

  async #countersign() {
    this.#say("Countersign ...");
    const pairing = await this.#newNode();
    const child = new BenchChild("signer");
    try {
      const { backend } = await child.call("dial", { ...this.#dialling(pairing), backend: "default" });
      await this.#driver.call("connected", { timeoutMs: 20_000 });
      const coldStartMs = performance.now() - child.startedAtMs;
      const emptyStream = await this.#closedLoop("ping", 1);
      const results = await this.#allKinds();
      const halfLoadPerS = (results.mix?.[16]?.rps ?? 0) / 2;
      const halfLoad = await this.#driver.call("openLoop", {
        kind: "mix",
        ratePerS: halfLoadPerS,
        durationMs: this.#lengths.runMs,
      });
      const pongs = await this.#driver.call("pongsUnderBurst", { bursts: this.#lengths.bursts });
      const { rssMb } = await child.call("memory", {});
      return { backend, coldStartMs, rssMb, emptyStream, results, halfLoad, halfLoadPerS, pongs };
    } finally {
      await child.stop();
    }
  }

  /** The mix as it is, with the guard, and on the portable curve: in turns, so that a drift of the machine hits all. */
  async #turns(): Promise<MixTurns> {
    this.#say("In turns: the open gate, the guard, @noble/curves ...");
    const runs = { open: [] as LoadResult[], guarded: [] as LoadResult[], noble: [] as LoadResult[] };
    for (let turn = 0; turn < turnsEach; turn++) {
      for (const [name, backend] of signersInTurn) {
        const pairing = await this.#newNode();
        const child = new BenchChild("signer");
        try {
          await child.call("dial", { ...this.#dialling(pairing), backend });
          await this.#driver.call("connected", { timeoutMs: 20_000 });
          await delay(settleMs);
          await this.#closedLoop("mix", 16, this.#lengths.warmUpMs);
          runs[name].push(await this.#closedLoop("mix", 16));
        } finally {
          await child.stop();
        }
      }
    }
    return runs;
  }

  async #noble(): Promise<SignerResults> {
    this.#say("The same engine on @noble/curves ...");
    const pairing = await this.#newNode();
    const child = new BenchChild("signer");
    try {
      await child.call("dial", { ...this.#dialling(pairing), backend: "portable" });
      await this.#driver.call("connected", { timeoutMs: 20_000 });
      return await this.#allKinds();
    } finally {
      await child.stop();
    }
  }

  async #peer(command: string): Promise<SignerResults> {
    this.#say("The other signer ...");
    const pairing = await this.#newNode();
    const peer = startPeer(command, { ...this.#dialling(pairing), accounts: this.#keys.accounts });
    try {
      await Promise.race([this.#driver.call("connected", { timeoutMs: 120_000 }), peer.ended]);
      return await this.#allKinds();
    } finally {
      await peer.stop();
    }
  }

  async #allKinds(): Promise<SignerResults> {
    const results: SignerResults = {};
    await this.#closedLoop("mix", 16, this.#lengths.warmUpMs);
    for (const kind of benchKinds) {
      const byInFlight: NonNullable<SignerResults[typeof kind]> = {};
      for (const inFlight of inFlights) byInFlight[inFlight] = await this.#closedLoop(kind, inFlight);
      results[kind] = byInFlight;
    }
    return results;
  }

  #closedLoop(kind: (typeof benchKinds)[number] | "ping", inFlight: number, durationMs = this.#lengths.runMs) {
    return this.#driver.call("closedLoop", { kind, inFlight, durationMs });
  }

  #newNode() {
    return this.#driver.call("node", { accounts: this.#keys.accounts, network });
  }

  #dialling(pairing: PairingData) {
    return { masterKey: this.#keys.masterKey, network, pairing } as const;
  }

  async stop(): Promise<void> {
    this.#keys.masterKey.fill(0);
    await this.#driver.stop();
  }
}

async function runCommand(): Promise<number> {
  const { values } = parseArgs({
    options: {
      json: { type: "boolean", default: false },
      quick: { type: "boolean", default: false },
      "peer-cmd": { type: "string" },
      role: { type: "string" },
    },
  });
  if (values.role !== undefined) {
    playRole(values.role as ChildRole);
    return new Promise(() => undefined);
  }
  const bench = new Bench(values.quick ? quick : usual, (text) => console.log(text));
  try {
    const report = await bench.run(values["peer-cmd"]);
    console.log(describeReport(report));
    const json = jsonReport(report);
    if (values.json) console.log(JSON.stringify(json));
    return json.failed === 0 ? 0 : 1;
  } finally {
    await bench.stop();
  }
}

runAsCommand(runCommand);
