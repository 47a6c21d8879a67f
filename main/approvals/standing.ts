/** Standing approvals: the same kind of thing again and again, for a time, up to an amount per use and in all. */
import type { ApprovalRecord, Intent } from "./approval";
import { asOpen } from "./intent";
import { feeOf } from "./intentCovers";

type StandingCaps = NonNullable<ApprovalRecord["standing"]>;

/** What a use takes from the caps: what leaves the wallet, the fee included. */
export function spendOf(intent: Intent): bigint {
  return paidSat(intent) + (feeOf(intent) ?? 0n);
}

function paidSat(intent: Intent): bigint {
  switch (intent.kind) {
    case "send":
      return BigInt(intent.totalSat);
    case "open":
      return BigInt(intent.amountSat);
    default:
      return 0n;
  }
}

/** Whether a standing approval allows one more use. */
export function standingCovers(record: { standing: StandingCaps; intent: Intent }, asked: Intent): boolean {
  const { perUseSat, totalSat, spentSat } = record.standing;
  const spend = spendOf(asked);
  return (
    isOfItsKind(record.intent, asked) && spend <= BigInt(perUseSat) && BigInt(spentSat) + spend <= BigInt(totalSat)
  );
}

/** The caps after a use; a use that came to nothing is given back with a negative amount. */
export function addSpent(caps: StandingCaps, amountSat: bigint): StandingCaps {
  return { ...caps, spentSat: (BigInt(caps.spentSat) + amountSat).toString() };
}

/** Amounts aside: a send to these payees alone (to anybody when none is named), or the opening of a channel. */
export function isOfItsKind(standing: Intent, asked: Intent): boolean {
  if (standing.kind === "open") return asOpen(asked)?.outputType === standing.outputType;
  if (standing.kind !== "send" || asked.kind !== "send" || asked.account !== standing.account) return false;
  const scripts = new Set(standing.payees.map(({ scriptHex }) => scriptHex));
  return scripts.size === 0 || asked.payees.every(({ scriptHex }) => scripts.has(scriptHex));
}
