/** Rules about the on-chain wallet: where its money goes, at what fee, in what shape. */
import { sweepClasses, walletClasses } from "./classes";
import { feeTrouble, walletFees } from "./fees";
import { allActions, counted, type Fired, homeward, packet, type Rule, type RuleContext, unownedOutputs } from "./rule";
import type { RequestSummary } from "./summary";

/** Consensus allows four times as much, and nodes pass on no larger one (Bitcoin Core, MAX_STANDARD_TX_WEIGHT). */
const mostVsizeVb = 100_000;
const standardVersions = [1, 2, 3];

const askByDefault = { blind: "off", standard: "ask", strict: "block" } as const;
const blockByDefault = { blind: "off", standard: "block", strict: "block" } as const;

export const walletRules: readonly Rule[] = [
  {
    tag: "policy-onchain-no-unknown-outputs",
    area: "wallet",
    title: "Money leaves the wallet",
    why: "The wallet pays somebody who is neither you nor on your allowlist. This is what a thief wants.",
    actions: allActions,
    looksAt: ["psbt"],
    classes: walletClasses,
    defaults: { blind: "off", standard: "ask", strict: "ask" },
    check: (summary, context) => {
      const { count, amountSat } = unownedOutputs(summary, context);
      return count === 0
        ? null
        : `${amountSat} sat go to ${counted(count, "output")} neither yours nor on the allowlist`;
    },
  },
  {
    tag: "policy-onchain-fee-range",
    area: "wallet",
    title: "Fees of the wallet in proportion",
    why: "What inputs hold beyond the outputs goes to whoever mines the block: a fee without measure is a gift.",
    actions: allActions,
    looksAt: ["psbt"],
    classes: walletClasses,
    defaults: askByDefault,
    check: walletFee,
  },
  {
    tag: "policy-onchain-wallet-path-predictable",
    area: "wallet",
    title: "Change where the wallet will find it",
    why: "Money at an address the wallet has not come to yet is yours, but a restored wallet would not look there.",
    actions: allActions,
    looksAt: ["psbt"],
    defaults: { blind: "off", standard: "ask", strict: "ask" },
    check: (summary, context) => {
      const stray = packet(summary)?.strayOwnOutputs ?? 0;
      if (stray === 0) return null;
      return homeward(summary, context, `${counted(stray, "output")} of the wallet's far beyond the addresses it uses`);
    },
  },
  {
    tag: "policy-onchain-format-standard",
    area: "wallet",
    title: "Transactions that the network carries",
    why: "lnd makes transactions of standard form. Other forms do not spread, or hide what they do.",
    actions: allActions,
    looksAt: ["psbt"],
    defaults: { blind: "off", standard: "ask", strict: "ask" },
    check: standardForm,
  },
  {
    tag: "policy-onchain-funding-non-malleable",
    area: "wallet",
    title: "Channels funded from segwit coins",
    why: "A funding transaction whose id can change would leave the channel's money without a way back.",
    actions: allActions,
    looksAt: ["psbt"],
    defaults: blockByDefault,
    check: (summary) => {
      const facts = packet(summary);
      return summary.class === "funding" && facts !== undefined && facts.nonSegwitInputs > 0
        ? `${counted(facts.nonSegwitInputs, "input")} of the funding transaction can be changed by others`
        : null;
    },
  },
  {
    tag: "policy-onchain-max-size",
    area: "wallet",
    title: "Packets small enough to look through",
    why: "Something could hide among inputs too many to look at each.",
    actions: allActions,
    looksAt: ["psbt"],
    defaults: blockByDefault,
    stopsChannels: "A channel's transaction has one input of ours; lnd names one key a packet.",
    check: (summary) => {
      const facts = packet(summary);
      if (facts === undefined) return null;
      if (!facts.isExaminedWhole) return "the packet names more keys than can be looked at";
      return facts.vsizeVb > mostVsizeVb ? `the transaction will have ${facts.vsizeVb} vB` : null;
    },
  },
  {
    tag: "amount-consistency",
    area: "wallet",
    title: "One amount per coin, ever",
    why: "Signatures of older kinds commit to the amount of their own input alone. Told different amounts each time, a signer sees a small fee where a large one is paid.",
    actions: allActions,
    looksAt: ["psbt"],
    defaults: blockByDefault,
    check: amountConsistency,
  },
  {
    tag: "policy-other",
    area: "wallet",
    title: "Sums that add up",
    why: "Outputs beyond the inputs mean that the amounts are not the true ones.",
    actions: allActions,
    looksAt: ["psbt"],
    defaults: blockByDefault,
    check: (summary) => {
      const facts = packet(summary);
      if (facts === undefined) return null;
      if (facts.hasAbsurdAmount) return "an amount is below zero or beyond all coins there are";
      return facts.inputSat !== null && BigInt(facts.inputSat) < BigInt(facts.outputSat)
        ? `outputs of ${facts.outputSat} sat from inputs of ${facts.inputSat} sat`
        : null;
    },
  },
  {
    tag: "policy-generic-error",
    area: "wallet",
    title: "Requests that can be read",
    why: "A request that cannot be read is refused by the engine in any case, with lnd's words. Blocking says so sooner.",
    actions: allActions,
    looksAt: ["none"],
    defaults: { blind: "off", standard: "warn", strict: "block" },
    check: ({ class: requestClass }) => (requestClass === "malformed" ? "the request cannot be read" : null),
  },
];

function walletFee(summary: RequestSummary): Fired | null {
  const trouble = feeTrouble(summary, walletFees);
  if (trouble !== null) return trouble;
  // Beyond the listed inputs nothing is compared with what earlier requests said.
  const isUnproven = summary.feeProof === "claimed" || summary.feeProof === "unknown";
  return isUnproven && (summary.inputCount ?? 0) > summary.inputs.length
    ? "the fee is the node's word: there are more inputs than are remembered"
    : null;
}

function standardForm(summary: RequestSummary, context: RuleContext): Fired | null {
  const facts = packet(summary);
  if (facts === undefined || (!walletClasses.has(summary.class) && !sweepClasses.has(summary.class))) return null;
  if (!standardVersions.includes(facts.version)) {
    return homeward(summary, context, `a transaction of version ${facts.version}`);
  }
  if (facts.nonstandardOutputs > 0)
    return `${counted(facts.nonstandardOutputs, "output")} with a script of no usual form`;
  return facts.dustOutputs > 0
    ? homeward(summary, context, `${counted(facts.dustOutputs, "output")} too small to be passed on`)
    : null;
}

/**
 * Contradictions within the packet, and with what was learned before. An amount that a previous transaction proves
 * stands against memory: then the earlier signature was made for an amount that is not, and is worth nothing.
 */
function amountConsistency(summary: RequestSummary, { memory }: RuleContext): Fired | null {
  const { facts, inputs } = summary;
  if (facts.kind !== "psbt") return null;
  const [contradicted] = facts.contradictedOutpoints;
  if (contradicted !== undefined) return `the previous transaction of ${contradicted} is not the one it is said to be`;
  for (const { outpoint, amountSat, proof } of inputs) {
    if (amountSat === null || proof === "previous-transaction") continue;
    const known = memory.amountOf(outpoint);
    if (known !== undefined && known !== BigInt(amountSat)) {
      return `${outpoint} is said to hold ${amountSat} sat, and held ${known} sat before`;
    }
  }
  return null;
}
