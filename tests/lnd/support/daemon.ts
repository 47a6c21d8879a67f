/** A child process with its output kept, its start awaited and its end clean. */
import { type ChildProcess, spawn } from "node:child_process";
import { appendFileSync, writeFileSync } from "node:fs";

const stopTimeoutMs = 30_000;

export class Daemon {
  readonly name: string;
  readonly logFile: string;
  #child: ChildProcess | null = null;
  #log = "";
  #exit: Promise<number | null> = Promise.resolve(null);

  constructor(name: string, logFile: string) {
    this.name = name;
    this.logFile = logFile;
    writeFileSync(logFile, "");
  }

  start(executable: string, words: readonly string[], env: NodeJS.ProcessEnv = process.env): void {
    const child = spawn(executable, words, { stdio: ["ignore", "pipe", "pipe"], env });
    const take = (chunk: Buffer): void => {
      this.#log += chunk.toString();
      appendFileSync(this.logFile, chunk);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    this.#exit = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
    void this.#exit.then(() => {
      if (this.#child === child) this.#child = null;
    });
    this.#child = child;
  }

  get isRunning(): boolean {
    return this.#child !== null;
  }

  /** Everything printed since the object was made. */
  get log(): string {
    return this.#log;
  }

  /** Position in the log, for `waitFor` and `logSince`. */
  mark(): number {
    return this.#log.length;
  }

  logSince(mark: number): string {
    return this.#log.slice(mark);
  }

  /** Waits until the log holds `pattern` after `mark`. @throws Error with the log's end when the time is over */
  async waitFor(pattern: RegExp, timeoutMs = 60_000, mark = 0): Promise<RegExpMatchArray> {
    const until = Date.now() + timeoutMs;
    for (;;) {
      const found = this.#log.slice(mark).match(pattern);
      if (found) return found;
      if (Date.now() > until || !this.isRunning) {
        throw new Error(`${this.name}: no ${pattern} in time; the log ends:\n${this.#log.slice(-3_000)}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Ends the process and returns its exit status; null if it had to be killed. */
  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    const child = this.#child;
    if (!child) return this.#exit;
    child.kill(signal);
    const timer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
    try {
      return await this.#exit;
    } finally {
      clearTimeout(timer);
    }
  }

  async exited(): Promise<number | null> {
    return this.#exit;
  }
}
