/** What each class of requests means to the guard: whether channels depend on it, and how it is written down. */
import { channelClasses, sweepClasses } from "../policy/classes";
import type { RequestClass } from "../policy/summary";

/** Too many and too harmless for a line each, as long as they are signed and no rule has anything to say. */
const routineClasses: ReadonlySet<RequestClass> = new Set<RequestClass>([
  "node-ecdh",
  "tower-ecdh",
  "channel-update",
  "channel-announcement",
  "node-announcement",
  "musig2-nonces",
  "musig2-cleanup",
]);

/**
 * Whether it goes on while the journal cannot be written: peers close channels over it, money on its way home has a
 * deadline, and an invoice spends nothing.
 */
export function goesOnWithoutJournal(requestClass: RequestClass): boolean {
  return channelClasses.has(requestClass) || sweepClasses.has(requestClass) || requestClass === "invoice";
}

/** Counted per minute instead of a line each. */
export function isRoutine(requestClass: RequestClass): boolean {
  return routineClasses.has(requestClass);
}
