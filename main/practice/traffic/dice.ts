/** Chance for made-up traffic; nothing here protects anything. */
import { randomBytes } from "node:crypto";

/** Whole number from `low` to `high`, both included. */
export function between(low: number, high: number): number {
  return low + Math.floor(Math.random() * (high - low + 1));
}

export function pick<T>(items: readonly T[]): T {
  const item = items[between(0, items.length - 1)];
  if (item === undefined) throw new RangeError("nothing to pick from");
  return item;
}

export function chance(share: number): boolean {
  return Math.random() < share;
}

export function someBytes(length: number): Uint8Array {
  return Uint8Array.from(randomBytes(length));
}

/** Amounts as people and fees make them: spread over orders of magnitude, seldom round. */
export function someSats(low: number, high: number): bigint {
  const value = Math.exp(Math.log(low) + Math.random() * (Math.log(high) - Math.log(low)));
  return BigInt(chance(0.2) ? Math.max(low, Math.round(value / 1_000) * 1_000) : Math.round(value));
}
