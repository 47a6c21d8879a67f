/** Random numbers that come back the same for the same seed: sfc32, seeded per input so that each stands alone. */
export interface Random {
  /** An integer from 0 to `limit` - 1. */
  below(limit: number): number;
  bytes(length: number): Uint8Array;
  pick<Item>(items: readonly Item[]): Item;
}

/** @param index number of the input: any single one can be made again without those before it */
export function createRandom(seed: number, index: number): Random {
  let [a, b, c, counter] = [seed | 0, index | 0, 0x9e3779b9 | 0, 1];

  function next(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }
  for (let warmUp = 0; warmUp < 12; warmUp++) next();

  const below = (limit: number) => next() % limit;
  return {
    below,
    bytes: (length) => Uint8Array.from({ length }, () => below(256)),
    pick: (items) => {
      if (items.length === 0) throw new RangeError("items: nothing to pick from");
      return items[below(items.length)] as (typeof items)[number];
    },
  };
}
