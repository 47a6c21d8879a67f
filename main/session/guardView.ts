/** What the window shows of rules and limits, and what a change of the window's makes of the rules. Pure. */
import type { GuardChange, GuardView } from "../../preload/contract/types";
import type { LimitsOfMeasure, PolicyConfig } from "../policy/config";
import { actionOf } from "../policy/presets";
import { rules } from "../policy/rules";
import { presets } from "../policy/ruleTags";
import { limitMeasures } from "../policy/verdict";
import type { Network } from "../signer/network";
import type { GuardState } from "../thread/guardProtocol";
import { AppError } from "./appError";

export function guardView({ config, pending, spent }: GuardState, network: Network): GuardView {
  return {
    network,
    preset: config.preset,
    rules: rules.map((rule) => {
      const action = actionOf(rule, config);
      return {
        tag: rule.tag,
        area: rule.area,
        title: rule.title,
        why: rule.why,
        action,
        byPreset: Object.fromEntries(presets.map((preset) => [preset, rule.defaults[preset]])),
        choices: [...rule.actions],
        isOverridden: action !== rule.defaults[config.preset],
      };
    }) as GuardView["rules"],
    limits: limitMeasures.map((measure) => {
      const { perTransactionSat, perHourSat, perDaySat, perWeekSat } = config.limits[measure];
      const { hourSat, daySat, weekSat } = spent[measure];
      return {
        measure,
        perTransactionSat: perTransactionSat ?? null,
        hour: { limitSat: perHourSat ?? null, spentSat: hourSat },
        day: { limitSat: perDaySat ?? null, spentSat: daySat },
        week: { limitSat: perWeekSat ?? null, spentSat: weekSat },
      };
    }),
    allowlist: config.allowlist.map((entry) => ({ ...entry })),
    looseningDelayMs: config.looseningDelayMs,
    appFamilies: [...config.appFamilies],
    pendingChange:
      pending === null
        ? null
        : { effectiveAtMs: pending.effectiveAtMs, lines: describeDifference(config, pending.config) },
  };
}

/**
 * The rules with a change of the window's applied. What is given takes the place of what was there.
 *
 * @throws AppError RULE_UNKNOWN for an override of no rule, or one that the rule does not offer
 */
export function changedConfig(before: PolicyConfig, change: GuardChange): PolicyConfig {
  for (const [tag, action] of Object.entries(change.overrides ?? {})) {
    const rule = rules.find((each) => each.tag === tag);
    if (rule?.actions.includes(action)) continue;
    throw new AppError("RULE_UNKNOWN", `There is no rule ${tag} that can be set to ${action}.`);
  }
  const { preset, overrides, limits, allowlist, looseningDelayMs, appFamilies } = change;
  return {
    preset: preset ?? before.preset,
    overrides: overrides ?? before.overrides,
    limits:
      limits === undefined
        ? before.limits
        : {
            "onchain-out": given(limits["onchain-out"]),
            fees: given(limits.fees),
            "channel-opens": given(limits["channel-opens"]),
          },
    allowlist: allowlist ?? before.allowlist,
    looseningDelayMs: looseningDelayMs ?? before.looseningDelayMs,
    appFamilies: appFamilies ?? before.appFamilies,
  };
}

/** Without the fields that are undefined. */
function given(limits: { readonly [K in keyof LimitsOfMeasure]?: string | undefined }): LimitsOfMeasure {
  return Object.fromEntries(Object.entries(limits).filter(([, limit]) => limit !== undefined));
}

/** One line for each thing that is different, for people. */
function describeDifference(before: PolicyConfig, after: PolicyConfig): string[] {
  const lines: string[] = [];
  if (before.preset !== after.preset) lines.push(`Preset ${before.preset} becomes ${after.preset}`);
  for (const rule of rules) {
    const [from, to] = [actionOf(rule, before), actionOf(rule, after)];
    if (from !== to && before.preset === after.preset) lines.push(`${rule.title}: ${from} becomes ${to}`);
  }
  for (const measure of limitMeasures) {
    const [from, to] = [before.limits[measure], after.limits[measure]];
    for (const key of ["perTransactionSat", "perHourSat", "perDaySat", "perWeekSat"] as const) {
      if (from[key] !== to[key]) {
        lines.push(`Limit ${measure} ${key}: ${from[key] ?? "none"} becomes ${to[key] ?? "none"}`);
      }
    }
  }
  const known = new Set(before.allowlist.map(({ text }) => text));
  for (const { text, label } of after.allowlist)
    if (!known.has(text)) lines.push(`Allowlist: ${label || text} is added`);
  if (before.looseningDelayMs !== after.looseningDelayMs) {
    lines.push(`Delay: ${before.looseningDelayMs / 3_600_000} h becomes ${after.looseningDelayMs / 3_600_000} h`);
  }
  for (const family of after.appFamilies) {
    if (!before.appFamilies.includes(family)) lines.push(`Key family ${family} may be used by apps`);
  }
  return lines;
}
