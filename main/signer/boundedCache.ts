/** A cache that forgets what was not used lately, and tells its owner, who may have to wipe it. */
export class BoundedCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
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
      known.isUsed = true;
      return known.value;
    }
    const value = make();
    // First: what is handed out must not be discarded.
    if (this.#entries.size >= this.#limit) this.#discardOldest();
    this.#entries.set(key, { value, isUsed: false });
    return value;
  }

  clear(): void {
    for (const { value } of this.#entries.values()) this.#discard?.(value);
    this.#entries.clear();
  }

  /** The oldest goes, but what was used since it came or was last looked at here lines up again behind the newest. */
  #discardOldest(): void {
    for (const [key, entry] of this.#entries) {
      this.#entries.delete(key);
      if (!entry.isUsed) {
        this.#discard?.(entry.value);
        return;
      }
      entry.isUsed = false;
      this.#entries.set(key, entry);
    }
  }
}

interface Entry<Value> {
  readonly value: Value;
  isUsed: boolean;
}
