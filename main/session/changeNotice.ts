/** Tells listeners that something changed: the first change at once, a burst of further ones at most ten times a second. */

const quietMs = 100;

export class ChangeNotice {
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;
  #isDue = false;

  /** Returns a function that stops listening. */
  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  changed(): void {
    if (this.#timer !== undefined) {
      this.#isDue = true;
      return;
    }
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (!this.#isDue) return;
      this.#isDue = false;
      this.changed();
    }, quietMs);
    for (const listener of this.#listeners) listener();
  }

  /** Nobody is told anything from now on. */
  close(): void {
    this.#listeners.clear();
    clearTimeout(this.#timer);
  }
}
