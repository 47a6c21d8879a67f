/** What a rule is. The tables in rules*.ts are made of these; they look at summaries and at nothing else. */
import type { CompiledAllowlist } from "./allowlist";
import { sweepClasses } from "./classes";
import type { PolicyConfig } from "./config";
import type { PsbtFacts, RequestFacts } from "./facts";
import type { LimitLedger, PolicyMemory } from "./memory";
import type { Preset, RuleAction } from "./ruleTags";
import type { RequestClass, RequestSummary } from "./summary";

export interface RuleContext {
  readonly config: PolicyConfig;
  readonly memory: PolicyMemory;
  readonly limits: LimitLedger;
  readonly allowlist: CompiledAllowlist;
  readonly nowMs: number;
  /** Height of the chain by the clock, where somebody estimates it. */
  readonly estimatedHeight?: number;
}

export const ruleAreas = [
  "messages",
  "keys",
  "wallet",
  "channels",
  "payments",
  "closing",
  "sweeps",
  "limits",
  "apps",
] as const;
type RuleArea = (typeof ruleAreas)[number];

/** What a check found: one sentence for people, and the severest action it warrants when that is less than any. */
export type Fired = string | { readonly detail: string; readonly atMost: RuleAction };

export interface Rule {
  readonly tag: string;
  readonly area: RuleArea;
  readonly title: string;
  readonly why: string;
  /** What a person may choose from; a single one cannot be changed. */
  readonly actions: readonly [RuleAction, ...RuleAction[]];
  readonly defaults: Readonly<Record<Preset, RuleAction>>;
  /**
   * Why it may ask or refuse even what keeps channels alive: it says what proves the theft, and why an honest lnd never
   * does it, or that a person chose to do without. Other rules can only warn there.
   */
  readonly stopsChannels?: string;
  /** Kinds of facts it looks at; requests with others are never its business. */
  readonly looksAt: readonly RequestFacts["kind"][];
  /** Classes of requests it looks at; every class without. */
  readonly classes?: ReadonlySet<RequestClass>;
  /** Who enforces it when that is not the check, which then never fires. */
  readonly enforcedBy?: string;
  readonly check: (summary: RequestSummary, context: RuleContext) => Fired | null;
}

/** Makes rules of one area that look at packets of these classes and at nothing else; a person may choose any action. */
export function packetRules(area: RuleArea, classes: ReadonlySet<RequestClass>) {
  return (tag: string, title: string, why: string, defaults: Rule["defaults"], check: Rule["check"]): Rule => ({
    tag,
    area,
    title,
    why,
    actions: allActions,
    looksAt: ["psbt"],
    classes,
    defaults,
    check,
  });
}

export const allActions = ["off", "warn", "ask", "block"] as const;
export const warnOnly = ["off", "warn"] as const;

/** Facts of a packet, or undefined for other requests and for packets of which nothing is signed. */
export function packet({ facts }: RequestSummary): PsbtFacts | undefined {
  return facts.kind === "psbt" && facts.signedCount > 0 ? facts : undefined;
}

export function sats(text: string | null): bigint {
  return text === null ? 0n : BigInt(text);
}

/** Money that goes neither to the wallet nor to the allowlist, nor is brought by somebody else's input. */
export function unownedOutputs(
  summary: RequestSummary,
  { allowlist }: Pick<RuleContext, "allowlist">,
): { readonly count: number; readonly amountSat: bigint } {
  const { facts } = summary;
  if (facts.kind !== "psbt") return { count: 0, amountSat: 0n };
  let count = facts.unknownOutputCount;
  let amountSat = sats(facts.outputSat) - sats(facts.ownOutputSat);
  for (const { owner, scriptHex, amountSat: outputSat } of summary.outputs) {
    if (owner === "channel") amountSat -= sats(outputSat);
    else if (owner === "unknown" && allowlist.has(scriptHex)) {
      count -= 1;
      amountSat -= sats(outputSat);
    }
  }
  return { count, amountSat };
}

/** "1 output", "2 outputs". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/**
 * What is found about a transaction that brings money home before a deadline only warns, as long as all of it comes
 * home: late is worse than dear.
 */
export function homeward(summary: RequestSummary, context: Pick<RuleContext, "allowlist">, detail: string): Fired {
  const isAllOurs = sweepClasses.has(summary.class) && unownedOutputs(summary, context).count === 0;
  return isAllOurs ? { detail, atMost: "warn" } : detail;
}
