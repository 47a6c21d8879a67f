/** What is asked and how dangerous it looks, in words and numbers. Pure. */
import type { ApprovalView, RequestSummaryView } from "../../../preload/contract/types";
import { formatAmount, formatCount } from "../../format";
import { askWords as words } from "../../words/approvals";
import { wordsForClass } from "../../words/requests";

type Unit = "sat" | "btc";

export interface Headline {
  readonly title: string;
  readonly note: string;
}

/** A fee above this share of what is sent is worth a warning. */
const dearFeePercent = 5;

export function amountText(amountSat: string, unit: Unit): string {
  return `${formatAmount(amountSat, unit)}\u00a0${unit === "sat" ? "sat" : "BTC"}`;
}

/** What would be done, and who asks. */
export function headlineOf({ intent, nodeName, summary, origin }: ApprovalView, unit: Unit): Headline {
  const node = nodeName ?? words.someNode;
  const asked = (note: string) =>
    origin === "asked" ? note : origin === "standing" ? words.standing : words.preApproved;
  switch (intent.kind) {
    case "send":
      return {
        title: words.send(amountText(intent.totalSat, unit)),
        note: asked(words.asksSend(node, intent.payees.length)),
      };
    case "open":
      return { title: words.open(amountText(intent.amountSat, unit)), note: asked(words.asksOpen(node)) };
    case "close":
      return { title: words.close, note: asked(words.asksClose(node, amountText(intent.ownAmountSat, unit))) };
    case "message":
      return { title: words.message, note: asked(words.asksMessage(node)) };
    case "family":
      return { title: words.family(intent.keyFamily), note: asked(words.asksFamily(node)) };
    case "exact":
      return {
        title: summary === null ? words.asksExact(node) : wordsForClass(summary.class).title,
        note: asked(words.asksExact(node)),
      };
  }
}

export interface FeeFacts {
  readonly feeSat: string;
  /** With one decimal. */
  readonly ratePerVb: string | null;
  /** Of what leaves, with two digits that say something; null when nothing leaves. */
  readonly percent: string | null;
  readonly isDear: boolean;
}

/** Null when the node did not state every amount. */
export function feeFactsOf(
  summary: Pick<RequestSummaryView, "feeSat" | "amountSat" | "feeRateSatPerVb">,
): FeeFacts | null {
  const { feeSat, amountSat, feeRateSatPerVb } = summary;
  if (feeSat === null || feeSat.startsWith("-")) return null;
  const fee = Number(feeSat);
  const amount = amountSat === null ? 0 : Number(amountSat);
  const percent = amount > 0 ? (fee / amount) * 100 : null;
  return {
    feeSat,
    ratePerVb: feeRateSatPerVb === null ? null : feeRateSatPerVb.toFixed(1),
    percent: percent === null ? null : percentText(percent),
    isDear: percent !== null && percent > dearFeePercent,
  };
}

function percentText(percent: number): string {
  if (percent > 0 && percent < 0.01) return "< 0.01";
  return percent < 10 ? percent.toFixed(2) : formatCount(Math.round(percent));
}

export interface InputFacts {
  readonly count: number;
  readonly totalSat: string | null;
  /** How many amounts are nothing but the node's claim. */
  readonly claimed: number;
}

/** Null when there are no inputs to speak of. */
export function inputFactsOf({ inputs, inputCount }: RequestSummaryView): InputFacts | null {
  if (inputs.length === 0) return null;
  const isWhole = (inputCount ?? inputs.length) === inputs.length && inputs.every((input) => input.amountSat !== null);
  return {
    count: inputCount ?? inputs.length,
    totalSat: isWhole ? inputs.reduce((sum, input) => sum + BigInt(input.amountSat ?? 0), 0n).toString() : null,
    claimed: inputs.filter(({ proof }) => proof === "claimed" || proof === "unknown").length,
  };
}

export type Badge = "own" | "own-change" | "channel" | "unknown" | "allowlisted";

export interface OutputLine {
  readonly amountSat: string;
  readonly address: string | null;
  readonly badge: Badge;
  /** What the allowlist calls it. */
  readonly label: string | null;
  readonly path: string | null;
}

/**
 * What the transaction pays, strangers first: they are what the decision is about.
 *
 * A pre-approval has no request yet: its lines are the payees that were announced.
 */
export function outputLinesOf({ summary, payees, intent }: ApprovalView): OutputLine[] {
  const payeeOf = (scriptHex: string) => payees.find((known) => known.scriptHex === scriptHex);
  const line = (
    given: Pick<OutputLine, "amountSat" | "address" | "path"> & { scriptHex: string },
    owner: Exclude<Badge, "allowlisted">,
  ): OutputLine => {
    const payee = payeeOf(given.scriptHex);
    const label = payee?.allowlistLabel ?? null;
    return {
      amountSat: given.amountSat,
      address: given.address ?? payee?.address ?? null,
      badge: owner === "unknown" && label !== null ? "allowlisted" : owner,
      label,
      path: given.path,
    };
  };
  if (summary === null) {
    const announced = intent.kind === "send" ? intent.payees : [];
    return announced.map((payee) => line({ ...payee, address: null, path: null }, "unknown"));
  }
  const lines = summary.outputs.map((output) => line(output, output.owner));
  const isOwn = ({ badge }: OutputLine) => badge === "own" || badge === "own-change";
  return [...lines.filter((each) => !isOwn(each)), ...lines.filter(isOwn)];
}

/** Changes whenever what the person reads changes: nothing may be approved that was not read. */
export function contentKeyOf(approval: ApprovalView): string {
  const { ref, state, intent, summary, findings, payees, limits } = approval;
  return JSON.stringify([ref, state, intent, summary, findings, payees, limits]);
}
