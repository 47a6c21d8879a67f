import { describe, expect, test, vi } from "vitest";
import { abandonRequest, advanceRequest } from "../../../main/pipeline/process";
import { SignerError } from "../../../main/signer/errors";
import type { SignResponse } from "../../../main/signer/requests";

const response: SignResponse = { kind: "mu_sig2_cleanup_response" };
const reportBug = () => "7f3a";

function* answering(slices: number): Generator<void, SignResponse, void> {
  for (let slice = 1; slice < slices; slice += 1) yield;
  return response;
}

// biome-ignore lint/correctness/useYield: it fails before it gets there
function* failing(error: unknown): Generator<void, SignResponse, void> {
  throw error;
}

describe("advanceRequest", () => {
  test("is undefined until the last slice", () => {
    const signing = answering(3);
    expect(advanceRequest(signing, reportBug)).toBe(undefined);
    expect(advanceRequest(signing, reportBug)).toBe(undefined);
    expect(advanceRequest(signing, reportBug)).toEqual({ kind: "signed", response });
  });

  test("a SignerError is a failure with its code", () => {
    const error = new SignerError("BAD_PSBT", "error parsing PSBT: no magic");
    expect(advanceRequest(failing(error), reportBug)).toEqual({
      kind: "failed",
      code: "BAD_PSBT",
      detail: "error parsing PSBT: no magic",
    });
  });

  test("anything else is a bug, of which only the reference is told", () => {
    const report = vi.fn(() => "7f3a");
    const error = new RangeError("secret thing");
    expect(advanceRequest(failing(error), report)).toEqual({ kind: "bug", ref: "7f3a" });
    expect(report).toHaveBeenCalledWith(error);
  });
});

test("abandonRequest runs what the engine does at the end", () => {
  const secret = new Uint8Array(2).fill(5);
  function* holding(): Generator<void, SignResponse, void> {
    try {
      yield;
      return response;
    } finally {
      secret.fill(0);
    }
  }
  const signing = holding();
  signing.next();
  abandonRequest(signing, reportBug);
  expect([...secret]).toEqual([0, 0]);
});
