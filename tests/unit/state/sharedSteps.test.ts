/** Statements in memory that two threads share. */
import { expect, test } from "vitest";
import { SharedSteps, takeSteps } from "../../../main/state/sharedSteps";
import type { Value } from "../../../main/state/writerPort";

function written(...lists: readonly (readonly Value[])[]): SharedSteps {
  const steps = new SharedSteps();
  steps.begin();
  for (const [number, values] of lists.entries()) steps.add({ number, values });
  return steps;
}

const taken = ({ memory }: SharedSteps) => [...(takeSteps(memory) ?? [])];

test("values of every kind come out as they went in", () => {
  const values = [null, 0, -1.5, 2 ** 53 - 1, Number.MAX_VALUE, "", "text", "žluťoučký 🐎 \u0000", new Uint8Array(0)];
  const part = Uint8Array.of(9, 1, 2, 9).subarray(1, 3);
  const steps = written(values, [], [part, "after"]);
  steps.finish();
  const read = taken(steps);
  expect(read.map(({ number }) => number)).toEqual([0, 1, 2]);
  expect(read[0]?.values.slice(0, 8)).toEqual(values.slice(0, 8));
  expect(read[0]?.values[8]).toHaveLength(0);
  expect(read[1]?.values).toEqual([]);
  expect(read[2]?.values).toEqual([Buffer.from([1, 2]), "after"]);
});

test("steps are there once they are finished, and only once", () => {
  const steps = written(["a"]);
  expect(takeSteps(steps.memory)).toBeNull();
  steps.finish();
  expect(taken(steps)).toHaveLength(1);
  expect(takeSteps(steps.memory)).toBeNull();
});

test("a transaction begins anew in the same memory", () => {
  const steps = written(["a long first one"], ["b"]);
  steps.finish();
  taken(steps);
  const { memory } = steps;
  steps.begin();
  steps.add({ number: 7, values: ["c"] });
  steps.finish();
  expect(steps.memory).toBe(memory);
  expect(taken(steps)).toEqual([{ number: 7, values: ["c"] }]);
});

test("memory grows for what does not fit, and keeps what it has", () => {
  const long = "é".repeat(300_000);
  const steps = new SharedSteps();
  const { memory } = steps;
  steps.begin();
  steps.add({ number: 1, values: ["first", 5] });
  steps.add({ number: 2, values: [long, new Uint8Array(500_000).fill(3)] });
  steps.finish();
  expect(steps.memory).not.toBe(memory);
  expect(takeSteps(memory)).toBeNull();
  const [first, second] = taken(steps);
  expect(first?.values).toEqual(["first", 5]);
  expect(second?.values[0]).toBe(long);
  expect(Buffer.from(second?.values[1] as Uint8Array).equals(Buffer.alloc(500_000, 3))).toBe(true);
});
