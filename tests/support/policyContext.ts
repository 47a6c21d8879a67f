/** What rules are evaluated with in tests: a preset, an empty memory, a ledger, a clock that stands still. */
import { type CompiledAllowlist, compileAllowlist } from "../../main/policy/allowlist";
import type { AllowlistEntry, PolicyConfig } from "../../main/policy/config";
import { evaluate } from "../../main/policy/evaluate";
import {
  createLedger,
  createMemory,
  type InProcessLedger,
  type InProcessMemory,
} from "../../main/policy/memoryInProcess";
import { presetConfig } from "../../main/policy/presets";
import type { RuleContext } from "../../main/policy/rule";
import type { Preset, RuleAction } from "../../main/policy/ruleTags";
import type { RequestSummary } from "../../main/policy/summary";
import type { Verdict } from "../../main/policy/verdict";
import { nativeCurve } from "./curves";

/** Some time in 2026. */
export const policyNowMs = 1_780_000_000_000;

export interface TestContext extends RuleContext {
  nowMs: number;
  readonly memory: InProcessMemory;
  readonly limits: InProcessLedger;
}

export function policyContext(
  preset: Preset = "standard",
  changes: Partial<PolicyConfig> = {},
  more: Partial<Pick<TestContext, "memory" | "estimatedHeight">> = {},
): TestContext {
  const config: PolicyConfig = { ...presetConfig(preset), ...changes };
  const context: TestContext = {
    config,
    memory: createMemory(),
    limits: createLedger(() => context.nowMs),
    allowlist: allowlistOf(config.allowlist),
    nowMs: policyNowMs,
    ...more,
  };
  return context;
}

function allowlistOf(entries: readonly AllowlistEntry[]): CompiledAllowlist {
  return compileAllowlist(entries, { network: "regtest", curve: nativeCurve });
}

/** Evaluates, and takes the request for signed unless it is refused. */
export function judge(summary: RequestSummary, context: TestContext): Verdict {
  const verdict = evaluate(summary, context);
  if (verdict.action !== "block") {
    context.memory.apply(verdict.learns);
    context.limits.apply(verdict.uses, context.nowMs);
  }
  return verdict;
}

/** What a rule does about a request; "off" when it does not fire. */
export function firing(tag: string, summary: RequestSummary, context: RuleContext): RuleAction {
  return evaluate(summary, context).findings.find((finding) => finding.tag === tag)?.action ?? "off";
}
