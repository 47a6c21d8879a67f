/** One change after the other, each told when it is over, whatever came of it. */
import { toAppError } from "./appError";

export class Turns {
  readonly #over: () => void;
  #queue: Promise<unknown> = Promise.resolve();

  /** @param over called after each piece of work */
  constructor(over: () => void) {
    this.#over = over;
  }

  /** Runs `work` once all that was asked for before is done. Expected refusals become AppErrors. */
  run<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work).catch((error: unknown) => {
      throw toAppError(error);
    });
    this.#queue = result.then(this.#over, this.#over);
    return result;
  }

  /** Resolves when everything that was asked for so far is done. */
  async settled(): Promise<void> {
    await this.#queue;
  }
}
