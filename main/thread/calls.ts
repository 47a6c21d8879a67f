/** The signer thread's side of the worker port: calls in, replies and events out. */
import type { MessagePort } from "node:worker_threads";
import type { FromThread, ThreadCallName, ThreadCalls, ThreadEventName, ThreadEvents, ToThread } from "./protocol";

/** One function per call. What it throws is the caller's error: code and message cross, the stack does not. */
export type ThreadHandlers = HandlersOf<ThreadCallName>;

export type HandlersOf<Names extends ThreadCallName> = {
  readonly [N in Names]: (
    input: ThreadCalls[N]["input"],
  ) => ThreadCalls[N]["output"] | Promise<ThreadCalls[N]["output"]>;
};

export type EmitEvent = <N extends ThreadEventName>(event: N, payload: ThreadEvents[N]) => void;

/** Events for the other side of `port`. */
export function eventEmitter(port: MessagePort): EmitEvent {
  return (event, payload) => port.postMessage({ event, payload } satisfies FromThread);
}

export interface ServeOptions {
  /** Logs what a call threw without a code of its own and returns the reference. */
  readonly reportBug: (error: unknown) => string;
  /** The thread ends now. */
  readonly leaving: () => void;
}

/** What it takes to send a few bytes. */
const farewellMs = 30;

/** Answers calls until the port closes. */
export function serveCalls(port: MessagePort, handlers: ThreadHandlers, { reportBug, leaving }: ServeOptions): void {
  port.on("message", (message: ToThread) => {
    if ("leave" in message) {
      try {
        leaving();
      } catch (error) {
        reportBug(error);
      }
      // Whoever is at the other end of a connection is told before it breaks off.
      setTimeout(() => process.exit(0), farewellMs);
      return;
    }
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
