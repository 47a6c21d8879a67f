/** Presets, and under them every rule: what it checks, why, and what happens when it fires. */
import type { Preset, RuleAction, RuleView } from "../../../preload/contract/types";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { Choice } from "../../ui/Choice";
import { Segments } from "../../ui/Segments";
import { areaWords, guardWords as words } from "../../words/guard";
import { AppFamilies } from "./AppFamilies";
import type { TabProps } from "./GuardPage";
import { actionOf, overridesOf, presetAction, presetOf, withAction, withoutOverrides, withPreset } from "./guardDraft";

const presets = ["blind", "standard", "strict"] as const satisfies readonly Preset[];

export function RulesTab({ view, draft, onDraft }: TabProps) {
  const preset = presetOf(view, draft);
  const deviations = Object.keys(draft.overrides ?? overridesOf(view)).length;
  return (
    <div className="space-y-5">
      <Choice
        legend={words.presetLegend}
        columns={3}
        value={preset}
        onChange={(next) => onDraft(withPreset(view, draft, next))}
        options={presets.map((value) => ({ value, ...words.presets[value] }))}
      />
      {deviations > 0 && (
        <p className="flex items-center gap-3 text-ink-2">
          {words.deviations(deviations)}
          <Button size="small" onClick={() => onDraft(withoutOverrides(view, draft))}>
            {words.toPreset}
          </Button>
        </p>
      )}
      {areasOf(view.rules).map(([area, rules]) => (
        <Card key={area} title={areaWords[area]?.title ?? area} note={areaWords[area]?.note}>
          <ul className="divide-y divide-line">
            {rules.map((rule) => (
              <Rule
                key={rule.tag}
                rule={rule}
                action={actionOf(view, draft, rule)}
                byPreset={presetAction(rule, preset)}
                onAction={(action) => onDraft(withAction(view, draft, rule, action))}
              />
            ))}
          </ul>
        </Card>
      ))}
      <AppFamilies view={view} draft={draft} onDraft={onDraft} />
    </div>
  );
}

/** Rules by area, areas in the order in which they first turn up. */
function areasOf(rules: readonly RuleView[]): [string, RuleView[]][] {
  const areas = new Map<string, RuleView[]>();
  for (const rule of rules) areas.set(rule.area, [...(areas.get(rule.area) ?? []), rule]);
  return [...areas];
}

interface RuleProps {
  readonly rule: RuleView;
  readonly action: RuleAction;
  readonly byPreset: RuleAction;
  readonly onAction: (action: RuleAction) => void;
}

function Rule({ rule, action, byPreset, onAction }: RuleProps) {
  const differs = action !== byPreset;
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 px-4 py-3.5">
      <div className="min-w-64 flex-1">
        <h3 className="font-medium">{rule.title}</h3>
        <p className="text-ink-2">{rule.why}</p>
        <p className="mt-0.5 text-sm text-ink-3">
          {rule.tag}
          {differs && <span className="font-medium text-warn">, {words.differs(words.actions[byPreset])}</span>}
        </p>
      </div>
      {rule.choices.length > 1 ? (
        <Segments
          label={words.actionLabel(rule.title)}
          value={action}
          onChange={onAction}
          options={rule.choices.map((value) => ({ value, title: words.actions[value] }))}
        />
      ) : (
        <span title={words.fixedNote}>
          <Badge>
            {words.fixed}: {words.actions[action]}
          </Badge>
        </span>
      )}
    </li>
  );
}
