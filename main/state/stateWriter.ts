/**
 * The signer thread's side of the thread that writes its database: signing goes on while SQLite and the disk are at it.
 *
 * Replies come as messages. Whoever cannot wait for the event loop waits on memory that both threads share.
 */
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { SharedSteps } from "./sharedSteps";
import type { Synced } from "./walSync";
import {
  type FromWriter,
  receivedError,
  type Step,
  type ToWriter,
  type WriterPort,
  type WriterStart,
} from "./writerPort";

type Running = Parameters<WriterPort["write"]>[1];

/** Longer than SQLite itself waits for another process. */
const longestWaitMs = 10_000;

export class StateWriter implements WriterPort {
  readonly #port: MessagePort;
  readonly #ended = new Int32Array(new SharedArrayBuffer(4));
  readonly #asked = new Int32Array(new SharedArrayBuffer(4));
  readonly #steps = new SharedSteps();
  readonly #numbers = new Map<string, number>();
  readonly #syncs = new Map<number, Synced>();
  #lastSync = 0;
  #isReady = false;
  #running: Running | null = null;
  /** Transactions so far. */
  #sent = 0;
  #isClosed = false;

  /**
   * @param threadFile the bundle of main/state/writerThread.ts
   * @param file the database, which is there and up to date
   * @param gone called once when the thread ends by itself; whatever it had is in doubt, and only the file tells
   */
  constructor(threadFile: string, file: string, gone: (error: Error) => void) {
    const { port1, port2 } = new MessageChannel();
    const { memory } = this.#steps;
    const [asked, ended] = [this.#asked.buffer, this.#ended.buffer];
    const workerData = { file, port: port2, memory, asked, ended } satisfies Record<keyof WriterStart, unknown>;
    const worker = new Worker(threadFile, { workerData, transferList: [port2] });
    this.#port = port1;
    port1.on("message", (message: FromWriter) => this.#received(message));
    const hasEnded = (cause: unknown) => {
      if (this.#isClosed) return;
      this.#isClosed = true;
      gone(new Error("the thread that writes the database ended", { cause }));
    };
    worker.on("error", hasEnded);
    worker.on("exit", hasEnded);
  }

  get isFree(): boolean {
    return this.#isReady && this.#running === null && !this.#isClosed;
  }

  write(steps: readonly Step[], then: Running): void {
    if (!this.isFree) throw new Error("the writer has a transaction, or is not there");
    const { memory } = this.#steps;
    this.#steps.begin();
    for (const { sql, mustChange, values } of steps) {
      this.#steps.add({ number: this.#numberOf(sql, mustChange), values });
    }
    if (this.#steps.memory !== memory) this.#post({ memory: this.#steps.memory });
    this.#running = then;
    this.#sent += 1;
    // Last: from now on the other thread may run them.
    this.#steps.finish();
    this.#wake();
  }

  /** Statements are numbered as they come. */
  #numberOf(sql: string, mustChange: boolean): number {
    let number = this.#numbers.get(sql);
    if (number === undefined) {
      number = this.#numbers.size;
      this.#numbers.set(sql, number);
      this.#post({ sql, mustChange });
    }
    return number;
  }

  sync(done: Synced): void {
    this.#lastSync += 1;
    this.#syncs.set(this.#lastSync, done);
    this.#send({ sync: this.#lastSync });
  }

  settle(): void {
    if (this.#running === null) return;
    if (Atomics.wait(this.#ended, 0, this.#sent - 1, longestWaitMs) === "timed-out") {
      throw new Error("the thread that writes the database does not answer");
    }
    for (let next = this.#next(); next !== undefined; next = this.#next()) {
      const message = next;
      // Memory has to be right at once. Whoever waits for a disk may write when told, and somebody is about to.
      if ("failed" in message) this.#received(message);
      else queueMicrotask(() => this.#received(message));
    }
  }

  close(): void {
    if (this.#isClosed) return;
    this.settle();
    this.#isClosed = true;
    this.#running = null;
    this.#syncs.clear();
    this.#send({ close: true });
  }

  #send(message: ToWriter): void {
    this.#post(message);
    this.#wake();
  }

  #post(message: ToWriter): void {
    this.#port.postMessage(message);
  }

  #wake(): void {
    Atomics.add(this.#asked, 0, 1);
    Atomics.notify(this.#asked, 0);
  }

  #next(): FromWriter | undefined {
    return (receiveMessageOnPort(this.#port) as { readonly message: FromWriter } | undefined)?.message;
  }

  #received(message: FromWriter): void {
    if ("ready" in message) this.#isReady = true;
    else if ("failed" in message) this.#endedRunning()?.failed(receivedError(message.failed));
    else {
      const error = message.synced === null ? null : receivedError(message.synced);
      if (message.of === "write") this.#endedRunning()?.synced(error);
      else this.#endedSync(message.of)?.(error);
    }
  }

  #endedRunning(): Running | null {
    const running = this.#running;
    this.#running = null;
    return running;
  }

  #endedSync(number: number): Synced | undefined {
    const done = this.#syncs.get(number);
    this.#syncs.delete(number);
    return done;
  }
}
