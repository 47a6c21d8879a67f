import { expect, test } from "vitest";
import { pickPositions, wrongPositions } from "../../../main/keystore/backupCheck";

const words = Array.from({ length: 24 }, (_, index) => `word${index + 1}`);

/** A small generator with a known sequence: tests repeat exactly. */
function generator(seed: number) {
  let state = seed;
  return (limit: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * limit);
  };
}

test("asks for six different positions, ascending, with one in the first and one in the last quarter", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const positions = pickPositions(24, generator(seed));
    expect(positions).toHaveLength(6);
    expect(new Set(positions).size).toBe(6);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions[0]).toBeGreaterThanOrEqual(1);
    expect(positions[0]).toBeLessThanOrEqual(6);
    expect(positions[5]).toBeGreaterThanOrEqual(19);
    expect(positions[5]).toBeLessThanOrEqual(24);
  }
});

test("every position is asked for sooner or later", () => {
  const asked = new Set<number>();
  for (let seed = 1; seed <= 500; seed++)
    for (const position of pickPositions(24, generator(seed))) asked.add(position);
  expect(asked.size).toBe(24);
});

test("a right copy has no wrong positions, whatever its case and spaces", () => {
  const typed = [
    { position: 3, word: " Word3 " },
    { position: 20, word: "word20" },
  ];
  expect(wrongPositions(words, [3, 20], typed)).toEqual([]);
});

test("a wrong, swapped, empty or missing word is named by its position", () => {
  const typed = [
    { position: 2, word: "word7" },
    { position: 7, word: "word2" },
    { position: 9, word: "" },
    { position: 20, word: "word20" },
  ];
  expect(wrongPositions(words, [2, 7, 9, 12, 20], typed)).toEqual([2, 7, 9, 12]);
});
