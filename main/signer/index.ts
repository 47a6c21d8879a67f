/**
 * The signing engine's face: one generator per request, bytes in, bytes out.
 *
 * Pure: no clock, no I/O, no logging, no randomness of its own. Long work (a key scan, a packet with hundreds of
 * inputs) yields between slices so that the caller decides when to go on, which deadline applies, and what may
 * overtake it.
 */
export { createEngine, type Engine, type EngineOptions } from "./engine";
export { createMemoryNonceLedger } from "./nonceLedger";
