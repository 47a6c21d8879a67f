/** SignPsbt against the recorded cases: whole packets, byte for byte, on both curves. */
import { describe, expect, it } from "vitest";
import { bytesToHex, hexToBytes } from "../../main/signer/bytes";
import { SignerError } from "../../main/signer/errors";
import { curves } from "../support/curves";
import { casesKeyRing, casesMasterKey, runSignPsbt } from "../support/signPsbt";
import vectors from "../vectors/sign_psbt_cases.json";

interface SignPsbtCase {
  readonly name: string;
  readonly funded_psbt: string;
  readonly signed_psbt?: string | undefined;
  readonly signed_inputs?: number[] | undefined;
  readonly error_contains?: string | undefined;
}

const cases: readonly SignPsbtCase[] = vectors.cases;

it("uses the seed of the cases", () => {
  expect(casesMasterKey).toBe(vectors.master_xprv);
  expect(cases).toHaveLength(32);
});

describe.each(curves)("SignPsbt with the $backend curve", (curve) => {
  const keyRing = casesKeyRing(curve);

  it.each(cases.filter((each) => each.signed_psbt !== undefined))("$name", (each) => {
    const answer = runSignPsbt(hexToBytes(each.funded_psbt), curve, keyRing);
    expect(bytesToHex(answer.signedPsbt)).toBe(each.signed_psbt);
    expect(answer.signedInputs).toEqual(each.signed_inputs);
  });

  it.each(cases.filter((each) => each.error_contains !== undefined))("$name", (each) => {
    const run = () => runSignPsbt(hexToBytes(each.funded_psbt), curve, keyRing);
    expect(run).toThrow(SignerError);
    expect(run).toThrow(each.error_contains);
  });
});
