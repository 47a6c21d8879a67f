/** What a rule may do when it fires. */

/** In rising severity: `off` says nothing, `warn` signs and marks, `ask` waits for a person, `block` refuses. */
export const ruleActions = ["off", "warn", "ask", "block"] as const;
export type RuleAction = (typeof ruleActions)[number];

export const presets = ["blind", "standard", "strict"] as const;
export type Preset = (typeof presets)[number];

/** One rule that fired: the tag is stable, the detail is for people and never holds a secret. */
export interface RuleFinding {
  readonly tag: string;
  readonly action: Exclude<RuleAction, "off">;
  /** One sentence: what was expected, what was found. */
  readonly detail: string;
}
