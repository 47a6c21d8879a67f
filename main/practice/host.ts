/** The shell's side of the practice thread. */
import { Worker } from "node:worker_threads";
import type { Network } from "../signer/network";
import type { PracticeStats } from "./auditor";
import type { PracticePairing } from "./practiceNode";
import type { FromPracticeThread, ToPracticeThread } from "./threadMessages";

export interface PracticeHostOptions {
  /** The bundle of main/practice/thread.ts. */
  readonly practiceFile: string;
  readonly protoDir: string;
  /** JSON of the signer's accounts export. */
  readonly accounts: string;
  readonly network?: Network | undefined;
  readonly speed?: number | undefined;
}

/** How long stopping may take before the thread is ended as it is. */
const stopTimeoutMs = 2_000;

export class PracticeHost {
  #worker: Worker | undefined;
  #stats: PracticeStats | undefined;

  /** Starts the node and its natural traffic; it waits for a signer. @throws Error when it cannot start */
  async start(options: PracticeHostOptions): Promise<PracticePairing> {
    if (this.#worker !== undefined) throw new Error("the practice node is running already");
    const worker = new Worker(options.practiceFile);
    this.#worker = worker;
    try {
      return await new Promise<PracticePairing>((resolve, reject) => {
        worker.on("message", (message: FromPracticeThread) => {
          if (message.event === "started") resolve(message.pairing);
          else if (message.event === "stats") this.#stats = message.stats;
          else if (message.event === "failed") reject(new Error(message.message));
        });
        worker.on("error", reject);
        worker.on("exit", () => {
          if (this.#worker === worker) this.#worker = undefined;
          reject(new Error("the practice thread ended"));
        });
        const { accounts, protoDir, network = "regtest", speed = 1 } = options;
        worker.postMessage({ do: "start", input: { accounts, network, protoDir, speed } } satisfies ToPracticeThread);
      });
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** The node's count so far; undefined before the first. */
  get stats(): PracticeStats | undefined {
    return this.#stats;
  }

  /** Ends the node as lnd ends, and the thread. Does nothing when none is running. */
  async stop(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    this.#worker = undefined;
    const exited = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    worker.postMessage({ do: "stop" } satisfies ToPracticeThread);
    const timer = setTimeout(() => void worker.terminate(), stopTimeoutMs);
    await exited;
    clearTimeout(timer);
  }
}
