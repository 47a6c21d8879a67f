/** The only place that catches what a request leads to, and the only one that tells refusals from bugs. */
import type { Gate, Note } from "../guard/gate";
import type { RequestSummary } from "../policy/summary";
import { SignerError } from "../signer/errors";
import { readPsbt } from "../signer/psbtReader";
import type { Psbt } from "../signer/psbtRecords";
import type { SignRequest, SignResponse } from "../signer/requests";
import type { SignOutcome } from "./outcome";

/** Logs an unexpected error and returns its reference; nothing else of it leaves the log. */
type ReportBug = (error: unknown) => string;

/** What the request's bytes say, read once for guard and engine. */
export type ReadRequest =
  | { readonly ok: true; readonly psbt: Psbt | undefined; readonly summary: RequestSummary }
  | { readonly ok: false; readonly outcome: SignOutcome };

/** Reads the packet of a request and says what it is. */
export function readRequest(
  request: SignRequest,
  examine: (request: SignRequest, psbt: Psbt | undefined) => RequestSummary,
  reportBug: ReportBug,
): ReadRequest {
  try {
    const psbt = request.kind === "sign_psbt_request" ? readPsbt(request.fundedPsbt) : undefined;
    return { ok: true, psbt, summary: examine(request, psbt) };
  } catch (error) {
    return { ok: false, outcome: outcomeOf(error, reportBug) };
  }
}

/** Runs one slice of a request. Returns how it ended, or undefined while there is more to do. */
export function advanceRequest(
  signing: Generator<void, SignResponse, void>,
  reportBug: ReportBug,
): SignOutcome | undefined {
  try {
    const step = signing.next();
    return step.done === true ? { kind: "signed", response: step.value } : undefined;
  } catch (error) {
    return outcomeOf(error, reportBug);
  }
}

/** Ends a request that nobody waits for any more, so that the engine wipes what it holds for it. */
export function abandonRequest(signing: Generator<void, SignResponse, void>, reportBug: ReportBug): void {
  try {
    signing.return(discarded);
  } catch (error) {
    reportBug(error);
  }
}

/**
 * Has signed requests written down. What the gate does not let go, and everything if it fails, must not leave.
 *
 * @param settle called with what each ends as instead of its signature
 */
export function commitSigned(
  gate: Gate,
  notes: readonly Note[],
  reportBug: ReportBug,
  settle: (refusals: readonly (SignOutcome | undefined)[]) => void,
): void {
  try {
    gate.commit(notes, (mayLeave) => {
      settle(
        notes.map((_, index) => (mayLeave === undefined || mayLeave[index] === true ? undefined : notWrittenDown)),
      );
    });
  } catch (error) {
    const ref = reportBug(error);
    settle(notes.map(() => ({ kind: "bug", ref })));
  }
}

function outcomeOf(error: unknown, reportBug: ReportBug): SignOutcome {
  if (error instanceof SignerError) return { kind: "failed", code: error.code, detail: error.message };
  return { kind: "bug", ref: reportBug(error) };
}

const notWrittenDown: SignOutcome = {
  kind: "denied",
  tag: "journal-unavailable",
  reason: "the signer cannot write its journal: see Countersign",
};

/** The value an abandoned generator ends with; nobody reads it. */
const discarded: SignResponse = { kind: "mu_sig2_cleanup_response" };
