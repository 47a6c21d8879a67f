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
import type { RequestSummary } from "./summary";
import type { Verdict } from "./verdict";

/**
 * Evaluates a request. What memory knows of it is taken into account first (see `refine`).
 *
 * What keeps channels alive is never asked about and never refused, except by the rules that say why (`stopsChannels`).
 */
export function evaluate(summary: RequestSummary, context: RuleContext): Verdict {
  const refined = refine(summary, context.memory);
  const findings: RuleFinding[] = [];
  for (const { rule, configured } of activeRules(context.config)[refined.facts.kind]) {
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
type ActiveRules = Readonly<Record<RequestFacts["kind"], readonly ActiveRule[]>>;

/** Rules that are on, by what they look at: worked out once for each configuration, which never changes in place. */
const activeByConfig = new WeakMap<PolicyConfig, ActiveRules>();

function activeRules(config: PolicyConfig): ActiveRules {
  let active = activeByConfig.get(config);
  if (active === undefined) {
    const on = rules
      .map((rule) => ({ rule, configured: actionOf(rule, config) }))
      .filter(({ configured }) => configured !== "off");
    const lookingAt = (kind: RequestFacts["kind"]) => on.filter(({ rule }) => rule.looksAt.includes(kind));
    active = {
      none: lookingAt("none"),
      ecdh: lookingAt("ecdh"),
      message: lookingAt("message"),
      "musig2-session": lookingAt("musig2-session"),
      psbt: lookingAt("psbt"),
    };
    activeByConfig.set(config, active);
  }
  return active;
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
