/** Whether what was approved covers what is asked for. */
import type { Intent, Payee } from "./approval";
import { asOpen } from "./intent";

/** A fee may grow between two tries by a quarter, and by no more than this. */
const mostFeeGrowthSat = 50_000n;

/**
 * Whether a grant covers a request: the same intent, at a fee that the person who approved would have accepted.
 *
 * Outputs proven ours are free. What leaves the wallet is never more than approved, apart from the fee: at most 1.25
 * of the approved one, and at most the grant's cap.
 */
export function intentCovers(granted: Intent, asked: Intent): boolean {
  return isSameIntent(granted, asked) && isFeeCovered(granted, asked) && isShareCovered(granted, asked);
}

/** Whether both want the same, whatever it costs in fees. */
export function isSameIntent(granted: Intent, asked: Intent): boolean {
  switch (granted.kind) {
    case "send":
      return (
        asked.kind === "send" &&
        samePayees(granted.payees, asked.payees) &&
        BigInt(asked.totalSat) <= BigInt(granted.totalSat) &&
        granted.account === asked.account &&
        granted.sighashType === asked.sighashType
      );
    case "open": {
      // A taproot channel's output looks like any other taproot payee.
      const open = asOpen(asked);
      return open !== null && granted.outputType === open.outputType && granted.amountSat === open.amountSat;
    }
    case "close":
      return asked.kind === "close" && isSameClose(granted, asked);
    case "message":
      return (
        asked.kind === "message" &&
        granted.messageHashHex === asked.messageHashHex &&
        granted.keyPath === asked.keyPath &&
        granted.flags === asked.flags
      );
    case "family":
      return asked.kind === "family" && granted.keyFamily === asked.keyFamily;
    case "exact":
      return asked.kind === "exact" && granted.contentHashHex === asked.contentHashHex;
  }
}

type CloseIntent = Extract<Intent, { kind: "close" }>;

function isSameClose(granted: CloseIntent, asked: CloseIntent): boolean {
  if (granted.fundingOutpoint !== asked.fundingOutpoint || granted.ownScriptHex !== asked.ownScriptHex) return false;
  // Where our share goes is settled; how the peer is paid is the peer's business.
  if (granted.ownScriptHex !== null) return true;
  return sameScripts(granted.payees, asked.payees);
}

function samePayees(granted: readonly Payee[], asked: readonly Payee[]): boolean {
  return sameScripts(granted, asked) && granted.every(({ amountSat }, index) => amountSat === asked[index]?.amountSat);
}

function sameScripts(granted: readonly Payee[], asked: readonly Payee[]): boolean {
  return (
    granted.length === asked.length && granted.every(({ scriptHex }, index) => scriptHex === asked[index]?.scriptHex)
  );
}

function isFeeCovered(granted: Intent, asked: Intent): boolean {
  const approvedSat = feeOf(granted);
  const askedSat = feeOf(asked);
  if (approvedSat === null || askedSat === null) return approvedSat === askedSat;
  const capSat = "feeCapSat" in granted && granted.feeCapSat !== undefined ? BigInt(granted.feeCapSat) : null;
  return askedSat <= approvedSat + feeGrowthSat(approvedSat) && (capSat === null || askedSat <= capSat);
}

/** Of a close: that our share is not smaller than approved by more than what the fee may grow by. */
function isShareCovered(granted: Intent, asked: Intent): boolean {
  if (granted.kind !== "close" || asked.kind !== "close") return true;
  const growthSat = feeGrowthSat(BigInt(granted.feeSat));
  const isEnough = (grantedSat: string, askedSat: string) => BigInt(askedSat) + growthSat >= BigInt(grantedSat);
  if (granted.ownScriptHex !== null) return isEnough(granted.ownAmountSat, asked.ownAmountSat);
  return granted.payees.every(({ amountSat }, index) => isEnough(amountSat, asked.payees[index]?.amountSat ?? "0"));
}

function feeGrowthSat(approvedSat: bigint): bigint {
  const quarterSat = approvedSat / 4n;
  return quarterSat < mostFeeGrowthSat ? quarterSat : mostFeeGrowthSat;
}

/** Null for what pays no fee. */
export function feeOf(intent: Intent): bigint | null {
  return "feeSat" in intent && intent.feeSat !== null ? BigInt(intent.feeSat) : null;
}
