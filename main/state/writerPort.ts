/** What the signer thread and the thread that writes its database say to each other. */
import type { MessagePort } from "node:worker_threads";
import type { LogSync, Synced } from "./walSync";

/** What a statement takes. */
export type Value = string | number | Uint8Array | null;

/** One statement of a transaction. */
export interface Step {
  readonly sql: string;
  readonly mustChange: boolean;
  readonly values: readonly Value[];
}

/** A statement that had to find a row found none. */
export class Unchanged extends Error {
  constructor() {
    super("there was no row to change");
    this.name = "Unchanged";
  }
}

/** Another thread that writes to the same file, one transaction at a time, and syncs its log. */
export interface WriterPort extends LogSync {
  /** It is up and has no transaction. */
  readonly isFree: boolean;
  /** Runs steps in one transaction. One of both is called, once and later; after `close` neither. Only while it is free. */
  write(steps: readonly Step[], then: { failed(error: Error): void; synced: Synced }): void;
  /** Waits until the transaction it has is written; if that failed, `failed` was called when this returns. */
  settle(): void;
}

export interface WriterStart {
  readonly file: string;
  readonly port: MessagePort;
  /** Where steps are put (sharedSteps.ts), until a message says otherwise. */
  readonly memory: SharedArrayBuffer;
  /** Counts what the writer was woken for: messages, and steps to run. */
  readonly asked: SharedArrayBuffer;
  /** Counts the transactions that are written, or that failed and whose reply is on its way. */
  readonly ended: SharedArrayBuffer;
}

/** Beside the steps in shared memory, and sent before those that need it. */
export type ToWriter =
  /** A statement that has not been sent before; they are numbered as they come. */
  | { readonly sql: string; readonly mustChange: boolean }
  /** Where steps are put from now on. */
  | { readonly memory: SharedArrayBuffer }
  | { readonly sync: number }
  | { readonly close: true };

export type FromWriter =
  | { readonly ready: true }
  | { readonly failed: SentError }
  /** Whether the disk confirmed what was written: of a transaction, or of `sync` with this number. */
  | { readonly synced: SentError | null; readonly of: number | "write" };

/** An error as it travels: structured clone drops the code. */
export interface SentError {
  readonly name: string;
  readonly message: string;
  readonly code: string | null;
}

export function sentError(error: unknown): SentError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), code: null };
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  return { name: error.name, message: error.message, code };
}

export function receivedError({ name, message, code }: SentError): Error {
  if (name === "Unchanged") return new Unchanged();
  return code === null ? new Error(message) : Object.assign(new Error(message), { code });
}
