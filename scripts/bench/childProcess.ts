/** Child processes of the bench: the same bundle in another role, one call at a time over IPC. */
import { type ChildProcess, fork } from "node:child_process";
import type { ChildCalls, ChildRole } from "./messages";

type CallName = keyof ChildCalls;
interface Call {
  readonly id: number;
  readonly name: CallName;
  readonly input: unknown;
}
type Reply = { readonly id: number } & ({ readonly output: unknown } | { readonly error: string });

export class BenchChild {
  readonly #child: ChildProcess;
  readonly startedAtMs = performance.now();
  #lastId = 0;

  constructor(role: ChildRole) {
    // Structured clone keeps byte arrays.
    this.#child = fork(__filename, [`--role=${role}`], { serialization: "advanced" });
  }

  async call<N extends CallName>(name: N, input: ChildCalls[N]["input"]): Promise<ChildCalls[N]["output"]> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      const settle = (action: () => void) => {
        this.#child.off("message", onMessage).off("exit", onExit);
        action();
      };
      const onMessage = (reply: Reply) => {
        if (reply.id !== id) return;
        settle(() =>
          "error" in reply
            ? reject(new Error(`${name}: ${reply.error}`))
            : resolve(reply.output as ChildCalls[N]["output"]),
        );
      };
      const onExit = () => settle(() => reject(new Error(`${name}: the process ended`)));
      this.#child.on("message", onMessage).on("exit", onExit);
      this.#child.send({ id, name, input } satisfies Call);
    });
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const exited = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await exited;
  }
}

export type ChildHandlers = {
  readonly [N in CallName]?: (input: ChildCalls[N]["input"]) => Promise<ChildCalls[N]["output"]>;
};

/** Serves the parent's calls in a child. */
export function serveParent(handlers: ChildHandlers): void {
  process.on("message", async ({ id, name, input }: Call) => {
    let reply: Reply;
    try {
      const handler = handlers[name] as ((input: unknown) => Promise<unknown>) | undefined;
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
