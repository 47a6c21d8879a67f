/** What node and window are told about an outcome. lnd never parses the text; people read it in its log. */
import type { SignAnswer } from "../link/messages";
import type { FeedOutcome } from "./feed";
import type { SignOutcome } from "./outcome";

/** What lnd's own signer puts in front (lnwallet/rpcwallet/remote_signer_client.go). */
const processingPrefix = "error processing the request in the remote signer: ";
/** Text of lnd's own signer for a request it does not know (same file). */
const unimplementedText = "unimplemented request by watch-only node";
const longestErrorLength = 1_000;

/** The answer to a request that ended this way. A refusal is an answer too: silence would stop the node. */
export function answerOf(outcome: SignOutcome): SignAnswer {
  switch (outcome.kind) {
    case "signed":
      return outcome.response;
    case "failed":
      return signerError(`${processingPrefix}${outcome.detail}`);
    case "denied":
      return signerError(`[${outcome.tag}] ${outcome.reason}`);
    case "expired":
      return signerError(`[${outcome.tag}] no time left to sign before the node's request timeout`);
    case "bug":
      return signerError(`[internal] ref ${outcome.ref}`);
  }
}

/** Outcome of a message that is no request: unreadable when `detail` says why, of an unknown kind when null. */
export function unreadableOutcome(detail: string | null): SignOutcome {
  if (detail === null) return { kind: "failed", code: "UNIMPLEMENTED", detail: unimplementedText };
  return { kind: "failed", code: "BAD_REQUEST", detail: `the request is not a readable message: ${detail}` };
}

/** The outcome without the signature: nothing in the feed may open a channel or move a coin. */
export function shownOutcome(outcome: SignOutcome): FeedOutcome {
  return outcome.kind === "signed" ? { kind: "signed" } : outcome;
}

function signerError(text: string): SignAnswer {
  return { kind: "signer_error", error: text.slice(0, longestErrorLength) };
}
