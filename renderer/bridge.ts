/** The window's only way out: calls through the bridge the preload exposes. Failures come back as values. */
import { useState } from "react";
import type { Reply, WireError } from "../preload/contract/errors";
import type { Bridge, CallInput, CallName, CallOutput } from "../preload/contract/types";
import { commonWords } from "./words/common";

declare global {
  interface Window {
    readonly countersign: Bridge;
  }
}

/** Calls the main process. A bridge that breaks (main process gone) reads as INTERNAL, never as an exception. */
export async function call<N extends CallName>(name: N, input: CallInput<N>): Promise<Reply<CallOutput<N>>> {
  try {
    return await window.countersign.call(name, input);
  } catch {
    return { ok: false, error: { code: "INTERNAL", message: commonWords.bridgeBroken } };
  }
}

/** A call with its progress and its last error, for forms and buttons. */
export function useCall<N extends CallName>(name: N) {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<WireError | null>(null);
  const run = async (input: CallInput<N>): Promise<Reply<CallOutput<N>>> => {
    setBusy(true);
    setError(null);
    const reply = await call(name, input);
    setBusy(false);
    if (!reply.ok) setError(reply.error);
    return reply;
  };
  return { run, busy, error, clear: () => setError(null) };
}
