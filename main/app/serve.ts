/**
 * What happens to every call from the page: sender, limits, schema, handler, schema, reply.
 *
 * Knows nothing of Electron, so that each refusal can be tested; `ipc.ts` plugs it in.
 */

import type { Reply } from "../../preload/contract/errors";
import { calls } from "../../preload/contract/schemas";
import type { CallInput, CallName, CallOutput } from "../../preload/contract/types";
import type { Handlers } from "../handlers/handlers";
import { AppError } from "../session/appError";
import type { Log } from "../support/log";
import type { AppDocument } from "./documents";
import { isWithinWireLimits } from "./wireLimits";

const maxPending = 16;

/** The part of Electron's IpcMainInvokeEvent that says who is calling. */
export interface CallSender {
  readonly sender: { readonly id: number };
  readonly senderFrame: { readonly parent: unknown; readonly origin: string } | null;
}

/**
 * Returns the one function behind every channel.
 *
 * NOT_ALLOWED for anyone but the main frame of a window of ours, on the origin of its document, making a call that this
 * document may make; BUSY while too many calls are pending,
 * BAD_INPUT for what the schema does not know. Anything a handler throws that is not an AppError is a bug: INTERNAL, with
 * a reference that the local log has too. An answer the contract does not know is a bug as well and never leaves.
 *
 * @param documentOf the document a web contents id is there to show, undefined for a stranger; asked at each call
 */
export function createServe(handlers: Handlers, documentOf: (id: number) => AppDocument | undefined, log: Log) {
  let pending = 0;

  return async function serve<N extends CallName>(
    name: N,
    event: CallSender,
    input: unknown,
  ): Promise<Reply<CallOutput<N>>> {
    if (!isTrusted(name, event, documentOf(event.sender.id))) {
      log("warn", `call ${name} from an untrusted sender was refused`);
      return refuse("NOT_ALLOWED", "This page may not talk to the signer.");
    }
    if (pending >= maxPending) return refuse("BUSY", "Too many calls are waiting. Try again in a moment.");
    const parsed = isWithinWireLimits(input) ? calls[name].input.safeParse(input) : null;
    if (!parsed?.success) return refuse("BAD_INPUT", badInputText(parsed?.error.issues[0]));
    pending += 1;
    try {
      const handler = handlers[name] as (input: CallInput<N>) => unknown;
      const output = await handler(parsed.data as CallInput<N>);
      return { ok: true, value: calls[name].output.parse(output) as CallOutput<N> };
    } catch (error) {
      if (error instanceof AppError) return { ok: false, error: error.toWire() };
      const ref = log.bug(`call ${name}`, error);
      return { ok: false, error: { code: "INTERNAL", message: `Something went wrong here (reference ${ref}).`, ref } };
    } finally {
      pending -= 1;
    }
  };
}

function isTrusted(name: CallName, { senderFrame }: CallSender, document: AppDocument | undefined): boolean {
  if (document === undefined || senderFrame === null || senderFrame.parent !== null) return false;
  return senderFrame.origin === document.origin && document.mayCall(name);
}

function refuse(code: "NOT_ALLOWED" | "BUSY" | "BAD_INPUT", message: string) {
  return { ok: false, error: { code, message } } as const;
}

/** Names the field and the complaint, never the value: it may be a passphrase. */
function badInputText(issue: { path: PropertyKey[]; code: string } | undefined): string {
  if (issue === undefined) return "The input is too large or not plain data.";
  const field = issue.path.length > 0 ? issue.path.map(String).join(".") : "input";
  return `${field} is not what is expected here (${issue.code.replaceAll("_", " ")}).`;
}
