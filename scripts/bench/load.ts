/** Load on a connected signer. Nothing is checked while the clock runs; a sample of the answers is checked after. */
import { performance } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { type Exchange, ping } from "../../main/practice/exchange";
import type { SignCoordinator } from "../../main/practice/signCoordinator";
import type { NodeAnswer } from "../../main/practice/wire";
import type { LoadResult } from "./messages";
import type { BenchOperation } from "./requestPool";

/** Every so many requests one answer is kept for checking, up to the limit. */
const sampleEvery = 17;
const sampleLimit = 60;
const warmUpMs = 300;

/** Latencies, failures and the sample of one run. */
class Recorder {
  readonly #coordinator: SignCoordinator;
  readonly #latenciesMs: number[] = [];
  readonly #sample: { exchange: Exchange; answer: NodeAnswer }[] = [];
  #failed = 0;
  #firstFailure: string | null = null;

  constructor(coordinator: SignCoordinator) {
    this.#coordinator = coordinator;
  }

  /** @param dueAtMs when the request should have left; in an open loop waiting counts */
  async ask(exchange: Exchange, dueAtMs = performance.now()): Promise<NodeAnswer | undefined> {
    try {
      const answer = await this.#coordinator.request(exchange.request);
      this.#latenciesMs.push(performance.now() - dueAtMs);
      if (this.#latenciesMs.length % sampleEvery === 0 && this.#sample.length < sampleLimit)
        this.#sample.push({ exchange, answer });
      return answer;
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : "unknown error");
      return undefined;
    }
  }

  async run({ first, second }: BenchOperation, dueAtMs?: number): Promise<void> {
    const answer = await this.ask(first, dueAtMs);
    const next = answer && second?.(answer);
    if (next !== undefined) await this.ask(next);
  }

  #fail(message: string): void {
    this.#failed++;
    this.#firstFailure ??= message;
  }

  result(elapsedMs: number): LoadResult {
    for (const { exchange, answer } of this.#sample) {
      const problem = exchange.check(answer);
      if (problem !== null) this.#fail(`${exchange.variant}: ${problem}`);
    }
    const sorted = Float64Array.from(this.#latenciesMs).sort();
    const percentile = (share: number) =>
      sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
    return {
      rps: (sorted.length * 1_000) / elapsedMs,
      p50Ms: percentile(0.5),
      p99Ms: percentile(0.99),
      p999Ms: percentile(0.999),
      requests: sorted.length,
      failed: this.#failed,
      firstFailure: this.#firstFailure,
    };
  }
}

/** `inFlight` requests are always outstanding: each answer lets the next request go. */
export async function closedLoop(
  coordinator: SignCoordinator,
  pool: readonly BenchOperation[],
  inFlight: number,
  durationMs: number,
): Promise<LoadResult> {
  const turn = async (recorder: Recorder, forMs: number) => {
    const startedAtMs = performance.now();
    let next = 0;
    const lane = async () => {
      while (performance.now() - startedAtMs < forMs) {
        const operation = pool[next++ % pool.length];
        if (operation !== undefined) await recorder.run(operation);
      }
    };
    await Promise.all(Array.from({ length: inFlight }, lane));
    return performance.now() - startedAtMs;
  };
  await turn(new Recorder(coordinator), Math.min(warmUpMs, durationMs));
  const recorder = new Recorder(coordinator);
  return recorder.result(await turn(recorder, durationMs));
}

/** Requests leave by the clock, whatever the answers do; a late departure counts as waiting. */
export async function openLoop(
  coordinator: SignCoordinator,
  pool: readonly BenchOperation[],
  ratePerS: number,
  durationMs: number,
): Promise<LoadResult> {
  const recorder = new Recorder(coordinator);
  const total = Math.max(1, Math.floor((ratePerS * durationMs) / 1_000));
  const open: Promise<void>[] = [];
  const startedAtMs = performance.now();
  while (open.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAtMs) * ratePerS) / 1_000));
    while (open.length < due) {
      const operation = pool[open.length % pool.length];
      if (operation !== undefined) open.push(recorder.run(operation, startedAtMs + (open.length * 1_000) / ratePerS));
    }
    await delay(1);
  }
  await Promise.all(open);
  return recorder.result(performance.now() - startedAtMs);
}

/** Sends 500 requests at once and a ping every millisecond until all are answered. The result is the pings'. */
export async function pongsUnderBurst(
  coordinator: SignCoordinator,
  pool: readonly BenchOperation[],
  bursts: number,
): Promise<LoadResult> {
  const pings = new Recorder(coordinator);
  const startedAtMs = performance.now();
  for (let burst = 0; burst < bursts; burst++) {
    const recorder = new Recorder(coordinator);
    let isBusy = true;
    const answered = Promise.all(
      Array.from({ length: 500 }, (_, i) => recorder.run(pool[i % pool.length] ?? { first: ping })),
    ).then(() => {
      isBusy = false;
    });
    const asked: Promise<unknown>[] = [];
    while (isBusy) {
      asked.push(pings.ask(ping));
      await delay(1);
    }
    await Promise.all([answered, ...asked]);
  }
  return pings.result(performance.now() - startedAtMs);
}
