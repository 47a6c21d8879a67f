/** Exports that are being read: a person saves one now and then, and one that is not read to its end is forgotten. */

/** More than a person saves at a time. */
const mostOpen = 4;

export class OpenExports {
  readonly #open = new Map<number, Iterator<string>>();
  #nextId = 1;

  /** @returns what `next` takes */
  open(text: Iterator<string>): number {
    const id = this.#nextId;
    this.#nextId += 1;
    this.#open.set(id, text);
    const oldest = this.#open.keys().next().value;
    if (this.#open.size > mostOpen && oldest !== undefined) this.#open.delete(oldest);
    return id;
  }

  /** The next portion; null when that was all. @throws Error for an export that is over or was forgotten */
  next(id: number): string | null {
    const text = this.#open.get(id);
    if (text === undefined) throw new Error("the export is not open any more");
    const step = text.next();
    if (!step.done) return step.value;
    this.#open.delete(id);
    return null;
  }
}
