/** What the rules say of a request: every rule is asked, the severest finding decides. Pure. */
import { alertsOf } from "./alerts";
import { channelClasses } from "./classes";
import type { PolicyConfig } from "./config";
import type { RequestFacts } from "./facts";
import { lessonsOf } from "./lessons";
import { limitUses } from "./limits";
import { actionOf } from "./presets";
import { refine } from "./refine";
import type { Rule, RuleContext } from "./rule";
import { rules } from "./rules";
import { type RuleAction, type RuleFinding, ruleActions } from "./ruleTags";
import type { RequestClass, RequestSummary } from "./summary";
import type { Verdict } from "./verdict";

/**
 * Evaluates a request. What memory knows of it is taken into account first (see `refine`).
 *
 * What keeps channels alive is never asked about and never refused, except by the rules that say why (`stopsChannels`).
 */
export function evaluate(summary: RequestSummary, context: RuleContext): Verdict {
  const refined = refine(summary, context.memory);
  const findings: RuleFinding[] = [];
  for (const { rule, configured } of activeRules(context.config, refined)) {
    const fired = rule.check(refined, context);
    if (fired === null) continue;
    const detail = typeof fired === "string" ? fired : fired.detail;
    const atMost = typeof fired === "string" ? "block" : fired.atMost;
    const action = mildest(configured, atMost, severestFor(rule, refined));
    if (action !== "off") findings.push({ tag: rule.tag, action, detail });
  }
  findings.sort((a, b) => rank(b.action) - rank(a.action));
  const [severest] = findings;
  return {
    action: severest === undefined || severest.action === "warn" ? "allow" : severest.action,
    findings,
    uses: limitUses(refined),
    learns: lessonsOf(refined, context.memory, context.nowMs),
    alerts: context.config.preset === "blind" ? [] : alertsOf(refined, context.memory),
  };
}

interface ActiveRule {
  readonly rule: Rule;
  readonly configured: RuleAction;
}
/** Rules that are on, by kind of facts and class: worked out once for each configuration, which never changes in place. */
const activeByConfig = new WeakMap<PolicyConfig, Map<RequestFacts["kind"], Map<RequestClass, readonly ActiveRule[]>>>();

function activeRules(config: PolicyConfig, summary: RequestSummary): readonly ActiveRule[] {
  const byKind = entryOf(activeByConfig, config, () => new Map());
  const byClass = entryOf(byKind, summary.facts.kind, () => new Map());
  return entryOf(byClass, summary.class, () =>
    rules
      .filter((rule) => looksAt(rule, summary))
      .map((rule) => ({ rule, configured: actionOf(rule, config) }))
      .filter(({ configured }) => configured !== "off"),
  );
}

function looksAt(rule: Rule, { facts, class: requestClass }: RequestSummary): boolean {
  return rule.looksAt.includes(facts.kind) && (rule.classes?.has(requestClass) ?? true);
}

interface Entries<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function entryOf<K, V>(entries: Entries<K, V>, key: K, make: () => V): V {
  let value = entries.get(key);
  if (value === undefined) {
    value = make();
    entries.set(key, value);
  }
  return value;
}

function severestFor(rule: Rule, { class: requestClass }: RequestSummary): RuleAction {
  return channelClasses.has(requestClass) && rule.stopsChannels === undefined ? "warn" : "block";
}

function mildest(...actions: readonly RuleAction[]): RuleAction {
  return actions.reduce((mild, action) => (rank(action) < rank(mild) ? action : mild));
}

function rank(action: RuleAction): number {
  return ruleActions.indexOf(action);
}
