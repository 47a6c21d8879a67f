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
const inFlights = [1, 16, 256] as const;
const ourSigners = [
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
  readonly turns: TurnLengths;
}

interface TurnLengths {
  /** How often all signers are started anew: no two processes are compiled to the same code. */
  readonly starts: number;
  /** Turns of each signer after each start. */
  readonly turns: number;
  readonly turnMs: number;
  /** A signer that has just started derives the wallet's addresses while nobody asks: four to seven seconds of work. */
  readonly settleMs: number;
}
const usual: Lengths = {
  warmUpMs: 12_000,
  runMs: 3_000,
  primitiveMs: 1_500,
  bursts: 20,
  turns: { starts: 5, turns: 6, turnMs: 1_500, settleMs: 12_000 },
};
const quick: Lengths = {
  warmUpMs: 500,
  runMs: 500,
  primitiveMs: 300,
  bursts: 3,
  turns: { starts: 1, turns: 3, turnMs: 500, settleMs: 2_000 },
};

/** A signer in its turn, and the node that asks it. */
interface Player {
  readonly name: keyof MixTurns;
  readonly driver: BenchChild;
  readonly stop: () => Promise<void>;
}

interface Stoppable {
  stop(): Promise<void>;
  /** Rejects when it ends by itself. */
  readonly ended?: Promise<never>;
}

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
    const turns = await this.#turns(peerCommand);
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

  /** The mix as it is, with the guard, on the portable curve and with the peer: in turns, so that a drift hits all. */
  async #turns(peerCommand: string | undefined): Promise<MixTurns> {
    this.#say("In turns: the open gate, the guard, @noble/curves and the other signer, if there is one ...");
    const { starts, turns, turnMs, settleMs } = this.#lengths.turns;
    const runs: { -readonly [K in keyof MixTurns]: LoadResult[] } = { open: [], guarded: [], noble: [], peer: [] };
    for (let start = 0; start < starts; start++) {
      const players: Player[] = [];
      try {
        for (const [name, backend] of ourSigners) {
          await this.#join(players, name, async (pairing) => {
            const child = new BenchChild("signer");
            await child.call("dial", { ...this.#dialling(pairing), backend });
            return child;
          });
        }
        if (peerCommand !== undefined) {
          const dialling = (pairing: PairingData) => ({ ...this.#dialling(pairing), accounts: this.#keys.accounts });
          await this.#join(players, "peer", async (pairing) => startPeer(peerCommand, dialling(pairing)));
        }
        await delay(settleMs);
        const mix = { kind: "mix", inFlight: 16 } as const;
        for (const { driver } of players) {
          await driver.call("closedLoop", { ...mix, durationMs: this.#lengths.warmUpMs });
        }
        for (let turn = 0; turn < turns; turn++) {
          for (const { name, driver } of players) {
            runs[name].push(await driver.call("closedLoop", { ...mix, durationMs: turnMs }));
          }
        }
      } finally {
        for (const { stop } of players) await stop();
      }
    }
    return runs;
  }

  /** Has a signer connect to a node of its own. */
  async #join(players: Player[], name: Player["name"], start: (pairing: PairingData) => Promise<Stoppable>) {
    const driver = new BenchChild("driver");
    const stops: Stoppable[] = [driver];
    const stop = async () => {
      for (const each of stops) await each.stop();
    };
    players.push({ name, driver, stop });
    const started = await start(await driver.call("node", { accounts: this.#keys.accounts, network }));
    stops.unshift(started);
    const connected = driver.call("connected", { timeoutMs: 120_000 });
    await (started.ended === undefined ? connected : Promise.race([connected, started.ended]));
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
