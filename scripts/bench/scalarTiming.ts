/**
 * Whether the time a curve takes tells anything of the secret it works on: sparse scalars against dense ones.
 *
 * A small t is no proof of constant time, and load on the machine makes every t smaller. Reported, never asserted.
 */
import { randomBytes, randomInt } from "node:crypto";
import { performance } from "node:perf_hooks";
import type { Curve } from "../../main/signer/curve";

interface ScalarTiming {
  /** Welch's t of the two means. Beyond 4.5 either way the classes can be told apart. */
  readonly t: number;
  /** How much longer dense scalars take than sparse ones, in percent of the latter. */
  readonly percent: number;
}

export type ScalarTimings = Readonly<Record<"ecdh" | "publicKey" | "ecdsaSign", ScalarTiming>>;

const scalarsPerClass = 64;
/** The slowest share of all measurements is interruptions, not arithmetic. */
const keptShare = 0.9;

/**
 * @param durationMs for each of the three operations
 * @param nowMs monotonic
 */
export function timeScalars(curve: Curve, durationMs: number, nowMs = () => performance.now()): ScalarTimings {
  const sparse = Array.from({ length: scalarsPerClass }, sparseScalar);
  // n less a sparse scalar: nearly all of the upper bits are set.
  const dense = Array.from({ length: scalarsPerClass }, () => curve.scalarNegate(sparseScalar()));
  const point = curve.publicKey(curve.scalarReduce(randomBytes(32)));
  const digest = new Uint8Array(randomBytes(32));
  const compare = (operation: (scalar: Uint8Array) => unknown) =>
    compareClasses({ sparse, dense, durationMs, nowMs }, operation);
  return {
    ecdh: compare((scalar) => curve.ecdh(point, scalar)),
    publicKey: compare((scalar) => curve.publicKey(scalar)),
    ecdsaSign: compare((scalar) => curve.ecdsaSign(digest, scalar)),
  };
}

/** 32 bytes with one bit in the upper half and one in the lower. */
function sparseScalar(): Uint8Array {
  const scalar = new Uint8Array(32);
  for (const half of [0, 16]) scalar[half + randomInt(1, 16)] = 1 << randomInt(8);
  return scalar;
}

interface Comparison {
  readonly sparse: readonly Uint8Array[];
  readonly dense: readonly Uint8Array[];
  readonly durationMs: number;
  readonly nowMs: () => number;
}

/** Both classes in random order, so that neither gets the quieter moments. */
function compareClasses(
  { sparse, dense, durationMs, nowMs }: Comparison,
  operation: (scalar: Uint8Array) => unknown,
): ScalarTiming {
  const timesUs: [number[], number[]] = [[], []];
  const classes = [sparse, dense] as const;
  const endMs = nowMs() + durationMs;
  while (nowMs() < endMs) {
    for (const choice of randomBytes(64)) {
      const isDense = (choice & 1) as 0 | 1;
      const scalar = classes[isDense][(choice >> 1) % scalarsPerClass] as Uint8Array;
      const startedAtMs = nowMs();
      operation(scalar);
      timesUs[isDense].push((nowMs() - startedAtMs) * 1_000);
    }
  }
  return welch(...croppedAlike(...timesUs));
}

/** Drops what took longer than nine tenths of all measurements, by one bound for both classes. */
function croppedAlike(sparseUs: readonly number[], denseUs: readonly number[]): [number[], number[]] {
  const sorted = Float64Array.from([...sparseUs, ...denseUs]).sort();
  const boundUs = sorted[Math.floor(sorted.length * keptShare)] ?? Number.POSITIVE_INFINITY;
  const cropped = (timesUs: readonly number[]) => timesUs.filter((us) => us < boundUs);
  return [cropped(sparseUs), cropped(denseUs)];
}

function welch(sparseUs: readonly number[], denseUs: readonly number[]): ScalarTiming {
  const [a, b] = [moments(sparseUs), moments(denseUs)];
  const difference = b.mean - a.mean;
  return {
    t: difference / Math.sqrt(a.variance / sparseUs.length + b.variance / denseUs.length),
    percent: (100 * difference) / a.mean,
  };
}

function moments(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, variance };
}
