/** Those who want to hear of something. */

export class Listeners<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Returns a function that stops listening. */
  on(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }

  /** Nobody is told anything from now on. */
  close(): void {
    this.#listeners.clear();
  }
}
