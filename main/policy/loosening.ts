/** Whether a change of the configuration allows more than before: such a change waits, any other applies at once. */
import type { AllowlistEntry, LimitsOfMeasure, PolicyConfig } from "./config";
import { actionOf } from "./presets";
import { rules } from "./rules";
import { ruleActions } from "./ruleTags";
import { limitMeasures } from "./verdict";

/** One way in which a configuration allows more than another. */
export interface Loosening {
  /** What it is about: a rule's tag, a measure and its setting, an allowlist entry's id. */
  readonly subject: string;
  readonly line: string;
}

const limitSettings = ["perTransactionSat", "perHourSat", "perDaySat", "perWeekSat"] as const;

/** Everything that `to` allows and `from` does not; empty when it only allows less. */
export function loosenings(from: PolicyConfig, to: PolicyConfig): Loosening[] {
  return [
    ...ruleLoosenings(from, to),
    ...limitMeasures.flatMap((measure) =>
      limitSettings.flatMap((setting) => limitLoosening(measure, setting, from.limits[measure], to.limits[measure])),
    ),
    ...to.allowlist
      .filter((entry) => !from.allowlist.some((known) => isSameDestination(known, entry)))
      .map(({ id, label, kind }) => ({ subject: id, line: `allows the ${kind} "${label}"` })),
    ...to.appFamilies
      .filter((family) => !from.appFamilies.includes(family))
      .map((family) => ({ subject: `family ${family}`, line: `lets applications use key family ${family}` })),
    ...(to.looseningDelayMs < from.looseningDelayMs
      ? [{ subject: "looseningDelayMs", line: `shortens the delay to ${to.looseningDelayMs / 60_000} minutes` }]
      : []),
  ];
}

export function isLooser(from: PolicyConfig, to: PolicyConfig): boolean {
  return loosenings(from, to).length > 0;
}

function ruleLoosenings(from: PolicyConfig, to: PolicyConfig): Loosening[] {
  return rules.flatMap((rule) => {
    const [before, after] = [actionOf(rule, from), actionOf(rule, to)];
    if (ruleActions.indexOf(after) >= ruleActions.indexOf(before)) return [];
    return { subject: rule.tag, line: `${rule.title}: ${before} becomes ${after}` };
  });
}

function limitLoosening(
  measure: string,
  setting: (typeof limitSettings)[number],
  from: LimitsOfMeasure,
  to: LimitsOfMeasure,
): Loosening[] {
  const [before, after] = [from[setting], to[setting]];
  if (before === undefined || (after !== undefined && BigInt(after) <= BigInt(before))) return [];
  const line = `${measure}: ${before} sat becomes ${after === undefined ? "no limit" : `${after} sat`}`;
  return [{ subject: `${measure} ${setting}`, line }];
}

/** A new label is no new destination. */
function isSameDestination(a: AllowlistEntry, b: AllowlistEntry): boolean {
  return a.kind === b.kind && a.text === b.text;
}
