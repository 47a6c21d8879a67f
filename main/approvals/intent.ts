/** From a request to what somebody wants with it: what is the same when the node tries again. */
import type { OutputSummary, RequestClass, RequestSummary } from "../policy/summary";
import { compareBytes, hexToBytes } from "../signer/bytes";
import { scriptClass } from "../signer/script";
import { sighash } from "../signer/sighash";
import type { Intent, Payee } from "./approval";

/** What a class of requests is approved as. Classes that are absent are never asked about. */
const approvedAs: Readonly<Partial<Record<RequestClass, Intent["kind"]>>> = {
  "wallet-send": "send",
  consolidation: "send",
  funding: "open",
  "cooperative-close": "close",
  "to-local-sweep": "send",
  "to-remote-sweep": "send",
  "htlc-claim": "send",
  "second-level-sweep": "send",
  justice: "send",
  "anchor-sweep": "send",
  "sweep-fee": "send",
  "unknown-psbt": "exact",
  "mixed-psbt": "exact",
  "user-message": "message",
  "unknown-message": "message",
  invoice: "message",
  "other-ecdh": "family",
  "revocation-root-ecdh": "exact",
  "musig2-app-session": "family",
};

/**
 * The intent behind a request, or null when nothing about it could be approved: channel traffic, requests that cannot
 * be read, transactions whose fee is unknown.
 */
export function intentOf(summary: RequestSummary): Intent | null {
  switch (approvedAs[summary.class]) {
    case "send":
      return isWhole(summary) ? sendIntent(summary) : exactIntent(summary);
    case "open":
      return isWhole(summary) ? openIntent(summary) : exactIntent(summary);
    case "close":
      return isWhole(summary) ? closeIntent(summary) : exactIntent(summary);
    case "message":
      return messageIntent(summary);
    case "family":
      return summary.keyFamily === null ? null : { kind: "family", keyFamily: summary.keyFamily };
    case "exact":
      return exactIntent(summary);
    default:
      return null;
  }
}

/** The same payment approved as the opening of a channel, or null when it is not one output that could fund one. */
export function asOpen(intent: Intent): Extract<Intent, { kind: "open" }> | null {
  if (intent.kind === "open") return intent;
  const payee = intent.kind === "send" && intent.payees.length === 1 ? intent.payees[0] : undefined;
  const outputType = payee === undefined ? null : fundingType(payee.scriptHex);
  if (intent.kind !== "send" || payee === undefined || outputType === null || intent.account !== walletAccount) {
    return null;
  }
  const cap = intent.feeCapSat === undefined ? {} : { feeCapSat: intent.feeCapSat };
  return { kind: "open", outputType, amountSat: payee.amountSat, feeSat: intent.feeSat, ...cap };
}

/** lnd funds channels from its default account. */
const walletAccount = "0'";

/** Whether every output is listed and the signatures cover all of them. */
function isWhole(summary: RequestSummary): boolean {
  return summary.outputCount === summary.outputs.length && isSignedWhole(summary);
}

/** Ways of signing that are listed at most; there may be more when there are as many. */
const mostSignings = 16;

/** Whether every signature that this request yields is one for the whole transaction. DEFAULT is taproot's ALL. */
function isSignedWhole({ facts }: RequestSummary): boolean {
  if (facts.kind !== "psbt" || !facts.isExaminedWhole || facts.signings.length >= mostSignings) return false;
  return facts.signings.every(({ sighashType }) => sighashType === sighash.default || sighashType === sighash.all);
}

function sendIntent(summary: RequestSummary): Intent | null {
  const account = accountOf(summary.keyPath);
  if (summary.feeSat === null || account === null) return null;
  const payees = payeesOf(summary.outputs);
  return { kind: "send", payees, totalSat: total(payees), feeSat: summary.feeSat, account, sighashType: sighash.all };
}

function openIntent(summary: RequestSummary): Intent | null {
  const send = sendIntent(summary);
  return send === null ? null : (asOpen(send) ?? send);
}

function closeIntent({ outpoint, outputs, feeSat }: RequestSummary): Intent | null {
  if (outpoint === null || feeSat === null) return null;
  const own = outputs.filter(isOwn);
  const [only] = own;
  return {
    kind: "close",
    fundingOutpoint: outpoint,
    ownScriptHex: own.length === 1 && only !== undefined ? only.scriptHex : null,
    ownAmountSat: total(own),
    payees: payeesOf(outputs),
    feeSat,
  };
}

function messageIntent({ contentHashHex, keyPath, facts }: RequestSummary): Intent | null {
  if (contentHashHex === null || keyPath === null || facts.kind !== "message") return null;
  const flags = [
    ...(facts.isSchnorr ? ["schnorr"] : []),
    ...(facts.isCompact ? ["compact"] : []),
    ...(facts.isDoubleHashed ? ["double-hash"] : []),
    ...(facts.hasTapTweak ? ["tap-tweak"] : []),
    ...(facts.tagHex === "" ? [] : [`tag:${facts.tagHex}`]),
  ];
  return { kind: "message", messageHashHex: contentHashHex, keyPath, flags: flags.join(" ") };
}

/** A transaction is the same for each of its inputs, unless a signature leaves parts of it open. */
function exactIntent(summary: RequestSummary): Intent | null {
  const { txid, contentHashHex, feeSat } = summary;
  if (txid !== null && feeSat === null) return null;
  const hashHex = txid !== null && isSignedWhole(summary) ? txid : contentHashHex;
  return hashHex === null ? null : { kind: "exact", contentHashHex: hashHex, feeSat };
}

function payeesOf(outputs: readonly OutputSummary[]): Payee[] {
  return sortedPayees(outputs.filter((output) => !isOwn(output)));
}

/** Sorted by script, then amount, so that the order in a transaction makes no difference. */
export function sortedPayees(payees: readonly Payee[]): Payee[] {
  return payees
    .map(({ scriptHex, amountSat }) => ({ scriptHex, amountSat }))
    .sort(
      (a, b) =>
        compareBytes(hexToBytes(a.scriptHex), hexToBytes(b.scriptHex)) ||
        Number(BigInt(a.amountSat) - BigInt(b.amountSat)),
    );
}

function isOwn({ owner }: OutputSummary): boolean {
  return owner === "own" || owner === "own-change";
}

/** Sum in satoshi, as text. */
export function total(payees: readonly Pick<Payee, "amountSat">[]): string {
  return payees.reduce((sum, { amountSat }) => sum + BigInt(amountSat), 0n).toString();
}

/** `m/84'/0'/7'/0/5` belongs to `7'`; the families of purpose 1017' are one account: a sweep may span several. */
function accountOf(keyPath: string | null): string | null {
  const [, purpose, , account] = keyPath?.split("/") ?? [];
  if (purpose === undefined || account === undefined) return null;
  return purpose === "1017'" ? purpose : account;
}

/** What a channel of lnd's is funded with, when the script is one of those. */
function fundingType(scriptHex: string): "p2wsh" | "p2tr" | null {
  switch (scriptClass(hexToBytes(scriptHex))) {
    case "witness_v0_scripthash":
      return "p2wsh";
    case "witness_v1_taproot":
      return "p2tr";
    default:
      return null;
  }
}
