/**
 * The shell's side of the signer thread: starts it, talks to it, and replaces it when it dies or hangs.
 *
 * Keys and link target are kept here for as long as they are in use, so that a new thread goes on where the old one
 * ended. Works in Electron's main process and in plain Node.
 */
import { logThrough } from "../support/log";
import { loadNativeBinding } from "./nativeCurve";
import type { LinkTarget, ThreadCallName, ThreadCalls, ThreadEventName, ThreadEvents, ThreadStart } from "./protocol";
import { RunningThread } from "./runningThread";
import { ThreadError } from "./threadError";

export interface ThreadHostOptions {
  /** The bundle of main/thread/index.ts. */
  readonly threadFile: string;
  /** Folder with the .proto files. */
  readonly protoDir: string;
  /** SQLite file, or null to remember nothing (practice). */
  readonly databaseFile: string | null;
  readonly gate?: ThreadStart["gate"];
}

type Listener<N extends ThreadEventName> = (payload: ThreadEvents[N]) => void;

/** Failures in a row that are answered with a new thread at once; further ones wait, longer each time. */
const instantRestarts = 1;
const longestRestartDelayMs = 30_000;
/** A thread that lived this long starts the count anew. */
const healthyLifeMs = 10_000;
/** How long a call waits for a thread that is being replaced. */
const replacementTimeoutMs = 10_000;

export class ThreadHost {
  readonly #listeners = new Map<ThreadEventName, Set<Listener<ThreadEventName>>>();
  readonly #log = logThrough((level, text) => this.#emit("log.line", { level, text }));
  #options: ThreadHostOptions | undefined;
  #thread: RunningThread | undefined;
  /** Set while there is no thread to talk to: calls that wait for the next one. */
  #waiting: (() => void)[] = [];
  #isUp = false;
  #shortLives = 0;
  #restartTimer: NodeJS.Timeout | undefined;
  #keys: ThreadCalls["keys.load"]["input"] | undefined;
  #target: LinkTarget | undefined;
  #pausedUntilMs: number | null = null;

  /**
   * Starts the thread.
   *
   * @throws ThreadError UNAVAILABLE or TOO_NEW when the database cannot be opened, INTERNAL for anything else
   */
  async start(options: ThreadHostOptions): Promise<void> {
    if (this.#options !== undefined) throw new ThreadError("INTERNAL", "the signer thread is running already");
    this.#options = options;
    // Inside Electron a second worker cannot load a native module once the first worker that did has ended, unless
    // the main thread loaded it before.
    loadNativeBinding();
    await import("libsql");
    try {
      await this.#launch(options);
    } catch (error) {
      this.#options = undefined;
      throw error;
    }
  }

  /**
   * Calls the thread. The buffer given to `keys.load` stays with the host, which zeroes it when the keys go.
   *
   * @throws ThreadError with the code of the failure; TIMEOUT, CRASHED or STOPPED when there was no answer
   */
  async call<N extends ThreadCallName>(name: N, input: ThreadCalls[N]["input"]): Promise<ThreadCalls[N]["output"]> {
    this.#remember(name, input);
    if (!this.#isUp) await this.#nextThread();
    if (this.#thread === undefined) throw new ThreadError("STOPPED", "the signer thread is not running");
    return this.#thread.call(name, input);
  }

  /** Returns a function that stops listening. */
  on<N extends ThreadEventName>(event: N, listener: Listener<N>): () => void {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners);
    listeners.add(listener as Listener<ThreadEventName>);
    return () => void listeners.delete(listener as Listener<ThreadEventName>);
  }

  /** Zeroes the shared key bytes at once, and makes the thread forget what it made of them. */
  async wipe(): Promise<void> {
    await this.call("keys.wipe", {});
  }

  /** Zeroes the keys and ends the thread, and with it the stream. It may be started again. */
  async stop(): Promise<void> {
    const thread = this.#thread;
    this.#options = undefined;
    this.#thread = undefined;
    this.#target = undefined;
    this.#pausedUntilMs = null;
    this.#forgetKeys();
    clearTimeout(this.#restartTimer);
    this.#isUp = false;
    this.#release();
    await thread?.end();
  }

  async #launch({ threadFile, protoDir, databaseFile, gate = "guarded" }: ThreadHostOptions): Promise<void> {
    const thread = new RunningThread(
      threadFile,
      { protoDir, databaseFile, gate },
      {
        event: (name, payload) => this.#emit(name, payload as ThreadEvents[typeof name]),
        died: (reason) => this.#died(thread, reason),
      },
    );
    this.#thread = thread;
    try {
      await thread.ready;
      if (this.#keys !== undefined) await thread.call("keys.load", this.#keys);
      if (this.#pausedUntilMs !== null) await thread.call("link.pause", { untilMs: this.#pausedUntilMs });
      if (this.#target !== undefined) await thread.call("link.start", this.#target);
    } catch (error) {
      await thread.end();
      throw error;
    }
    this.#isUp = true;
    this.#release();
  }

  #died(thread: RunningThread, reason: string): void {
    const wasUp = this.#isUp;
    this.#isUp = false;
    // A thread that dies while it is started is its starter's to deal with.
    if (this.#options === undefined || this.#thread !== thread || !wasUp) return;
    this.#log("error", `the signer thread died and is replaced: ${reason}`);
    this.#emit("link.changed", { link: { state: "offline" }, pausedUntilMs: this.#pausedUntilMs });
    if (Date.now() - thread.startedAtMs > healthyLifeMs) this.#shortLives = 0;
    this.#replace();
  }

  #replace(): void {
    this.#shortLives += 1;
    const step = this.#shortLives - instantRestarts;
    const delayMs = step <= 0 ? 0 : Math.min(longestRestartDelayMs, 500 * 2 ** step);
    this.#restartTimer = setTimeout(() => {
      const options = this.#options;
      if (options === undefined) return;
      this.#launch(options).catch((error: unknown) => {
        if (this.#options === undefined) return;
        this.#log("error", `the signer thread cannot be started: ${error instanceof Error ? error.message : error}`);
        this.#replace();
      });
    }, delayMs);
  }

  #remember<N extends ThreadCallName>(name: N, input: ThreadCalls[N]["input"]): void {
    if (name === "keys.load") {
      const keys = input as ThreadCalls["keys.load"]["input"];
      if (keys.masterKey !== this.#keys?.masterKey) this.#forgetKeys();
      this.#keys = keys;
    } else if (name === "keys.wipe") this.#forgetKeys();
    else if (name === "link.start") this.#target = input as LinkTarget;
    else if (name === "link.stop") this.#target = undefined;
    else if (name === "link.pause") this.#pausedUntilMs = (input as ThreadCalls["link.pause"]["input"]).untilMs;
  }

  #forgetKeys(): void {
    if (this.#keys !== undefined) new Uint8Array(this.#keys.masterKey).fill(0);
    this.#keys = undefined;
  }

  /** Resolves when there is a thread again, or when it was stopped. */
  #nextThread(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting = this.#waiting.filter((each) => each !== proceed);
        reject(new ThreadError("TIMEOUT", "the signer thread could not be replaced in time"));
      }, replacementTimeoutMs);
      const proceed = () => {
        clearTimeout(timer);
        resolve();
      };
      if (this.#options === undefined) proceed();
      else this.#waiting.push(proceed);
    });
  }

  #release(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const proceed of waiting) proceed();
  }

  #emit<N extends ThreadEventName>(event: N, payload: ThreadEvents[N]): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(payload as ThreadEvents[ThreadEventName]);
  }
}
