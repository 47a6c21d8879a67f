import { describe, expect, test } from "vitest";
import { answerOf, shownOutcome, unreadableOutcome } from "../../../main/pipeline/answer";

describe("answerOf", () => {
  test("signed: the response itself", () => {
    const response = { kind: "mu_sig2_cleanup_response" } as const;
    expect(answerOf({ kind: "signed", response })).toBe(response);
  });

  test("failed: lnd's prefix and the inner text", () => {
    expect(answerOf({ kind: "failed", code: "BAD_PSBT", detail: "error parsing PSBT: no magic" })).toEqual({
      kind: "signer_error",
      error: "error processing the request in the remote signer: error parsing PSBT: no magic",
    });
  });

  test("denied: tag first", () => {
    expect(answerOf({ kind: "denied", tag: "locked", reason: "unlock" })).toEqual({
      kind: "signer_error",
      error: "[locked] unlock",
    });
  });

  test("expired", () => {
    expect(answerOf({ kind: "expired", tag: "deadline" })).toMatchObject({
      error: expect.stringMatching(/^\[deadline\] /),
    });
  });

  test("bug: a reference and nothing else", () => {
    expect(answerOf({ kind: "bug", ref: "7f3a" })).toEqual({ kind: "signer_error", error: "[internal] ref 7f3a" });
  });

  test("an error text has an end", () => {
    const answer = answerOf({ kind: "failed", code: "BAD_PSBT", detail: "x".repeat(5_000) });
    expect(answer).toHaveProperty("error.length", 1_000);
  });
});

test("conformance 14: an unknown request is refused with lnd's words", () => {
  expect(answerOf(unreadableOutcome(null))).toEqual({
    kind: "signer_error",
    error: "error processing the request in the remote signer: unimplemented request by watch-only node",
  });
});

test("an unreadable message is refused with what is wrong", () => {
  expect(answerOf(unreadableOutcome("index out of range"))).toMatchObject({
    error: expect.stringContaining("not a readable message: index out of range"),
  });
});

test("shownOutcome drops the signature", () => {
  const signature = new Uint8Array(64);
  const outcome = { kind: "signed", response: { kind: "sign_message_resp", signature } } as const;
  expect(shownOutcome(outcome)).toEqual({ kind: "signed" });
});
