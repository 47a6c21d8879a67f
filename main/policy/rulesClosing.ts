/** Rules about closing a channel together: a close that shortchanges us is the quickest way to steal a balance. */
import { closeFees, feeTrouble } from "./fees";
import { allActions, counted, packet, packetRules, type Rule, type RuleContext, sats } from "./rule";
import type { RequestSummary } from "./summary";
import type { ChannelRecord } from "./verdict";

const ask = { blind: "off", standard: "ask", strict: "block" } as const;
const block = { blind: "off", standard: "block", strict: "block" } as const;
const dustSat = 354n;
const multiSigFamily = 0;
const lightningPurpose = 1017;
/** BOLT 3: upper bytes of a commitment's lock time and sequence. */
const commitmentMarks = { lockTime: 0x20, sequence: 0x80 } as const;

/** The channel that a close ends, as far as memory knows it. */
function recordOf({ channelOutpoint }: RequestSummary, { memory }: RuleContext): ChannelRecord | undefined {
  return channelOutpoint === null ? undefined : memory.channelOfOutpoint(channelOutpoint);
}

/** What a close pays to the wallet and the allowlist. */
function broughtHomeSat(summary: RequestSummary, { allowlist }: RuleContext): bigint {
  const facts = packet(summary);
  let amountSat = sats(facts?.ownOutputSat ?? null);
  for (const { owner, scriptHex, amountSat: outputSat } of summary.outputs) {
    if (owner === "unknown" && allowlist.has(scriptHex)) amountSat += sats(outputSat);
  }
  return amountSat;
}

const closingRule = packetRules("closing", new Set(["cooperative-close"]));

export const closingRules: readonly Rule[] = [
  closingRule(
    "policy-mutual-destination-allowlisted",
    "Closes pay you",
    "Your part of a channel that is closed together goes to your wallet or to an address you allowed.",
    ask,
    (summary, context) => {
      const balanceSat = recordOf(summary, context)?.localBalanceSat ?? null;
      if (balanceSat !== null && balanceSat < dustSat) return null;
      return broughtHomeSat(summary, context) === 0n ? "no output of the close is yours or on the allowlist" : null;
    },
  ),
  closingRule(
    "policy-mutual-value-matches-commitment",
    "Closes pay what you had",
    "What comes home is what the last state gave you, less the fee.",
    ask,
    (summary, context) => {
      const home = broughtHomeSat(summary, context);
      const record = recordOf(summary, context);
      if (record === undefined) return "nothing is remembered of the channel, so its balance is the node's word";
      const balanceSat = record.localBalanceSat ?? 0n;
      const shortSat = balanceSat - home - sats(summary.feeSat);
      return balanceSat >= dustSat && shortSat > dustSat ? `${home} sat come home of ${balanceSat} sat` : null;
    },
  ),
  closingRule(
    "policy-mutual-fee-range",
    "Fees of closes in proportion",
    "A fee without measure takes the balance instead of paying it out.",
    ask,
    (summary) => feeTrouble(summary, closeFees),
  ),
  closingRule(
    "policy-mutual-scripts",
    "Closes pay to usual scripts",
    "Both sides may name where their part goes, among the forms that the network carries.",
    ask,
    (summary) => {
      const facts = packet(summary);
      return facts !== undefined && facts.nonstandardOutputs > 0
        ? `${counted(facts.nonstandardOutputs, "output")} with a script of no usual form`
        : null;
    },
  ),
  closingRule(
    "policy-mutual-other",
    "Closes of two parties",
    "A close has an output for each side and nothing else.",
    ask,
    ({ outputCount }) => ((outputCount ?? 0) > 2 ? `the close has ${outputCount} outputs` : null),
  ),
  closingRule(
    "policy-mutual-no-pending-htlcs",
    "Nothing in flight at a close",
    "Payments still in flight would be lost with the state that holds them.",
    ask,
    (summary, context) => {
      const record = recordOf(summary, context);
      // The owner's balance is one of them, and ours as well where its key is never found (leased channels).
      const inFlight = (record?.otherOutputs ?? 0) - (record?.paymentKeyIndex === null ? 2 : 1);
      return inFlight > 0 ? `the last state still held ${counted(inFlight, "payment")} in flight` : null;
    },
  ),
  closingRule(
    "policy-commitment-locktime",
    "Commitments marked whole: lock time",
    "A commitment is known by two marks. With one of them alone it is neither a commitment nor a close.",
    block,
    (summary) => {
      const facts = packet(summary);
      return facts !== undefined && facts.lockTime >>> 24 === commitmentMarks.lockTime
        ? "the lock time is a commitment's, and the sequence is not"
        : null;
    },
  ),
  closingRule(
    "policy-commitment-sequence",
    "Commitments marked whole: sequence",
    "A commitment is known by two marks. With one of them alone it is neither a commitment nor a close.",
    block,
    (summary) =>
      packet(summary)?.signings.some(({ sequence }) => sequence >>> 24 === commitmentMarks.sequence)
        ? "the sequence is a commitment's, and the lock time is not"
        : null,
  ),
  {
    tag: "policy-commitment-input-single",
    area: "channels",
    title: "Commitments of one input",
    why: "A commitment spends the channel and nothing else.",
    actions: allActions,
    looksAt: ["psbt"],
    defaults: block,
    check: (summary) => {
      const facts = packet(summary);
      if (facts === undefined || (summary.inputCount ?? 0) < 2 || facts.lockTime >>> 24 !== commitmentMarks.lockTime) {
        return null;
      }
      const isCommitment = facts.signings.some(
        ({ purpose, account, sequence }) =>
          purpose === lightningPurpose && account === multiSigFamily && sequence >>> 24 === commitmentMarks.sequence,
      );
      return isCommitment ? `a commitment of ${summary.inputCount} inputs` : null;
    },
  },
];
