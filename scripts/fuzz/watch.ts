/**
 * Runs fuzz inputs in a worker and watches it from outside: only from there an endless loop and a dead process can be
 * seen, counted and stepped over.
 */
import type { Worker } from "node:worker_threads";
import type { UntypedError } from "./fuzzInput";

/** In `progress[0]` until the worker has loaded what it needs. */
const loading = -1;
/** Loading takes seconds of a busy machine, and is no input's fault. */
const longestLoadingMs = 60_000;

/** What a worker is started with. It writes the number of the input at hand into `progress[0]` before it runs it. */
export interface FuzzRange {
  readonly from: number;
  readonly to: number;
  readonly progress: Int32Array;
}

/** Sent by the worker: an error, or that the range is finished. */
export type FuzzMessage = UntypedError | "finished";

export interface WatchOptions {
  readonly inputs: number;
  readonly hangMs: number;
  readonly startWorker: (range: FuzzRange) => Worker;
}

export interface FuzzFindings {
  readonly untypedErrors: UntypedError[];
  /** Indexes of inputs that took longer than `hangMs`. */
  readonly hangs: number[];
  readonly crashes: { readonly index: number; readonly error: string }[];
}

type RangeEnd =
  | { readonly kind: "finished" }
  | { readonly kind: "hang" }
  | { readonly kind: "crash"; readonly error: string }
  | { readonly kind: "did not load"; readonly error: string };

/**
 * Runs inputs 0 to `inputs` - 1. A slow input gets a second try on its own: a busy machine is no hang.
 *
 * @throws Error when a worker does not get as far as its first input
 */
export async function watchFuzz({ inputs, hangMs, startWorker }: WatchOptions): Promise<FuzzFindings> {
  const findings: FuzzFindings = { untypedErrors: [], hangs: [], crashes: [] };
  const progress = new Int32Array(new SharedArrayBuffer(4));
  let suspect = -1;
  for (let from = 0; from < inputs; ) {
    Atomics.store(progress, 0, loading);
    const worker = startWorker({ from, to: inputs, progress });
    const end = await watchWorker(worker, progress, hangMs, findings.untypedErrors);
    await worker.terminate();
    if (end.kind === "finished") break;
    if (end.kind === "did not load") throw new Error(`a worker did not get to its first input: ${end.error}`);
    const index = Atomics.load(progress, 0);
    if (end.kind === "hang" && suspect !== index) {
      suspect = index;
      from = index;
      continue;
    }
    if (end.kind === "hang") findings.hangs.push(index);
    else findings.crashes.push({ index, error: end.error });
    from = index + 1;
  }
  return findings;
}

function watchWorker(
  worker: Worker,
  progress: Int32Array,
  hangMs: number,
  untypedErrors: UntypedError[],
): Promise<RangeEnd> {
  return new Promise((resolve) => {
    let seen = loading;
    let sinceMs = performance.now();
    const poll = setInterval(() => {
      const index = Atomics.load(progress, 0);
      const nowMs = performance.now();
      if (index !== seen) [seen, sinceMs] = [index, nowMs];
      else if (nowMs - sinceMs > (index === loading ? longestLoadingMs : hangMs)) end({ kind: "hang" });
    }, hangMs / 20);
    const stopped = (error: string) => end({ kind: "crash", error });
    function end(how: RangeEnd): void {
      clearInterval(poll);
      const isLoading = Atomics.load(progress, 0) === loading && how.kind !== "finished";
      resolve(isLoading ? { kind: "did not load", error: how.kind === "crash" ? how.error : how.kind } : how);
    }
    worker.on("message", (message: FuzzMessage) => {
      if (message === "finished") end({ kind: "finished" });
      else untypedErrors.push(message);
    });
    worker.on("error", (error) => stopped(String(error)));
    worker.on("exit", (code) => stopped(`the worker ended with status ${code}`));
  });
}
