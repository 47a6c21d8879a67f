/** The backend is chosen by what it proves, and says why. */
import { describe, expect, it } from "vitest";
import { chooseCurve } from "../../../main/signer/chooseCurve";
import type { NativeBinding } from "../../../main/signer/curveNative";
import { failedSelfTest } from "../../../main/signer/curveSelfTest";
import { loadNativeBinding } from "../../../main/thread/nativeCurve";
import { portableCurve } from "../../support/curves";

function trustedBinding(): NativeBinding {
  const loaded = loadNativeBinding();
  if (!loaded.ok) throw new Error(loaded.reason);
  return loaded.binding;
}

describe("chooseCurve", () => {
  it("takes the native binding when it passes its self-test", () => {
    const choice = chooseCurve({ ok: true, binding: trustedBinding() });
    expect(choice.curve.backend).toBe("native");
    expect(choice.selfTest).toBe("passed");
  });

  it("takes the portable curve when there is no native binding, and says why", () => {
    const choice = chooseCurve({ ok: false, reason: "no binary for this platform" });
    expect(choice.curve.backend).toBe("portable");
    expect(choice).toMatchObject({ selfTest: "passed", reason: "no binary for this platform" });
  });

  it("takes the portable curve when the native binding gets one vector wrong, and names it", () => {
    const binding: NativeBinding = {
      ...trustedBinding(),
      ecdh: () => new Uint8Array(32),
    };
    const choice = chooseCurve({ ok: true, binding });
    expect(choice.curve.backend).toBe("portable");
    expect(choice).toMatchObject({ selfTest: "failed", reason: "the native binding failed its self-test (ecdh)" });
  });

  it("does not trust a binding that throws", () => {
    const binding: NativeBinding = {
      ...trustedBinding(),
      publicKeyCreate: () => {
        throw new Error("broken");
      },
    };
    expect(chooseCurve({ ok: true, binding }).curve.backend).toBe("portable");
  });

  it("notices each wrong answer: a curve with one operation replaced fails on that operation", () => {
    const wrong = new Uint8Array(32).fill(7);
    const operations = [
      "publicKey",
      "ecdh",
      "compressPoint",
      "uncompressPoint",
      "scalarAdd",
      "scalarMultiply",
      "scalarNegate",
      "scalarReduce",
      "pointTweakAdd",
      "pointMultiply",
      "pointMultiplyAdd",
      "pointAdd",
    ] as const;
    for (const operation of operations) {
      expect(failedSelfTest({ ...portableCurve, [operation]: () => wrong })).toBe(operation);
    }
    const signature = new Uint8Array(64);
    expect(failedSelfTest({ ...portableCurve, ecdsaSign: () => ({ signature, recoveryId: 1 }) })).toBe("ecdsaSign");
    const otherId = {
      ...portableCurve,
      ecdsaSign: (digest: Uint8Array, key: Uint8Array) => ({ ...portableCurve.ecdsaSign(digest, key), recoveryId: 0 }),
    };
    expect(failedSelfTest(otherId)).toBe("recoveryId");
  });
});
