/** Values as a hostile window could send them: everything structured clone carries, and objects close to honest ones. */
import type { Random } from "./random";

const oddValues: readonly (() => unknown)[] = [
  () => undefined,
  () => null,
  () => true,
  () => Number.NaN,
  () => -0,
  () => Number.MAX_SAFE_INTEGER + 2,
  () => 2n ** 70n,
  () => "",
  () => "x".repeat(70_000),
  () => "\ud800",
  () => new Uint8Array(3),
  () => new Date(Number.NaN),
  () => new Map([["a", 1]]),
  () => new Set([1]),
  () => /(a+)+$/,
  () => new Error("not an input"),
  () => [],
  () => Object.create(null),
  () => JSON.parse('{"__proto__":{"network":"regtest"},"constructor":1}'),
  () => {
    const circle: { self?: unknown } = {};
    circle.self = circle;
    return circle;
  },
  () => Array.from({ length: 500 }).reduce<unknown>((inner) => [inner], 0),
];

/** Builds a value that is nowhere near what a call takes. */
export function oddValue(random: Random): unknown {
  return random.pick(oddValues)();
}

/** Copies a plain object with properties missing, extra, or of another type, down to any depth. */
export function damagedValue(random: Random, value: unknown): unknown {
  if (random.below(6) === 0) return oddValue(random);
  if (Array.isArray(value)) {
    const items = value.map((item) => damagedValue(random, item));
    return random.below(4) === 0 ? [...items, ...items, oddValue(random)] : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value)
    .filter(() => random.below(8) !== 0)
    .map(([key, inner]) => [key, damagedValue(random, inner)] as const);
  if (random.below(6) === 0) entries.push([random.pick(["extra", "toString", "0"]), oddValue(random)]);
  return Object.fromEntries(entries);
}
