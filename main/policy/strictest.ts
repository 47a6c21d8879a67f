/** The part of a change that only allows less: what may apply at once while the rest waits. */
import type { AllowlistEntry, LimitsOfMeasure, PolicyConfig } from "./config";
import { actionOf } from "./presets";
import { rules } from "./rules";
import { type RuleAction, ruleActions } from "./ruleTags";

/** Of each setting the stricter of two, so that it allows nothing that either of them does not. */
export function strictestOf(from: PolicyConfig, to: PolicyConfig): PolicyConfig {
  return {
    preset: from.preset,
    overrides: strictestOverrides(from, to),
    limits: {
      "onchain-out": lowest(from.limits["onchain-out"], to.limits["onchain-out"]),
      fees: lowest(from.limits.fees, to.limits.fees),
      "channel-opens": lowest(from.limits["channel-opens"], to.limits["channel-opens"]),
    },
    allowlist: from.allowlist.filter((entry) => to.allowlist.some((other) => isSameDestination(entry, other))),
    looseningDelayMs: Math.max(from.looseningDelayMs, to.looseningDelayMs),
    appFamilies: from.appFamilies.filter((family) => to.appFamilies.includes(family)),
  };
}

function strictestOverrides(from: PolicyConfig, to: PolicyConfig): Record<string, RuleAction> {
  const overrides: Record<string, RuleAction> = { ...from.overrides };
  for (const rule of rules) {
    const [before, after] = [actionOf(rule, from), actionOf(rule, to)];
    if (ruleActions.indexOf(after) > ruleActions.indexOf(before)) overrides[rule.tag] = after;
  }
  return overrides;
}

function lowest(a: LimitsOfMeasure, b: LimitsOfMeasure): LimitsOfMeasure {
  const settings = ["perTransactionSat", "perHourSat", "perDaySat", "perWeekSat"] as const;
  return Object.fromEntries(
    settings.flatMap((setting) => {
      const sums = [a[setting], b[setting]].filter((sum) => sum !== undefined);
      const [first, second] = sums;
      if (first === undefined) return [];
      const isSecondLower = second !== undefined && BigInt(second) < BigInt(first);
      return [[setting, isSecondLower ? second : first]];
    }),
  );
}

function isSameDestination(a: AllowlistEntry, b: AllowlistEntry): boolean {
  return a.kind === b.kind && a.text === b.text;
}
