/** The curve backends alone: microseconds per operation, one thread, no engine and no stream. */
import { randomBytes } from "node:crypto";
import type { Curve } from "../../main/signer/curve";
import { createPortableCurve } from "../../main/signer/curvePortable";
import { openCurve } from "../../main/thread/nativeCurve";

export interface PrimitiveTimes {
  readonly backend: string;
  readonly ecdsaUs: number;
  readonly ecdhUs: number;
  readonly publicKeyUs: number;
}

export function timePrimitives(durationMs: number): { native: PrimitiveTimes; noble: PrimitiveTimes } {
  return { native: timeCurve(openCurve().curve, durationMs), noble: timeCurve(createPortableCurve(), durationMs) };
}

function timeCurve(curve: Curve, durationMs: number): PrimitiveTimes {
  const secretKeys = Array.from({ length: 32 }, () => new Uint8Array(randomBytes(32)));
  const points = secretKeys.map((secretKey) => curve.publicKey(secretKey));
  const digest = new Uint8Array(randomBytes(32));
  const key = (i: number) => secretKeys[i % 32] ?? digest;
  const point = (i: number) => points[(i + 7) % 32] ?? digest;
  return {
    backend: curve.backend,
    ecdsaUs: timeUs(durationMs, (i) => curve.ecdsaSign(digest, key(i))),
    ecdhUs: timeUs(durationMs, (i) => curve.ecdh(point(i), key(i))),
    publicKeyUs: timeUs(durationMs, (i) => curve.publicKey(key(i))),
  };
}

/** Median of five turns. */
function timeUs(durationMs: number, operation: (i: number) => unknown): number {
  for (let i = 0; i < 200; i++) operation(i);
  const turns = Array.from({ length: 5 }, () => {
    const startedAtMs = performance.now();
    let count = 0;
    while (performance.now() - startedAtMs < durationMs / 5) operation(count++);
    return ((performance.now() - startedAtMs) * 1_000) / count;
  });
  return turns.sort((a, b) => a - b)[2] ?? Number.NaN;
}
