/** A change to the guard while it is being put together: what differs from what is in force. Pure. */
import type {
  GuardChange,
  GuardView,
  LimitMeasure,
  Preset,
  RuleAction,
  RuleView,
} from "../../../preload/contract/types";

export type Draft = GuardChange;
export type LimitKey = "perTransactionSat" | "perHourSat" | "perDaySat" | "perWeekSat";

export const emptyDraft: Draft = {};

/** Whether there is anything to apply. */
export function isEmpty(draft: Draft): boolean {
  return Object.keys(draft).length === 0;
}

/** Actions that differ from the preset's, as they are in force. */
export function overridesOf(view: GuardView): Record<string, RuleAction> {
  return Object.fromEntries(view.rules.filter((rule) => rule.isOverridden).map(({ tag, action }) => [tag, action]));
}

export function presetOf(view: GuardView, draft: Draft): Preset {
  return draft.preset ?? view.preset;
}

/** What a rule would do once the draft is in force. */
export function actionOf(view: GuardView, draft: Draft, rule: RuleView): RuleAction {
  const overrides = draft.overrides ?? overridesOf(view);
  return overrides[rule.tag] ?? presetAction(rule, presetOf(view, draft));
}

export function presetAction(rule: RuleView, preset: Preset): RuleAction {
  return rule.byPreset[preset] ?? rule.action;
}

export function withPreset(view: GuardView, draft: Draft, preset: Preset): Draft {
  return tidy(view, { ...draft, preset });
}

/** Gives a rule its action; the preset's own is no deviation. */
export function withAction(view: GuardView, draft: Draft, rule: RuleView, action: RuleAction): Draft {
  const { [rule.tag]: _before, ...others } = draft.overrides ?? overridesOf(view);
  const isPresets = presetAction(rule, presetOf(view, draft)) === action;
  return tidy(view, { ...draft, overrides: isPresets ? others : { ...others, [rule.tag]: action } });
}

/** Every rule as the preset has it. */
export function withoutOverrides(view: GuardView, draft: Draft): Draft {
  return tidy(view, { ...draft, overrides: {} });
}

export function withLimits(view: GuardView, draft: Draft, limits: NonNullable<Draft["limits"]>): Draft {
  return tidy(view, { ...draft, limits });
}

export function withAllowlist(view: GuardView, draft: Draft, allowlist: GuardView["allowlist"]): Draft {
  return tidy(view, { ...draft, allowlist });
}

export function withDelay(view: GuardView, draft: Draft, looseningDelayMs: number): Draft {
  return tidy(view, { ...draft, looseningDelayMs });
}

export function withFamilies(view: GuardView, draft: Draft, appFamilies: number[]): Draft {
  return tidy(view, { ...draft, appFamilies });
}

/** Limits in force, as a change would write them. */
export function limitsOf(view: GuardView): NonNullable<Draft["limits"]> {
  const entries = view.limits.map(({ measure, perTransactionSat, hour, day, week }) => {
    const given = [
      ["perTransactionSat", perTransactionSat],
      ["perHourSat", hour.limitSat],
      ["perDaySat", day.limitSat],
      ["perWeekSat", week.limitSat],
    ].filter(([, limitSat]) => limitSat !== null);
    return [measure, Object.fromEntries(given)];
  });
  return Object.fromEntries(entries) as NonNullable<Draft["limits"]>;
}

/** How many things the draft changes, for people. */
export function countChanges(view: GuardView, draft: Draft): number {
  let changes = 0;
  if (draft.preset !== undefined) changes += 1;
  if (draft.overrides !== undefined) changes += countDifferent(overridesOf(view), draft.overrides);
  if (draft.limits !== undefined) {
    const before = limitsOf(view);
    for (const measure of Object.keys(before) as LimitMeasure[]) {
      changes += countDifferent(before[measure], draft.limits[measure]);
    }
  }
  if (draft.allowlist !== undefined) {
    const texts = (list: GuardView["allowlist"]) => Object.fromEntries(list.map((entry) => [entry.id, entry]));
    changes += countDifferent(texts(view.allowlist), texts(draft.allowlist));
  }
  if (draft.looseningDelayMs !== undefined) changes += 1;
  if (draft.appFamilies !== undefined) {
    const names = (families: readonly number[]) => Object.fromEntries(families.map((family) => [family, true]));
    changes += countDifferent(names(view.appFamilies), names(draft.appFamilies));
  }
  return changes;
}

/** Drops what is as it is in force anyway. */
function tidy(view: GuardView, draft: Draft): Draft {
  const inForce: Required<Draft> = {
    preset: view.preset,
    overrides: overridesOf(view),
    limits: limitsOf(view),
    allowlist: view.allowlist,
    looseningDelayMs: view.looseningDelayMs,
    appFamilies: view.appFamilies,
  };
  const kept = Object.entries(draft).filter(
    ([key, value]) => sortedJson(value) !== sortedJson(inForce[key as keyof Draft]),
  );
  return Object.fromEntries(kept) as Draft;
}

function countDifferent(before: object | undefined, after: object | undefined): number {
  const [old, next] = [before ?? {}, after ?? {}] as Record<string, unknown>[];
  const keys = new Set([...Object.keys(old ?? {}), ...Object.keys(next ?? {})]);
  return [...keys].filter((key) => sortedJson(old?.[key]) !== sortedJson(next?.[key])).length;
}

/** JSON in which the order of keys does not matter. */
function sortedJson(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => a.localeCompare(b)))
      : inner,
  );
}
