/**
 * Rules about commitments. They warn at most: a commitment that looks odd may be all there is between the node and a
 * closed channel, and nothing in it proves a theft.
 */
import { commitmentClasses } from "./classes";
import type { CommitmentFacts } from "./facts";
import { counted, type Fired, packet, type Rule, type RuleContext, sats, warnOnly } from "./rule";
import type { RequestSummary } from "./summary";
import type { ChannelRecord } from "./verdict";

const warn = { blind: "off", standard: "warn", strict: "warn" } as const;
/** Nobody pays more for a commitment; with anchors it is far less. */
const mostCommitmentSatPerVb = 500;

/** A commitment with what is remembered of its channel. */
interface Commitment {
  readonly summary: RequestSummary;
  readonly facts: CommitmentFacts;
  readonly record: ChannelRecord | undefined;
  readonly isRemote: boolean;
  readonly context: RuleContext;
}

function commitmentRule(
  tag: string,
  title: string,
  why: string,
  check: (commitment: Commitment) => Fired | null,
  defaults: Rule["defaults"] = warn,
): Rule {
  return {
    tag,
    area: "channels",
    title,
    why,
    actions: warnOnly,
    looksAt: ["psbt"],
    classes: commitmentClasses,
    defaults,
    check: (summary, context) => {
      const facts = packet(summary)?.commitment;
      if (facts === undefined || facts === null) return null;
      const record = context.memory.channelOfKey(facts.fundingKeyIndex);
      return check({ summary, facts, record, isRemote: summary.class === "remote-commitment", context });
    },
  };
}

/** Anchors are expected where our balance stands in a script of its own or an anchor was found. */
function hasAnchors({ toRemote, ownAnchors, peerAnchors, misvaluedAnchors }: CommitmentFacts): boolean {
  return toRemote?.form === "script" || ownAnchors + peerAnchors + misvaluedAnchors > 0;
}

