/** Two independent curves must be one function: native and portable agree on every input, refusals included. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hexToBytes } from "../../main/signer/bytes";
import type { Curve } from "../../main/signer/curve";
import { SignerError } from "../../main/signer/errors";
import { nativeCurve, portableCurve } from "../support/curves";

const order = hexToBytes("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
const edges = [new Uint8Array(32), new Uint8Array(32).fill(0xff), order, hexToBytes("01".padStart(64, "0"))];
const scalar = fc.oneof(
  { weight: 4, arbitrary: fc.uint8Array({ minLength: 32, maxLength: 32 }) },
  { weight: 1, arbitrary: fc.constantFrom(...edges) },
);
const point = fc.oneof(
  { weight: 4, arbitrary: fc.bigInt(1n, 1n << 200n).map((k) => pointOf(k)) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 33, maxLength: 33 }) },
  { weight: 1, arbitrary: fc.bigInt(1n, 1n << 200n).map((k) => portableCurve.uncompressPoint(pointOf(k))) },
);

function pointOf(k: bigint): Uint8Array {
  return portableCurve.publicKey(hexToBytes(k.toString(16).padStart(64, "0")));
}

function outcome(curve: Curve, run: (curve: Curve) => unknown): unknown {
  try {
    return run(curve);
  } catch (error) {
    if (error instanceof SignerError) return error.code;
    throw error;
  }
}

function agree(run: (curve: Curve) => unknown): void {
  expect(outcome(nativeCurve, run)).toEqual(outcome(portableCurve, run));
}

const runs = { numRuns: 40 };

describe("native and portable curve agree", () => {
  it("on scalars", () => {
    fc.assert(
      fc.property(scalar, scalar, (a, b) => {
        agree((curve) => curve.isValidSecretKey(a));
        agree((curve) => curve.scalarAdd(a, b));
        agree((curve) => curve.scalarMultiply(a, b));
        agree((curve) => curve.scalarNegate(a));
        agree((curve) => curve.scalarReduce(a));
      }),
      runs,
    );
  });

  it("on points", () => {
    fc.assert(
      fc.property(point, point, scalar, scalar, (p, q, k, l) => {
        agree((curve) => curve.compressPoint(p));
        agree((curve) => curve.uncompressPoint(p));
        agree((curve) => curve.pointTweakAdd(p, k));
        agree((curve) => curve.pointMultiply(p, k));
        agree((curve) => curve.pointAdd([p, q]));
        agree((curve) => curve.pointMultiplyAdd(p, k, l));
        // to infinity and nearly there
        agree((curve) => curve.pointMultiplyAdd(curve.publicKey(l), k, curve.scalarNegate(curve.scalarMultiply(k, l))));
      }),
      runs,
    );
  });

  it("on secrets", () => {
    fc.assert(
      fc.property(point, scalar, scalar, (p, secretKey, digest) => {
        agree((curve) => curve.publicKey(secretKey));
        agree((curve) => curve.ecdh(p, secretKey));
        agree((curve) => curve.ecdsaSign(digest, secretKey));
      }),
      runs,
    );
  });
});
