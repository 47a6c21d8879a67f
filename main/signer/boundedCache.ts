/** A cache that forgets what was used longest ago, and tells its owner, who may have to wipe it. */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, Value>();
  readonly #limit: number;
  readonly #discard: ((value: Value) => void) | undefined;

  /** @param discard is called with every value that leaves the cache */
  constructor(limit: number, discard?: (value: Value) => void) {
    this.#limit = limit;
    this.#discard = discard;
  }

  /** Returns the cached value, or makes, keeps and returns it. The cache owns the value. */
  getOrMake(key: string, make: () => Value): Value {
    const known = this.#entries.get(key);
    if (known !== undefined) {
      // Map keeps insertion order: moving the entry to the end makes the first one the oldest.
      this.#entries.delete(key);
      this.#entries.set(key, known);
      return known;
    }
    const value = make();
    this.#entries.set(key, value);
    if (this.#entries.size > this.#limit) this.#discardOldest();
    return value;
  }

  clear(): void {
    for (const value of this.#entries.values()) this.#discard?.(value);
    this.#entries.clear();
  }

  #discardOldest(): void {
    for (const [key, value] of this.#entries) {
      this.#entries.delete(key);
      this.#discard?.(value);
      return;
    }
  }
}
