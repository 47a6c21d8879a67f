/** "I am about to send X to Y": what a person approves before the node has asked. */
import { scriptFromAddress } from "../signer/address";
import { bytesToHex } from "../signer/bytes";
import type { Network } from "../signer/network";
import { sighash } from "../signer/sighash";
import type { ApprovalRecord, Intent, Payee } from "./approval";
import { sortedPayees, total } from "./intent";

/** How long a card stays and how long an approval of it waits for the repeat. */
export const windowMs = 15 * 60_000;
/** Cards and grants of all kinds that are open at a time. */
export const mostOpenApprovals = 128;

const longestPreApprovalMs = 24 * 3_600_000;
const longestStandingMs = 366 * 24 * 3_600_000;
/** A transaction with more payees would not be recognised: summaries list 64 outputs. */
const mostPayments = 60;
/** All the satoshi there will ever be. */
const mostSat = 2_100_000_000_000_000n;

/** What is to be granted, checked. */
export interface GrantDraft {
  readonly intent: Intent;
  /** The node it is for; null for any node of the seed. */
  readonly nodeId: string | null;
  readonly durationMs: number;
  readonly standing: ApprovalRecord["standing"];
}

/** What is wrong with what a person entered. */
export type DraftProblem =
  | { readonly problem: "no-payment" | "too-many-payments" | "duration" }
  | { readonly problem: "address" | "amount"; readonly text: string };

interface Payment {
  /** On the signer's network. */
  readonly address: string;
  /** Decimal text. */
  readonly amountSat: string;
}

/** What may be approved in advance: payments made together in one transaction, or a channel of this size. */
type PreApprovalWish =
  | { readonly kind: "send"; readonly payments: readonly Payment[] }
  | { readonly kind: "open"; readonly outputType: "p2wsh" | "p2tr"; readonly amountSat: string };

export interface PreApprovalInput {
  readonly wish: PreApprovalWish;
  /** The most that may be paid in fees, decimal text. */
  readonly feeCapSat: string;
  readonly nodeId: string | null;
  /** At most a day; 15 minutes without it. */
  readonly durationMs?: number;
}

/** Checks a pre-approval: it is used once. */
export function preApproval(input: PreApprovalInput, network: Network): GrantDraft | DraftProblem {
  const { wish, feeCapSat, nodeId, durationMs = windowMs } = input;
  if (!isDuration(durationMs, longestPreApprovalMs)) return { problem: "duration" };
  if (!isAmount(feeCapSat)) return { problem: "amount", text: feeCapSat };
  const fees = { feeSat: feeCapSat, feeCapSat };
  if (wish.kind === "open") {
    const { outputType, amountSat } = wish;
    if (!isPayable(amountSat)) return { problem: "amount", text: amountSat };
    return { intent: { kind: "open", outputType, amountSat, ...fees }, nodeId, durationMs, standing: null };
  }
  const payees = payeesOf(wish.payments, network);
  if ("problem" in payees) return payees;
  if (payees.length === 0) return { problem: "no-payment" };
  return { intent: sendIntent(payees, fees), nodeId, durationMs, standing: null };
}

/** What may be approved for a time: sends to these addresses (to anybody when there are none), or channels. */
type StandingWish =
  | { readonly kind: "send"; readonly addresses: readonly string[] }
  | { readonly kind: "open"; readonly outputType: "p2wsh" | "p2tr" };

export interface StandingInput {
  readonly wish: StandingWish;
  /** The most that one use and all uses may take from the wallet, fees included. Decimal text. */
  readonly perUseSat: string;
  readonly totalSat: string;
  readonly nodeId: string | null;
  /** At most 366 days. */
  readonly durationMs: number;
}

/** Checks a standing approval: it is used again and again until its time or its total is over. */
export function standingApproval(input: StandingInput, network: Network): GrantDraft | DraftProblem {
  const { wish, perUseSat, totalSat, nodeId, durationMs } = input;
  if (!isDuration(durationMs, longestStandingMs)) return { problem: "duration" };
  for (const text of [perUseSat, totalSat]) if (!isPayable(text)) return { problem: "amount", text };
  const standing = { perUseSat, totalSat, spentSat: "0" };
  // Amounts and fees are limited by the caps alone.
  if (wish.kind === "open") {
    const intent: Intent = { kind: "open", outputType: wish.outputType, amountSat: perUseSat, feeSat: "0" };
    return { intent, nodeId, durationMs, standing };
  }
  const payees = payeesOf(
    wish.addresses.map((address) => ({ address, amountSat: perUseSat })),
    network,
  );
  if ("problem" in payees) return payees;
  return { intent: sendIntent(payees, { feeSat: "0" }), nodeId, durationMs, standing };
}

function sendIntent(payees: readonly Payee[], fees: { feeSat: string; feeCapSat?: string }): Intent {
  // lnd pays from its default account.
  return { kind: "send", payees, totalSat: total(payees), account: "0'", sighashType: sighash.all, ...fees };
}

function payeesOf(payments: readonly Payment[], network: Network): Payee[] | DraftProblem {
  if (payments.length > mostPayments) return { problem: "too-many-payments" };
  const payees: Payee[] = [];
  for (const { address, amountSat } of payments) {
    const script = scriptFromAddress(address, network);
    if (script === undefined) return { problem: "address", text: address };
    if (!isPayable(amountSat)) return { problem: "amount", text: amountSat };
    payees.push({ scriptHex: bytesToHex(script), amountSat });
  }
  return sortedPayees(payees);
}

function isAmount(text: string): boolean {
  return /^(0|[1-9]\d{0,15})$/.test(text) && BigInt(text) <= mostSat;
}

function isPayable(text: string): boolean {
  return isAmount(text) && text !== "0";
}

function isDuration(durationMs: number, longestMs: number): boolean {
  return Number.isInteger(durationMs) && durationMs >= 60_000 && durationMs <= longestMs;
}
