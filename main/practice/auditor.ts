/** Asks the signer, checks every answer and keeps count. */
import { performance } from "node:perf_hooks";
import { setImmediate as immediate } from "node:timers/promises";
import type { Exchange } from "./exchange";
import { RequestError } from "./signCoordinator";
import type { NodeAnswer, NodeRequest } from "./wire";

export interface PracticeStats {
  readonly requests: number;
  /** Answers that an independent implementation found right. */
  readonly verified: number;
  /** Wrong, refused, late or missing answers. */
  readonly failed: number;
  /** Unanswered because the stream ended. */
  readonly interrupted: number;
  /** Refused because a person has to approve first, or did not. */
  readonly declined: number;
  readonly kinds: Readonly<Record<string, number>>;
  readonly variants: Readonly<Record<string, number>>;
  /** Round trips, absent before the first answer. */
  readonly p50Ms?: number;
  readonly p99Ms?: number;
  /** The first failures, in words. */
  readonly failures: readonly string[];
}

/** Enough for a long run's percentiles without growing for ever. */
const keptLatencies = 20_000;
const keptFailures = 20;

export class Auditor {
  readonly #send: (request: NodeRequest) => Promise<NodeAnswer>;
  readonly #kinds = new Map<string, number>();
  readonly #variants = new Map<string, number>();
  readonly #latenciesMs: number[] = [];
  readonly #failures: string[] = [];
  #requests = 0;
  #verified = 0;
  #failed = 0;
  #interrupted = 0;
  #declined = 0;
  #inFlight = 0;
  readonly #waitingForQuiet: (() => void)[] = [];

  constructor(send: (request: NodeRequest) => Promise<NodeAnswer>) {
    this.#send = send;
  }

  /**
   * Checking takes milliseconds of this thread, so that requests leave together, and checks wait until no answer is
   * outstanding: round trips are the signer's, not the checker's.
   *
   * @returns the answer if it is right, else undefined; never throws for anything the signer does
   */
  async ask(exchange: Exchange): Promise<NodeAnswer | undefined> {
    this.#requests++;
    count(this.#kinds, exchange.request.kind);
    count(this.#variants, exchange.variant);
    await immediate();
    const startedAtMs = performance.now();
    this.#inFlight++;
    const answer = await this.#send(exchange.request).catch((error: unknown) => {
      if (error instanceof RequestError) return error;
      throw error;
    });
    const roundTripMs = performance.now() - startedAtMs;
    await this.#untilQuiet();
    if (answer instanceof RequestError) {
      if (answer.trouble === "disconnected" || answer.trouble === "stopped") this.#interrupted++;
      else if (answer.trouble === "signer-error" && answer.message.includes("[approval-")) this.#declined++;
      else this.#fail(exchange, answer.message);
      return undefined;
    }
    this.#latenciesMs[this.#verified % keptLatencies] = roundTripMs;
    const problem = runCheck(exchange, answer);
    if (problem !== null) {
      this.#fail(exchange, problem);
      return undefined;
    }
    this.#verified++;
    return answer;
  }

  /** Counts the caller's request as answered and waits for those still outstanding. */
  async #untilQuiet(): Promise<void> {
    this.#inFlight--;
    if (this.#inFlight > 0) return new Promise((resolve) => this.#waitingForQuiet.push(resolve));
    for (const resolve of this.#waitingForQuiet.splice(0)) resolve();
  }

  #fail(exchange: Exchange, problem: string): void {
    this.#failed++;
    if (this.#failures.length < keptFailures) this.#failures.push(`${exchange.variant}: ${problem}`);
  }

  stats(): PracticeStats {
    const sorted = [...this.#latenciesMs].sort((a, b) => a - b);
    const percentile = (share: number) => {
      const value = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
      return value === undefined ? undefined : Math.round(value * 1000) / 1000;
    };
    const [p50Ms, p99Ms] = [percentile(0.5), percentile(0.99)];
    return {
      requests: this.#requests,
      verified: this.#verified,
      failed: this.#failed,
      interrupted: this.#interrupted,
      declined: this.#declined,
      kinds: Object.fromEntries(this.#kinds),
      variants: Object.fromEntries(this.#variants),
      ...(p50Ms === undefined ? {} : { p50Ms }),
      ...(p99Ms === undefined ? {} : { p99Ms }),
      failures: [...this.#failures],
    };
  }
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Malformed answers may make a check throw; that is a failure of the answer, not of the node. */
function runCheck(exchange: Exchange, answer: NodeAnswer): string | null {
  try {
    return exchange.check(answer);
  } catch (error) {
    return `the answer cannot be checked: ${error instanceof Error ? error.message : "unknown error"}`;
  }
}
