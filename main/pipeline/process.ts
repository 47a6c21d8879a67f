/** The only place that catches what signing throws, and the only one that tells refusals from bugs. */
import { SignerError } from "../signer/errors";
import type { SignResponse } from "../signer/requests";
import type { SignOutcome } from "./outcome";

/**
 * Runs one slice of a request.
 *
 * @param reportBug logs an unexpected error and returns its reference; nothing else of it leaves the log
 * @returns how the request ended, or undefined while there is more to do
 */
export function advanceRequest(
  signing: Generator<void, SignResponse, void>,
  reportBug: (error: unknown) => string,
): SignOutcome | undefined {
  try {
    const step = signing.next();
    return step.done === true ? { kind: "signed", response: step.value } : undefined;
  } catch (error) {
    if (error instanceof SignerError) return { kind: "failed", code: error.code, detail: error.message };
    return { kind: "bug", ref: reportBug(error) };
  }
}

/** Ends a request that nobody waits for any more, so that the engine wipes what it holds for it. */
export function abandonRequest(
  signing: Generator<void, SignResponse, void>,
  reportBug: (error: unknown) => string,
): void {
  try {
    signing.return(discarded);
  } catch (error) {
    reportBug(error);
  }
}

/** The value an abandoned generator ends with; nobody reads it. */
const discarded: SignResponse = { kind: "mu_sig2_cleanup_response" };
