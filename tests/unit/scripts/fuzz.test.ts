import { Worker } from "node:worker_threads";
import { describe, expect, test } from "vitest";
import { type FuzzTarget, fuzzTarget, makeFuzzInput, runFuzzInput } from "../../../scripts/fuzz/fuzzInput";
import { createRandom } from "../../../scripts/fuzz/random";
import { fuzzTargets } from "../../../scripts/fuzz/targets";
import { watchFuzz } from "../../../scripts/fuzz/watch";

class ParserError extends Error {}

/** Refuses odd numbers as a parser should, and breaks on those that end in 7. */
const target: FuzzTarget = fuzzTarget({
  name: "numbers",
  makeInput: (random) => random.below(100),
  async parse(number: number) {
    if (number % 10 === 7) throw new TypeError("cannot read a property");
    if (number % 2 === 1) throw new ParserError("odd");
  },
  typedErrors: [ParserError],
});

describe("inputs", () => {
  test("are the same for the same seed and index, each on its own", () => {
    const inputs = (seed: number) =>
      Array.from({ length: 50 }, (_, index) => makeFuzzInput([target], seed, index).input);
    expect(inputs(1)).toEqual(inputs(1));
    expect(inputs(1)).not.toEqual(inputs(2));
    expect(makeFuzzInput([target], 1, 30).input).toBe(inputs(1)[30]);
    expect(new Set(inputs(1)).size).toBeGreaterThan(20);
  });

  test("random bytes cover their range", () => {
    expect(new Set(createRandom(1, 1).bytes(5_000)).size).toBe(256);
  });

  test("an error of another type than the parser's is reported, with target and index", async () => {
    const reports = await Promise.all(Array.from({ length: 100 }, (_, index) => runFuzzInput([target], 1, index)));
    const numbers = Array.from({ length: 100 }, (_, index) => makeFuzzInput([target], 1, index).input as number);
    expect(reports.map((report) => report?.index)).toEqual(
      numbers.map((number, index) => (number % 10 === 7 ? index : undefined)),
    );
    expect(reports.filter(Boolean).length).toBeGreaterThan(0);
    expect(reports.find(Boolean)).toMatchObject({ target: "numbers", error: expect.stringContaining("TypeError") });
  });

  test("every parser throws its own errors only", async () => {
    const targets = fuzzTargets();
    for (let index = 0; index < targets.length * 20; index++) {
      expect(await runFuzzInput(targets, 7, index)).toBeUndefined();
    }
  });
});

describe("the watch", () => {
  /** A worker that counts through its range and does `at[index]` when it gets there. */
  function watch(at: Readonly<Record<number, string>>, beforeFirst = "") {
    const code = `
      const { parentPort, workerData: { from, to, progress, at } } = require("node:worker_threads");
      ${beforeFirst}
      for (let index = from; index < to; index++) {
        Atomics.store(progress, 0, index);
        if (at[index] === "hang") for (;;);
        if (at[index] === "throw") throw new Error("broken");
        if (at[index] === "exit") process.exit(3);
        if (at[index] === "report") parentPort.postMessage({ index, target: "t", error: "e" });
      }
      parentPort.postMessage("finished");`;
    return watchFuzz({
      inputs: 10,
      hangMs: 300,
      startWorker: (range) => new Worker(code, { eval: true, workerData: { ...range, at } }),
    });
  }

  test("finds nothing where nothing is wrong", async () => {
    expect(await watch({})).toEqual({ untypedErrors: [], hangs: [], crashes: [] });
  });

  test("collects reported errors", async () => {
    const findings = await watch({ 2: "report", 9: "report" });
    expect(findings.untypedErrors.map(({ index }) => index)).toEqual([2, 9]);
  });

  test("counts an endless loop and goes on behind it", async () => {
    expect(await watch({ 3: "hang", 5: "report" })).toMatchObject({ hangs: [3], untypedErrors: [{ index: 5 }] });
  });

  test("counts dead workers and goes on behind them", async () => {
    const { crashes, untypedErrors } = await watch({ 0: "throw", 4: "exit", 6: "report" });
    expect(crashes).toEqual([
      { index: 0, error: "Error: broken" },
      { index: 4, error: "the worker ended with status 3" },
    ]);
    expect(untypedErrors.map(({ index }) => index)).toEqual([6]);
  });

  test("a worker that loads for longer than an input may take hangs on none", async () => {
    const sleep = "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);";
    expect(await watch({ 2: "report" }, sleep)).toMatchObject({
      hangs: [],
      crashes: [],
      untypedErrors: [{ index: 2 }],
    });
  });

  test("a worker that breaks before its first input ends the run: no input was tried", async () => {
    await expect(watch({}, 'throw new Error("no vectors");')).rejects.toThrow("first input: Error: no vectors");
  });
});
