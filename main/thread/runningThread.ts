/** One life of the signer thread: the worker, the calls it owes an answer, and the watch over its event loop. */
import { Worker } from "node:worker_threads";
import type { FromThread, ThreadCallName, ThreadCalls, ThreadEventName, ThreadStart, ToThread } from "./protocol";
import { ThreadError } from "./threadError";

export interface RunningThreadEvents {
  event(name: ThreadEventName, payload: unknown): void;
  /** Once, when the thread is gone without having been asked to go. */
  died(reason: string): void;
}

const callTimeoutMs = 10_000;
/** Calls that look at the whole journal, in portions. */
const longCallTimeoutMs = 10 * 60_000;
const longCalls: ReadonlySet<ThreadCallName> = new Set<ThreadCallName>(["journal.verify", "guard.replay"]);
/** A thread that has not left by then hangs, and is ended from outside. */
const leaveTimeoutMs = 2_000;
/** The heartbeat is looked at this often; it has to move between one look and the next. */
const lookEveryMs = 500;
/** Looks in a row without a heartbeat until the thread counts as hanging: 2.5 s, so that half of lnd's 5 s are left. */
const missedLooksAllowed = 5;
/** The same before the first heartbeat: loading the bundle and opening the database take their time. */
const missedLooksWhileLoading = 60;

export class RunningThread {
  /** Rejects with a ThreadError when the thread cannot start. */
  readonly ready: Promise<void>;
  readonly startedAtMs = Date.now();
  readonly #worker: Worker;
  readonly #exited: Promise<void>;
  readonly #events: RunningThreadEvents;
  readonly #heartbeat = new SharedArrayBuffer(4);
  readonly #calls = new Map<number, { resolve(output: unknown): void; reject(error: ThreadError): void }>();
  readonly #watch: NodeJS.Timeout;
  #nextCallId = 1;
  #isOver = false;
  #settleReady: { resolve(): void; reject(error: ThreadError): void };

  constructor(threadFile: string, start: Omit<ThreadStart, "heartbeat">, events: RunningThreadEvents) {
    this.#events = events;
    const { promise, resolve, reject } = deferred<void>();
    this.ready = promise;
    this.#settleReady = { resolve, reject };
    const workerData: ThreadStart = { ...start, heartbeat: this.#heartbeat };
    this.#worker = new Worker(threadFile, { workerData });
    let lastError = "";
    this.#worker.on("message", (message: FromThread) => this.#message(message));
    this.#worker.on("error", (error) => {
      lastError = error instanceof Error ? (error.stack ?? error.message) : String(error);
    });
    this.#exited = new Promise((resolve) => {
      this.#worker.on("exit", (code) => {
        this.#over(lastError || `exit code ${code}`);
        resolve();
      });
    });
    this.#watch = this.#watchHeartbeat();
  }

  /** @throws ThreadError */
  call<N extends ThreadCallName>(name: N, input: ThreadCalls[N]["input"]): Promise<ThreadCalls[N]["output"]> {
    if (this.#isOver) return Promise.reject(crashed());
    const id = this.#nextCallId;
    this.#nextCallId += 1;
    const { promise, resolve, reject } = deferred<unknown>();
    const timeoutMs = longCalls.has(name) ? longCallTimeoutMs : callTimeoutMs;
    const timer = setTimeout(() => {
      this.#calls.delete(id);
      reject(new ThreadError("TIMEOUT", `the signer thread did not answer ${name} within ${timeoutMs / 1_000} s`));
    }, timeoutMs);
    this.#calls.set(id, { resolve, reject });
    this.#worker.postMessage({ call: name, id, input } satisfies ToThread);
    return promise.finally(() => clearTimeout(timer)) as Promise<ThreadCalls[N]["output"]>;
  }

  /** Ends the thread without `died`. */
  async end(): Promise<void> {
    this.#finish(new ThreadError("STOPPED", "the signer thread was stopped"));
    this.#worker.postMessage({ leave: true } satisfies ToThread);
    const timer = setTimeout(() => void this.#worker.terminate(), leaveTimeoutMs);
    await this.#exited;
    clearTimeout(timer);
  }

  #message(message: FromThread): void {
    if ("event" in message) {
      this.#events.event(message.event, message.payload);
    } else if ("reply" in message) {
      const call = this.#calls.get(message.reply);
      this.#calls.delete(message.reply);
      if (message.ok) call?.resolve(message.output);
      else call?.reject(new ThreadError(message.code, message.message));
    } else if (message.ready) {
      this.#settleReady.resolve();
    } else {
      this.#settleReady.reject(new ThreadError(message.code, message.message));
    }
  }

  #watchHeartbeat(): NodeJS.Timeout {
    const count = new Int32Array(this.#heartbeat);
    let seen = 0;
    let missed = 0;
    const watch = setInterval(() => {
      const now = Atomics.load(count, 0);
      missed = now === seen ? missed + 1 : 0;
      seen = now;
      if (missed < (now === 0 ? missedLooksWhileLoading : missedLooksAllowed)) return;
      this.#over(`no heartbeat for ${(missed * lookEveryMs) / 1_000} s`);
      void this.#worker.terminate(); // resolves when the thread is gone; its successor does not wait for that
    }, lookEveryMs);
    return watch.unref();
  }

  #over(reason: string): void {
    if (this.#isOver) return;
    this.#finish(crashed());
    this.#events.died(reason);
  }

  #finish(error: ThreadError): void {
    this.#isOver = true;
    clearInterval(this.#watch);
    this.#settleReady.reject(error);
    for (const call of this.#calls.values()) call.reject(error);
    this.#calls.clear();
  }
}

function crashed(): ThreadError {
  return new ThreadError("CRASHED", "the signer thread ended unexpectedly and is being replaced: try again");
}

function deferred<T>(): { promise: Promise<T>; resolve(value: T): void; reject(error: ThreadError): void } {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: ThreadError) => void = () => undefined;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
