/** npm run fuzz -- [--inputs N] [--seed N] [--at INDEX] [--json]: hostile inputs into every parser. */
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { makeFuzzInput, runFuzzInput } from "../fuzz/fuzzInput";
import { fuzzTargets } from "../fuzz/targets";
import { type FuzzMessage, type FuzzRange, watchFuzz } from "../fuzz/watch";

/** A parser that takes longer for one input hangs. */
const hangMs = 2_000;

interface WorkerTask extends FuzzRange {
  readonly seed: number;
}

async function runRange({ from, to, progress, seed }: WorkerTask): Promise<void> {
  const targets = fuzzTargets();
  const send = (message: FuzzMessage) => parentPort?.postMessage(message);
  for (let index = from; index < to; index++) {
    Atomics.store(progress, 0, index);
    const untyped = await runFuzzInput(targets, seed, index);
    if (untyped !== undefined) send(untyped);
  }
  send("finished");
}

async function runCommand(): Promise<number> {
  const { values } = parseArgs({
    options: {
      inputs: { type: "string", default: "20000" },
      seed: { type: "string", default: "1" },
      at: { type: "string" },
      json: { type: "boolean", default: false },
    },
  });
  const [inputs, seed] = [wholeNumber("inputs", values.inputs), wholeNumber("seed", values.seed)];
  if (values.at !== undefined) return showInput(seed, wholeNumber("at", values.at));

  const startedMs = performance.now();
  const { untypedErrors, hangs, crashes } = await watchFuzz({
    inputs,
    hangMs,
    startWorker: (range) => new Worker(__filename, { workerData: { ...range, seed } satisfies WorkerTask }),
  });
  const targets = fuzzTargets();
  const where = (index: number) => `${targets[index % targets.length]?.name}, --seed ${seed} --at ${index}`;
  for (const { index, error } of untypedErrors) console.log(`untyped error in ${where(index)}: ${error}`);
  for (const index of hangs) console.log(`hang in ${where(index)}`);
  for (const { index, error } of crashes) console.log(`crash in ${where(index)}: ${error}`);
  const counts = { inputs, crashes: crashes.length, hangs: hangs.length, untypedErrors: untypedErrors.length };
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  console.log(
    `${inputs} inputs into ${targets.length} parsers in ${seconds} s: ${targets.map(({ name }) => name).join(", ")}`,
  );
  console.log(
    values.json
      ? JSON.stringify(counts)
      : `${counts.crashes} crashes, ${counts.hangs} hangs, ${counts.untypedErrors} untyped errors`,
  );
  return counts.crashes + counts.hangs + counts.untypedErrors === 0 ? 0 : 1;
}

/** Makes one input again, shows it and runs it in this thread, where a debugger can follow. */
async function showInput(seed: number, index: number): Promise<number> {
  const targets = fuzzTargets();
  const { target, input } = makeFuzzInput(targets, seed, index);
  console.log(target.name);
  console.log(input instanceof Uint8Array ? Buffer.from(input).toString("hex") : input);
  const untyped = await runFuzzInput(targets, seed, index);
  console.log(untyped?.error ?? "accepted, or refused with a typed error");
  return untyped === undefined ? 0 : 1;
}

function wholeNumber(name: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new RangeError(`--${name} takes a whole number, not ${text}`);
  return Number(text);
}

if (isMainThread) {
  runCommand().then(
    (status) => {
      process.exitCode = status;
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 2;
    },
  );
} else {
  void runRange(workerData as WorkerTask);
}
