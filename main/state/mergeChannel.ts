/** Two memories of one channel become one: nothing that either knows is forgotten. Pure. */
import type { ChannelRecord } from "../policy/verdict";

/** What both have to agree on, as they can never have been different. */
const fixedFields = ["fundingOutpoint", "capacitySat", "obscuringFactor"] as const;

/** The field in which they contradict each other, or null. What one of them does not know is no contradiction. */
export function contradictionOf(a: ChannelRecord, b: ChannelRecord): (typeof fixedFields)[number] | null {
  return fixedFields.find((field) => a[field] !== null && b[field] !== null && a[field] !== b[field]) ?? null;
}

/** The channel as the one that saw more of it says, with the extremes of both. */
export function mergeChannel(a: ChannelRecord, b: ChannelRecord): ChannelRecord {
  const [newer, older] = isNewer(b, a) ? [b, a] : [a, b];
  return {
    ...newer,
    firstSeenAtMs: Math.min(a.firstSeenAtMs, b.firstSeenAtMs),
    lastSeenAtMs: Math.max(a.lastSeenAtMs, b.lastSeenAtMs),
    localBalanceSat: newer.localBalanceSat ?? older.localBalanceSat,
    highestBalanceSat: largest(a.highestBalanceSat, b.highestBalanceSat),
    obscuringFactor: newer.obscuringFactor ?? older.obscuringFactor,
    lowestNumber: smallest(a.lowestNumber, b.lowestNumber),
    highestNumber: largest(a.highestNumber, b.highestNumber),
    paymentKeyIndex: newer.paymentKeyIndex ?? older.paymentKeyIndex,
  };
}

function isNewer(a: ChannelRecord, b: ChannelRecord): boolean {
  const [numberA, numberB] = [a.highestNumber ?? -1n, b.highestNumber ?? -1n];
  return numberA === numberB ? a.lastSeenAtMs > b.lastSeenAtMs : numberA > numberB;
}

function largest(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

function smallest(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
