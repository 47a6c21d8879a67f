/** Limits: how much may leave the wallet, go to miners or go into channels, at once and in a rolling hour, day, week. */
import type { LimitsOfMeasure } from "./config";
import { limitedClasses, limitUses } from "./limits";
import { allActions, type Fired, homeward, type Rule, type RuleContext } from "./rule";
import type { RequestSummary } from "./summary";
import type { LimitMeasure } from "./verdict";

const ask = { blind: "off", standard: "ask", strict: "block" } as const;

const hourMs = 3_600_000;
/** Rolling windows by their setting. */
const limitWindows = [
  { setting: "perHourSat", windowMs: hourMs, words: "an hour" },
  { setting: "perDaySat", windowMs: 24 * hourMs, words: "a day" },
  { setting: "perWeekSat", windowMs: 7 * 24 * hourMs, words: "a week" },
] as const satisfies readonly { setting: keyof LimitsOfMeasure; windowMs: number; words: string }[];

function limitRule(tag: string, measure: LimitMeasure, title: string, why: string, check = overTime): Rule {
  return {
    tag,
    area: "limits",
    title,
    why,
    actions: allActions,
    looksAt: ["psbt"],
    classes: limitedClasses,
    defaults: ask,
    check: (summary, context) => check(measure, summary, context),
  };
}

export const limitRules: readonly Rule[] = [
  limitRule(
    "limit-onchain-out",
    "onchain-out",
    "Most that leaves the wallet",
    "Small amounts add up: a limit stops the drip as well as the flood.",
    atOnceAndOverTime,
  ),
  limitRule(
    "limit-fees",
    "fees",
    "Most that goes to miners",
    "A thief who mines, or knows a miner, takes money as fees.",
    atOnceAndOverTime,
  ),
  limitRule(
    "policy-funding-max",
    "channel-opens",
    "Largest channel",
    "Money in a channel with a stranger can be paid away without another signature on chain.",
    atOnce,
  ),
  limitRule(
    "policy-velocity-funding",
    "channel-opens",
    "Most that goes into channels",
    "Many channels opened at once are a way out of the wallet.",
  ),
];

function atOnceAndOverTime(measure: LimitMeasure, summary: RequestSummary, context: RuleContext): Fired | null {
  return atOnce(measure, summary, context) ?? overTime(measure, summary, context);
}

function atOnce(measure: LimitMeasure, summary: RequestSummary, context: RuleContext): Fired | null {
  const limit = context.config.limits[measure].perTransactionSat;
  const use = limitUses(summary).find((each) => each.measure === measure);
  if (limit === undefined || use === undefined || use.amountSat <= BigInt(limit)) return null;
  return homeward(summary, context, `${use.amountSat} sat at once, and ${limit} sat are allowed`);
}

function overTime(measure: LimitMeasure, summary: RequestSummary, context: RuleContext): Fired | null {
  const use = limitUses(summary).find((each) => each.measure === measure);
  if (use === undefined) return null;
  for (const { setting, windowMs, words } of limitWindows) {
    const limit = context.config.limits[measure][setting];
    if (limit === undefined) continue;
    const spentSat = context.limits.spentSat(measure, windowMs, use.key);
    if (spentSat + use.amountSat <= BigInt(limit)) continue;
    return homeward(
      summary,
      context,
      `${use.amountSat} sat after ${spentSat} sat within ${words}, and ${limit} sat are allowed`,
    );
  }
  return null;
}
