import { expect, test } from "vitest";
import type { Curve } from "../../../main/signer/curve";
import { timeScalars } from "../../../scripts/bench/scalarTiming";
import { nativeCurve } from "../../support/curves";

let passedMs = 0;

/** Takes longer the more bits are set. */
function leaky(scalar: Uint8Array): Uint8Array {
  for (const byte of scalar) for (let rest = byte; rest > 0; rest >>= 1) passedMs += (rest & 1) / 1_000;
  return scalar;
}

test("tells a curve that takes longer for dense scalars", () => {
  const curve: Curve = {
    ...nativeCurve,
    publicKey: leaky,
    ecdh: (_point, scalar) => leaky(scalar),
    ecdsaSign: (_digest, scalar) => ({ signature: leaky(scalar), recoveryId: 0 }),
  };
  for (const { t, percent } of Object.values(timeScalars(curve, 50, () => passedMs))) {
    expect(t).toBeGreaterThan(4.5);
    expect(percent).toBeGreaterThan(100);
  }
});
