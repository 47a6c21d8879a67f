/** What a configuration would have done to requests of the past, before it is switched on. */
import { type AllowlistOptions, compileAllowlist } from "./allowlist";
import type { PolicyConfig } from "./config";
import { evaluate } from "./evaluate";
import { createLedger, createMemory } from "./memoryInProcess";
import type { RequestSummary } from "./summary";

/** A request as the journal has it. */
export interface PastRequest {
  readonly atMs: number;
  readonly summary: RequestSummary;
  /** It was signed then; only that teaches and counts. */
  readonly signed: boolean;
}

/** One that would have been asked about or blocked, by its place in what was given. */
export interface ReplayHit {
  readonly at: number;
  readonly action: "ask" | "block";
  readonly tag: string;
  readonly detail: string;
}

/**
 * Runs a configuration over requests in the order in which they came, with a memory and limits of its own that start
 * empty. What was signed then is taken for signed, whatever the configuration says, so that every request is judged
 * as it would have been when it came.
 */
export function* replayEach(
  past: Iterable<PastRequest>,
  config: PolicyConfig,
  options: AllowlistOptions,
): Generator<ReplayHit | null, void, void> {
  let nowMs = 0;
  const memory = createMemory();
  const limits = createLedger(() => nowMs);
  const allowlist = compileAllowlist(config.allowlist, options);
  let at = 0;
  for (const { atMs, summary, signed } of past) {
    nowMs = atMs;
    const verdict = evaluate(summary, { config, memory, limits, allowlist, nowMs });
    if (signed) {
      memory.apply(verdict.learns);
      limits.apply(verdict.uses, nowMs);
      if (summary.facts.kind === "musig2-session") memory.noteMuSig2();
    }
    const [first] = verdict.findings;
    const isHit = verdict.action !== "allow" && first !== undefined;
    yield isHit ? { at, action: verdict.action as "ask" | "block", tag: first.tag, detail: first.detail } : null;
    at += 1;
  }
}

/** All hits at once; `replayEach` lets a long history be run in portions. */
export function replay(past: Iterable<PastRequest>, config: PolicyConfig, options: AllowlistOptions): ReplayHit[] {
  return [...replayEach(past, config, options)].filter((hit) => hit !== null);
}
