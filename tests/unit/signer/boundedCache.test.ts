import { expect, test, vi } from "vitest";
import { BoundedCache } from "../../../main/signer/boundedCache";

test("makes a value once and hands it out until it is the oldest unused one", () => {
  const discard = vi.fn();
  const make = vi.fn((value: string) => ({ value }));
  const cache = new BoundedCache<{ value: string }>(2, discard);
  const a = cache.getOrMake("a", () => make("a"));
  cache.getOrMake("b", () => make("b"));
  expect(cache.getOrMake("a", () => make("a"))).toBe(a);
  cache.getOrMake("c", () => make("c"));
  expect(discard.mock.calls).toEqual([[{ value: "b" }]]);
  expect(cache.getOrMake("a", () => make("a"))).toBe(a);
  expect(make).toHaveBeenCalledTimes(3);
});

test("the newest value stays when all others were used", () => {
  const discard = vi.fn();
  const cache = new BoundedCache<string>(2, discard);
  for (const key of ["a", "a", "b", "b", "c"]) expect(cache.getOrMake(key, () => key)).toBe(key);
  expect(discard.mock.calls).toEqual([["a"]]);
  expect(cache.getOrMake("c", () => "another")).toBe("c");
});

test("clear discards everything", () => {
  const discard = vi.fn();
  const cache = new BoundedCache<number>(3, discard);
  cache.getOrMake("a", () => 1);
  cache.getOrMake("b", () => 2);
  cache.clear();
  expect(discard.mock.calls).toEqual([[1], [2]]);
  expect(cache.getOrMake("a", () => 3)).toBe(3);
});

test("a value that could not be made is not kept", () => {
  const cache = new BoundedCache<number>(1);
  expect(() =>
    cache.getOrMake("a", () => {
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(cache.getOrMake("a", () => 1)).toBe(1);
});