export const channelRules: readonly Rule[] = [
  commitmentRule(
    "policy-commitment-input-match-funding",
    "Commitments spend the channel's own output",
    "A channel is funded by one output of one amount, and every commitment spends it.",
    ({ summary, facts, record, context }) => {
      const outpoint = summary.channelOutpoint;
      const funded = outpoint === null ? undefined : context.memory.amountOf(outpoint);
      const expected = record !== undefined && record.fundingOutpoint === outpoint ? record.capacitySat : funded;
      if (expected !== undefined && expected !== BigInt(facts.capacitySat)) {
        return `the channel holds ${expected} sat, and the commitment spends ${facts.capacitySat} sat`;
      }
      const bound = outpoint === null ? undefined : context.memory.channelOfOutpoint(outpoint);
      return bound !== undefined && bound.fundingKeyIndex !== facts.fundingKeyIndex
        ? `${outpoint} is the output of the channel with key ${bound.fundingKeyIndex}, not ${facts.fundingKeyIndex}`
        : null;
    },
  ),
  commitmentRule(
    "policy-channel-original-channel-id-reuse",
    "One channel per funding key",
    "lnd makes a new funding key for every channel. Used for another output, signatures of one channel may serve the other.",
    ({ summary, facts, record }) =>
      record !== undefined && record.fundingOutpoint !== summary.channelOutpoint
        ? `funding key ${facts.fundingKeyIndex} belongs to the channel at ${record.fundingOutpoint}`
        : null,
  ),
  commitmentRule(
    "policy-onchain-no-channel-push",
    "Nothing given away at opening",
    "A channel that you fund starts with your money on your side, unless you push some to the peer.",
    ({ summary, facts, record, context }) => {
      if (record !== undefined || summary.channelOutpoint === null || facts.toRemote === null) return null;
      const isOurFunding = context.memory.amountOf(summary.channelOutpoint) !== undefined;
      const capacity = BigInt(facts.capacitySat);
      const others = capacity - sats(facts.toRemote.amountSat) - sats(summary.feeSat);
      return isOurFunding && others * 20n > capacity
        ? `${others} sat of a channel you fund start on the peer's side`
        : null;
    },
  ),
  commitmentRule(
    "policy-commitment-version",
    "Commitments of version 2",
    "BOLT 3 fixes the version; another one makes a transaction that the peer would not take.",
    ({ summary }) => {
      const version = packet(summary)?.version ?? 2;
      return version === 2 || version === 3 ? null : `the commitment has version ${version}`;
    },
  ),
  commitmentRule(
    "policy-commitment-scripts",
    "Outputs of the forms of BOLT 3",
    "A commitment pays to key hashes and scripts of known forms alone.",
    ({ summary }) => {
      const odd = packet(summary)?.nonstandardOutputs ?? 0;
      return odd === 0 ? null : `${counted(odd, "output")} of a form that no commitment has`;
    },
  ),
  commitmentRule(
    "policy-commitment-no-unrecognized-outputs",
    "Outputs that belong there",
    "Beside our balance the peer's commitment holds nobody's key hash.",
    ({ facts, isRemote }) =>
      isRemote && facts.toRemote !== null && facts.foreignKeyHashes > 0
        ? `${counted(facts.foreignKeyHashes, "output")} to a stranger's key hash`
        : null,
  ),
  commitmentRule(
    "policy-commitment-other",
    "Sums of a commitment that add up",
    "Outputs beyond what the channel holds make a commitment that is worth nothing.",
    ({ summary }) =>
      summary.feeSat === null || packet(summary)?.hasAbsurdAmount ? "the outputs do not fit into the channel" : null,
  ),
  commitmentRule(
    "policy-commitment-singular-to-holder",
    "Our balance in one output",
    "A commitment has at most one output for each side's balance.",
    ({ facts }) => (facts.ownBalances > 1 ? `our balance stands in ${facts.ownBalances} outputs` : null),
  ),
  commitmentRule(
    "policy-commitment-fee-range",
    "Fees of commitments in proportion",
    "What a commitment burns as a fee is taken from the channel.",
    ({ summary: { feeRateSatPerVb } }) =>
      feeRateSatPerVb !== null && feeRateSatPerVb > mostCommitmentSatPerVb
        ? `the commitment pays ${feeRateSatPerVb} sat/vB`
        : null,
  ),
  commitmentRule(
    "policy-commitment-countersignatory-pubkey",
    "Our balance goes to the channel's key of ours",
    "The key that our balance is paid to was agreed on at opening and stays.",
    ({ facts: { toRemote }, record }) =>
      toRemote !== null && record?.paymentKeyIndex != null && record.paymentKeyIndex !== toRemote.keyIndex
        ? `our balance goes to payment key ${toRemote.keyIndex}, and went to ${record.paymentKeyIndex} before`
        : null,
  ),
  commitmentRule(
    "policy-commitment-outputs-trimmed",
    "No dust in commitments",
    "Outputs below dust keep a commitment from being passed on; both sides leave them out.",
    ({ summary }) => {
      const dust = packet(summary)?.dustOutputs ?? 0;
      return dust === 0 ? null : `${counted(dust, "output")} below dust`;
    },
  ),
  commitmentRule(
    "policy-commitment-retry-same",
    "A number signed twice is signed alike",
    "A commitment is sent again after a reconnect, the same as before.",
    ({ facts, record, isRemote }) => {
      if (!isRemote || facts.toRemote === null || record === undefined || record.localBalanceSat === null) return null;
      if (record.obscuringFactor === null || record.highestNumber === null) return null;
      const number = BigInt(facts.obscuredNumber) ^ record.obscuringFactor;
      return number === record.highestNumber && record.localBalanceSat !== BigInt(facts.toRemote.amountSat)
        ? `commitment ${number} was signed with another balance of ours before`
        : null;
    },
  ),
  commitmentRule(
    "policy-commitment-holder-not-revoked",
    "No old state of our own",
    "Who publishes a state that was given up loses the whole channel to the peer.",
    ({ facts, record, summary }) => {
      const old = oldOwnCommitment(summary, facts, record);
      return old === null ? null : `our state ${old.number} is to be signed, and the peer's is at ${old.highest}`;
    },
  ),
  commitmentRule(
    "policy-commitment-anchors-not-when-off",
    "No anchors in channels without",
    "A channel whose balance goes to a plain key hash has no anchors.",
    ({ facts }) =>
      facts.toRemote?.form === "key-hash" && facts.ownAnchors + facts.peerAnchors > 0
        ? "anchors in a channel without them"
        : null,
  ),
  commitmentRule(
    "policy-commitment-anchor-static-remotekey",
    "Anchors with balances of their kind",
    "With anchors our balance stands in a script with a delay of one block, and never in a plain key hash.",
    ({ facts, isRemote }) =>
      isRemote && facts.toRemote === null && facts.foreignKeyHashes > 0 && facts.ownAnchors + facts.peerAnchors > 0
        ? "anchors beside a plain key hash"
        : null,
  ),
  commitmentRule(
    "policy-commitment-anchor-to-holder",
    "Our anchor beside our balance",
    "Our anchor is what raises the fee when the peer closes alone.",
    ({ facts, isRemote }) =>
      isRemote && facts.toRemote?.form === "script" && facts.ownAnchors === 0 ? "our anchor is missing" : null,
  ),
  commitmentRule(
    "policy-commitment-anchor-to-counterparty",
    "The peer's anchor beside the peer's balance",
    "Each side has its anchor as long as it has something in the channel.",
    ({ facts, isRemote }) =>
      isRemote && facts.toRemote?.form === "script" && facts.otherOutputs > 0 && facts.peerAnchors === 0
        ? "the peer's anchor is missing"
        : null,
  ),
  commitmentRule(
    "policy-commitment-anchor-amount",
    "Anchors of 330 sat",
    "BOLT 3 fixes the amount of an anchor.",
    ({ facts }) =>
      facts.misvaluedAnchors > 0 ? `${counted(facts.misvaluedAnchors, "anchor")} of another amount than 330 sat` : null,
  ),
  commitmentRule(
    "policy-commitment-anchor-match-fundingkey",
    "Anchors of the two funding keys",
    "An anchor can be spent by the funding key of its side, and by nobody else for sixteen blocks.",
    ({ facts }) =>
      hasAnchors(facts) && facts.wrongAnchors > 0
        ? `${counted(facts.wrongAnchors, "output")} like an anchor to a key that is neither side's`
        : null,
  ),
  commitmentRule(
    "policy-commitment-payment-velocity",
    "Balances do not leave at a stroke",
    "A large part of a channel that goes to the peer in one step is a large payment, or a drain.",
    ({ facts, record, isRemote }) => {
      const drop = balanceDrop(facts, record, isRemote);
      return drop !== null && drop.stepSat * 4n > BigInt(facts.capacitySat)
        ? `${drop.stepSat} sat of ours leave the channel in one step`
        : null;
    },
  ),
  commitmentRule(
    "policy-velocity-transferred",
    "Balances do not drain away",
    "A stolen node pays your balances away, channel by channel.",
    ({ facts, record, isRemote }) => {
      const drop = balanceDrop(facts, record, isRemote);
      return drop !== null && drop.stepSat > 0n && drop.leftSat * 4n < drop.highestSat
        ? `${drop.leftSat} sat are left of ${drop.highestSat} sat`
        : null;
    },
  ),
  commitmentRule(
    "policy-merchant-no-sends",
    "A node that only receives",
    "Whoever never pays can be told of the first payment that leaves.",
    ({ facts, record, isRemote }) => {
      const drop = balanceDrop(facts, record, isRemote);
      return drop !== null && drop.stepSat > 0n ? `${drop.stepSat} sat of ours leave the channel` : null;
    },
    { blind: "off", standard: "off", strict: "off" },
  ),
];

/** How our balance falls with a remote commitment; null when it does not show. */
export function balanceDrop(facts: CommitmentFacts, record: ChannelRecord | undefined, isRemote: boolean) {
  if (!isRemote || facts.toRemote === null || record?.localBalanceSat == null) return null;
  const leftSat = BigInt(facts.toRemote.amountSat);
  const highestSat = record.highestBalanceSat ?? record.localBalanceSat;
  return { leftSat, highestSat, beforeSat: record.localBalanceSat, stepSat: record.localBalanceSat - leftSat };
}

/** Both sides number their states alike, save for updates under way; this far apart they never are for long. */
const mostBehind = 64n;

/** Numbers of a state of our own that lies far behind the peer's; null otherwise, or when numbers are not known. */
export function oldOwnCommitment(summary: RequestSummary, facts: CommitmentFacts, record: ChannelRecord | undefined) {
  if (summary.class !== "own-commitment" || record?.obscuringFactor == null || record.highestNumber === null)
    return null;
  const number = BigInt(facts.obscuredNumber) ^ record.obscuringFactor;
  const isOld = record.highestNumber - number > mostBehind && number * 2n < record.highestNumber;
  return isOld ? { number, highest: record.highestNumber } : null;
}
