/** Child processes of a command: its own bundle again in another role, with typed calls over IPC. */
import { type ChildProcess, spawn } from "node:child_process";

/** Name of each call with its input and output. */
export type CallTable<C> = { readonly [N in keyof C]: { readonly input: unknown; readonly output: unknown } };

interface Call {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}
type Reply = { readonly id: number } & ({ readonly output: unknown } | { readonly error: string });

export interface ChildOptions {
  /** Largest file the child may write, in units of 512 bytes; writing more fails with EFBIG. */
  readonly largestFileBlocks?: number;
}

export class ChildCommand<C extends CallTable<C>> {
  readonly #child: ChildProcess;
  readonly startedAtMs = performance.now();
  #lastId = 0;

  constructor(role: string, { largestFileBlocks }: ChildOptions = {}) {
    const command = [process.execPath, __filename, `--role=${role}`];
    const limited = ["sh", "-c", `ulimit -f ${largestFileBlocks}; exec "$@"`, "sh", ...command];
    const [file = "", ...rest] = largestFileBlocks === undefined ? command : limited;
    // Structured clone keeps byte arrays.
    this.#child = spawn(file, rest, { stdio: ["ignore", "inherit", "inherit", "ipc"], serialization: "advanced" });
  }

  async call<N extends keyof C & string>(name: N, input: C[N]["input"]): Promise<C[N]["output"]> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const settle = (action: () => void) => {
        this.#child.off("message", onMessage).off("exit", onExit);
        action();
      };
      const onMessage = (reply: Reply) => {
        if (reply.id !== id) return;
        settle(() => ("error" in reply ? reject(new Error(`${name}: ${reply.error}`)) : resolve(reply.output)));
      };
      const onExit = () => settle(() => reject(new Error(`${name}: the process ended`)));
      this.#child.on("message", onMessage).on("exit", onExit);
      this.#child.send({ id, name, input } satisfies Call);
    });
  }

  /** Messages that are no replies. Returns a function that stops listening. */
  onNews(listener: (news: unknown) => void): () => void {
    const onMessage = (message: object) => {
      if ("news" in message) listener(message.news);
    };
    this.#child.on("message", onMessage);
    return () => void this.#child.off("message", onMessage);
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const exited = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await exited;
  }
}

export type ChildHandlers<C extends CallTable<C>> = {
  readonly [N in keyof C]?: (input: C[N]["input"]) => Promise<C[N]["output"]>;
};

/** Serves the parent's calls in a child. */
export function serveParent<C extends CallTable<C>>(handlers: ChildHandlers<C>): void {
  process.on("message", async ({ id, name, input }: Call) => {
    let reply: Reply;
    try {
      const handler = handlers[name as keyof C] as ((input: unknown) => Promise<unknown>) | undefined;
      if (handler === undefined) throw new Error("this role has no such call");
      reply = { id, output: await handler(input) };
    } catch (error) {
      reply = { id, error: error instanceof Error ? error.message : "unknown error" };
    }
    process.send?.(reply);
  });
  // The parent is gone: nothing left to do.
  process.on("disconnect", () => process.exit(0));
}

/** Tells the parent something it did not ask for. */
export function tellParent(news: unknown): void {
  process.send?.({ news });
}
