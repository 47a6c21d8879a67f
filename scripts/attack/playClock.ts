/** Time that moves when the play says so, and turns that are taken at once: a week's attack takes a moment. */
import type { Clock } from "../../main/support/clock";
import type { EventLoop } from "../../main/support/eventLoop";

interface Timer {
  readonly dueUs: number;
  readonly task: () => void;
}

export class PlayClock implements Clock {
  #nowUs = 0;
  /** Wall clock less monotonic time. */
  #offsetMs = Date.now();
  readonly #timers = new Set<Timer>();

  nowMs(): number {
    return Math.floor(this.#offsetMs + this.#nowUs / 1_000);
  }

  monotonicUs(): number {
    return this.#nowUs;
  }

  after(delayMs: number, task: () => void): () => void {
    const timer = { dueUs: this.#nowUs + Math.max(0, delayMs) * 1_000, task };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Lets time pass and runs what falls due, in order. */
  advance(ms: number): void {
    const endUs = this.#nowUs + ms * 1_000;
    for (;;) {
      const due = [...this.#timers].filter(({ dueUs }) => dueUs <= endUs);
      const [next] = due.sort((a, b) => a.dueUs - b.dueUs);
      if (next === undefined) break;
      this.#timers.delete(next);
      this.#nowUs = Math.max(this.#nowUs, next.dueUs);
      next.task();
    }
    this.#nowUs = endUs;
  }

  /** Sets the wall clock, as a person or NTP does; monotonic time goes on. */
  setWall(byMs: number): void {
    this.#offsetMs += byMs;
  }
}

/** Runs what was put off for a later turn when told to. */
export class PlayTurns implements EventLoop {
  readonly #tasks: (() => void)[] = [];

  nextTurn(task: () => void): void {
    this.#tasks.push(task);
  }

  afterIo(task: () => void): void {
    this.#tasks.push(task);
  }

  /** Until nothing is left to do. */
  runAll(): void {
    for (let task = this.#tasks.shift(); task !== undefined; task = this.#tasks.shift()) task();
  }
}
