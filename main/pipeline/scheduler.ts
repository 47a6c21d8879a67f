/**
 * Shares the signer thread between requests and everything else on it.
 *
 * Each piece of work is a generator that yields between slices. Slices are run in turn, the newest work after one
 * slice of everybody else's, for two milliseconds at a time; then the event loop gets its turn, so that pings are
 * read and answers leave.
 */

import type { EventLoop } from "../support/eventLoop";

export interface Work {
  /** Runs one slice. True when there is nothing left to do. Never throws. */
  advance(): boolean;
}

/** How long slices are run without a break. */
const turnBudgetUs = 2_000;

export class Scheduler {
  readonly #eventLoop: EventLoop;
  readonly #monotonicUs: () => number;
  readonly #turnEnded: () => void;
  #queue: Work[] = [];
  #isScheduled = false;

  /** @param turnEnded called after each turn, before the event loop goes on */
  constructor(eventLoop: EventLoop, monotonicUs: () => number, turnEnded: () => void) {
    this.#eventLoop = eventLoop;
    this.#monotonicUs = monotonicUs;
    this.#turnEnded = turnEnded;
  }

  add(work: Work): void {
    this.#queue.push(work);
    if (!this.#isScheduled) this.#schedule((task) => this.#eventLoop.nextTurn(task));
  }

  /** Forgets all work without running it. */
  clear(): void {
    this.#queue = [];
  }

  #schedule(when: (task: () => void) => void): void {
    this.#isScheduled = true;
    when(() => {
      this.#isScheduled = false;
      this.#turn();
      this.#turnEnded();
    });
  }

  #turn(): void {
    const endUs = this.#monotonicUs() + turnBudgetUs;
    while (this.#queue.length > 0) {
      // One pass gives everybody one slice; work that is not finished lines up again for the next pass.
      const pass = this.#queue;
      this.#queue = [];
      for (let index = 0; index < pass.length; index += 1) {
        const work = pass[index];
        if (work !== undefined && !work.advance()) this.#queue.push(work);
        if (this.#monotonicUs() < endUs) continue;
        this.#queue = [...pass.slice(index + 1), ...this.#queue];
        if (this.#queue.length > 0) this.#schedule((task) => this.#eventLoop.afterIo(task));
        return;
      }
    }
  }
}
