/** The signer thread's side of the worker port: calls in, replies and events out. */
import type { MessagePort } from "node:worker_threads";
import type { FromThread, ThreadCallName, ThreadCalls, ThreadEventName, ThreadEvents, ToThread } from "./protocol";

/** One function per call. What it throws is the caller's error: code and message cross, the stack does not. */
export type ThreadHandlers = {
  readonly [N in ThreadCallName]: (
    input: ThreadCalls[N]["input"],
  ) => ThreadCalls[N]["output"] | Promise<ThreadCalls[N]["output"]>;
};

export type EmitEvent = <N extends ThreadEventName>(event: N, payload: ThreadEvents[N]) => void;

/** Events for the other side of `port`. */
export function eventEmitter(port: MessagePort): EmitEvent {
  return (event, payload) => port.postMessage({ event, payload } satisfies FromThread);
}

/**
 * Answers calls until the port closes.
 *
 * @param reportBug logs what a call threw without a code of its own and returns the reference
 */
export function serveCalls(port: MessagePort, handlers: ThreadHandlers, reportBug: (error: unknown) => string): void {
  port.on("message", (message: ToThread) => {
    if ("leave" in message) process.exit(0);
    const { call, id, input } = message;
    const handler = handlers[call] as (input: unknown) => unknown;
    void answer(() => handler(input), id); // never rejects
  });

  async function answer(run: () => unknown, id: number): Promise<void> {
    let reply: FromThread;
    try {
      reply = { reply: id, ok: true, output: await run() };
    } catch (error) {
      reply = { reply: id, ok: false, ...errorFields(error, reportBug) };
    }
    port.postMessage(reply);
  }
}

function errorFields(error: unknown, reportBug: (error: unknown) => string): { code: string; message: string } {
  if (error instanceof Error && "code" in error && typeof error.code === "string") {
    return { code: error.code, message: error.message };
  }
  return { code: "INTERNAL", message: `the signer thread failed (ref ${reportBug(error)})` };
}
