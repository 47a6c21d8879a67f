/** Chooses the curve backend at start (docs/adr/0002): native where it is there and proves itself, portable otherwise. */
import type { Curve } from "./curve";
import { createNativeCurve, type NativeBinding } from "./curveNative";
import { createPortableCurve } from "./curvePortable";
import { failedSelfTest } from "./curveSelfTest";

/** A native binding that may be tried, or why there is none. */
export type NativeBindingResult =
  | { readonly ok: true; readonly binding: NativeBinding }
  | { readonly ok: false; readonly reason: string };

export interface CurveChoice {
  readonly curve: Curve;
  /** "failed" when a native binding was there and got a vector wrong; the curve in use has always passed. */
  readonly selfTest: "passed" | "failed";
  /** One sentence for diagnostics. */
  readonly reason: string;
}

/**
 * Picks the backend.
 *
 * @throws Error when even the portable curve fails its vectors: this machine computes wrongly and must not sign
 */
export function chooseCurve(native: NativeBindingResult): CurveChoice {
  if (native.ok) {
    const curve = createNativeCurve(native.binding);
    const failed = failedSelfTest(curve);
    if (failed === undefined) return { curve, selfTest: "passed", reason: "the native binding passed its self-test" };
    return portable("failed", `the native binding failed its self-test (${failed})`);
  }
  return portable("passed", native.reason);
}

function portable(selfTest: CurveChoice["selfTest"], reason: string): CurveChoice {
  const curve = createPortableCurve();
  const failed = failedSelfTest(curve);
  if (failed !== undefined) throw new Error(`no curve backend passes its self-test; the portable one fails ${failed}`);
  return { curve, selfTest, reason };
}
