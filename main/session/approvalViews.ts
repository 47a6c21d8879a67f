/** What the window shows of approvals: the record, and what the rules know of payees and limits. Pure. */
import type { ApprovalView as WindowView } from "../../preload/contract/types";
import type { ApprovalRecord, Intent } from "../approvals/approval";
import { asOpen } from "../approvals/intent";
import { type CompiledAllowlist, compileAllowlist } from "../policy/allowlist";
import { type LimitMeasure, limitMeasures } from "../policy/verdict";
import { addressFromScript } from "../signer/address";
import { hexToBytes } from "../signer/bytes";
import type { Curve } from "../signer/curve";
import type { GuardState } from "../thread/guardProtocol";
import { summaryView } from "./snapshot";

export interface ApprovalFacts {
  readonly curve: Curve;
  readonly guard: GuardState;
  /** Name of a node, or null for one that is not paired any more. */
  readonly nodeName: (nodeId: string | null) => string | null;
}

/** @param answerByMs wall clock until when the node waits; null when it does not */
export function approvalView(record: ApprovalRecord, answerByMs: number | null, facts: ApprovalFacts): WindowView {
  const { identityPubkeyHex: _, nodeId, useUntilMs: __, intent, summary, findings, standing, ...rest } = record;
  const allowlist = compileAllowlist(facts.guard.config.allowlist, { network: record.network, curve: facts.curve });
  return {
    ...rest,
    nodeName: facts.nodeName(nodeId),
    intent: intentView(intent),
    heldUntilMs: answerByMs,
    standing: standing === null ? null : { ...standing },
    summary: summary === null ? null : summaryView(summary),
    findings: findings.map((finding) => ({ ...finding })),
    payees: payeeScripts(record).map((scriptHex) => payeeView(scriptHex, record, allowlist)),
    mayBeOpen: intent.kind === "send" && asOpen(intent) !== null,
    limits: record.state === "waiting" ? limitLines(intent, facts.guard) : [],
  };
}

function intentView(intent: Intent): WindowView["intent"] {
  switch (intent.kind) {
    case "send":
    case "close":
      return { ...intent, payees: intent.payees.map((payee) => ({ ...payee })) };
    default:
      return { ...intent };
  }
}

/** Whom it pays, each once. */
function payeeScripts({ intent, summary }: ApprovalRecord): string[] {
  const payees =
    intent.kind === "send" || intent.kind === "close"
      ? intent.payees
      : (summary?.outputs.filter(({ owner }) => owner === "unknown") ?? []);
  return [...new Set(payees.map(({ scriptHex }) => scriptHex))].slice(0, 64);
}

function payeeView(
  scriptHex: string,
  { network }: ApprovalRecord,
  allowlist: CompiledAllowlist,
): WindowView["payees"][number] {
  return {
    scriptHex,
    address: addressFromScript(hexToBytes(scriptHex), network) ?? null,
    allowlistLabel: allowlist.entryOf(scriptHex)?.label ?? null,
  };
}

/** Limits as they would stand after signing. */
function limitLines(intent: Intent, { config, spent }: GuardState): WindowView["limits"] {
  const uses = usesOf(intent);
  return limitMeasures.flatMap((measure) => {
    const useSat = uses[measure];
    if (useSat === undefined) return [];
    const { perTransactionSat, perHourSat, perDaySat, perWeekSat } = config.limits[measure];
    const { hourSat, daySat, weekSat } = spent[measure];
    const lines = [
      { window: "transaction", limitSat: perTransactionSat, beforeSat: "0" },
      { window: "hour", limitSat: perHourSat, beforeSat: hourSat },
      { window: "day", limitSat: perDaySat, beforeSat: daySat },
      { window: "week", limitSat: perWeekSat, beforeSat: weekSat },
    ] as const;
    return lines.flatMap(({ window, limitSat, beforeSat }) =>
      limitSat === undefined ? [] : [{ measure, window, limitSat, afterSat: (BigInt(beforeSat) + useSat).toString() }],
    );
  });
}

function usesOf(intent: Intent): Partial<Record<LimitMeasure, bigint>> {
  if (intent.kind === "send") return { "onchain-out": BigInt(intent.totalSat), fees: BigInt(intent.feeSat) };
  if (intent.kind === "open") return { "channel-opens": BigInt(intent.amountSat), fees: BigInt(intent.feeSat) };
  return {};
}
