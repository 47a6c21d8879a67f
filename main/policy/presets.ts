/** The three presets, and what a rule does under a configuration. */
import type { LimitSettings, PolicyConfig } from "./config";
import type { Rule } from "./rule";
import type { Preset, RuleAction } from "./ruleTags";

const noLimits: LimitSettings = { "onchain-out": {}, fees: {}, "channel-opens": {} };

/**
 * Limits of each preset. Standard asks about every send anyway and only bounds what goes to miners; strict bounds all,
 * at sums that a node of a person or a shop stays below.
 */
const limitsOf: Readonly<Record<Preset, LimitSettings>> = {
  blind: noLimits,
  standard: { ...noLimits, fees: { perDaySat: "500000" } },
  strict: {
    "onchain-out": { perDaySat: "5000000", perWeekSat: "20000000" },
    fees: { perTransactionSat: "100000", perDaySat: "250000" },
    "channel-opens": { perDaySat: "20000000" },
  },
};

const dayMs = 24 * 3_600_000;

/** The configuration of a preset as it comes, without anybody's changes. */
export function presetConfig(preset: Preset): PolicyConfig {
  return {
    preset,
    overrides: {},
    limits: limitsOf[preset],
    allowlist: [],
    looseningDelayMs: preset === "blind" ? 0 : dayMs,
    appFamilies: [],
  };
}

/** What a rule does: the person's choice where it is one of the rule's, else the preset's. */
export function actionOf(rule: Rule, { overrides, preset }: Pick<PolicyConfig, "overrides" | "preset">): RuleAction {
  const chosen = Object.hasOwn(overrides, rule.tag) ? overrides[rule.tag] : undefined;
  return chosen !== undefined && rule.actions.includes(chosen) ? chosen : rule.defaults[preset];
}
