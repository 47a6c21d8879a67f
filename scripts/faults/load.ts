/** The node's requests at a steady rate, whatever the answers do, and what became of each. */
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { type Exchange, ping } from "../../main/practice/exchange";
import { RequestError, type SignCoordinator } from "../../main/practice/signCoordinator";
import type { World } from "../../main/practice/traffic/world";
import type { NodeAnswer } from "../../main/practice/wire";
import { type BenchOperation, makePool } from "../bench/requestPool";
import type { FaultTraffic, Tally } from "./messages";

const tickMs = 5;
const poolSize = 200;
/** A health check for so many requests. */
const pingEvery = 25;
/** One answer of so many is checked by the second implementation, after the run. */
const checkEvery = 20;
const keptTroubles = 5;

export class Load {
  readonly tally: Tally = {
    requests: 0,
    signed: 0,
    refused: 0,
    interrupted: 0,
    unanswered: 0,
    wrong: 0,
    troubles: [],
  };
  readonly #coordinator: SignCoordinator;
  readonly #pool: readonly BenchOperation[];
  readonly #sample: { exchange: Exchange; answer: NodeAnswer }[] = [];
  readonly #open = new Set<Promise<void>>();

  constructor(coordinator: SignCoordinator, world: World, traffic: FaultTraffic) {
    this.#coordinator = coordinator;
    this.#pool = makePool(world, traffic, poolSize);
  }

  /** Sends only while a signer is connected: lnd waits for one before it sends. */
  async run(count: number, perSecond: number): Promise<Tally> {
    let due = 0;
    let operations = 0;
    let lastMs = performance.now();
    while (this.tally.requests < count) {
      await delay(tickMs);
      const nowMs = performance.now();
      // What could not be sent while nobody was there does not pile up.
      due = this.#coordinator.isReady ? due + ((nowMs - lastMs) * perSecond) / 1_000 : 0;
      lastMs = nowMs;
      for (; due >= 1 && this.tally.requests < count; due -= 1) {
        operations += 1;
        const operation = operations % pingEvery === 0 ? { first: ping } : this.#pool[operations % this.#pool.length];
        if (operation !== undefined) this.#start(operation);
      }
    }
    await Promise.all(this.#open);
    for (const { exchange, answer } of this.#sample) {
      const problem = exchange.check(answer);
      if (problem !== null) this.#wrong(`${exchange.variant}: ${problem}`);
    }
    return this.tally;
  }

  #start({ first, second }: BenchOperation): void {
    const done = this.#ask(first).then(async (answer) => {
      const next = answer && second?.(answer);
      if (next !== undefined && this.#coordinator.isReady) await this.#ask(next);
      this.#open.delete(done);
    });
    this.#open.add(done);
  }

  async #ask(exchange: Exchange): Promise<NodeAnswer | undefined> {
    const { tally } = this;
    tally.requests += 1;
    const sentAtMs = performance.now();
    try {
      const answer = await this.#coordinator.request(exchange.request);
      this.#answered(sentAtMs);
      tally.signed += 1;
      if (tally.signed % checkEvery === 0) this.#sample.push({ exchange, answer });
      return answer;
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      if (error.trouble === "signer-error") {
        this.#answered(sentAtMs);
        tally.refused += 1;
      } else if (error.trouble === "timeout") {
        tally.unanswered += 1;
        this.#note(`${exchange.variant}: ${error.message}`);
      } else if (error.trouble === "unexpected-type") this.#wrong(`${exchange.variant}: ${error.message}`);
      else tally.interrupted += 1;
      return undefined;
    }
  }

  #answered(sentAtMs: number): void {
    this.tally.latestMs = Math.max(this.tally.latestMs ?? 0, performance.now() - sentAtMs);
  }

  #wrong(trouble: string): void {
    this.tally.wrong += 1;
    this.#note(trouble);
  }

  #note(trouble: string): void {
    if (this.tally.troubles.length < keptTroubles) this.tally.troubles.push(trouble);
  }
}
