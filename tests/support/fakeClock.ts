/** A clock that stands still until a test moves it. */
import type { Clock } from "../../main/support/clock";
import type { EventLoop } from "../../main/support/eventLoop";

interface Timer {
  readonly dueMs: number;
  readonly task: () => void;
}

export class FakeClock implements Clock {
  #elapsedUs = 0;
  #timers: Timer[] = [];
  readonly #startMs: number;

  constructor(startMs = 1_800_000_000_000) {
    this.#startMs = startMs;
  }

  nowMs(): number {
    return this.#startMs + Math.floor(this.#elapsedUs / 1_000);
  }

  monotonicUs(): number {
    return this.#elapsedUs;
  }

  after(delayMs: number, task: () => void): () => void {
    const timer = { dueMs: this.#elapsedUs / 1_000 + delayMs, task };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  /** Moves time and runs what falls due, in order. */
  advance(ms: number): void {
    const endMs = this.#elapsedUs / 1_000 + ms;
    for (;;) {
      const [next] = this.#timers.filter((timer) => timer.dueMs <= endMs).sort((a, b) => a.dueMs - b.dueMs);
      if (next === undefined) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#elapsedUs = Math.max(this.#elapsedUs, next.dueMs * 1_000);
      next.task();
    }
    this.#elapsedUs = endMs * 1_000;
  }

  /** Lets time pass without running timers: work that keeps the thread busy. */
  spend(us: number): void {
    this.#elapsedUs += us;
  }
}

/** Runs queued turns one after the other when told to. */
export class FakeTurns implements EventLoop {
  readonly #tasks: (() => void)[] = [];
  /** How often work made way for I/O. */
  breaks = 0;

  nextTurn(task: () => void): void {
    this.#tasks.push(task);
  }

  afterIo(task: () => void): void {
    this.breaks += 1;
    this.#tasks.push(task);
  }

  get waiting(): number {
    return this.#tasks.length;
  }

  /** One turn of the event loop. */
  turn(): void {
    for (const task of this.#tasks.splice(0)) task();
  }

  /** Turns until nothing is waiting. */
  runAll(): void {
    while (this.#tasks.length > 0) this.turn();
  }
}
