/** What a signed request teaches: amounts of coins, the state of channels, channels that are being funded. */
import { channelClasses } from "./classes";
import type { CommitmentFacts } from "./facts";
import type { PolicyMemory } from "./memory";
import { packet } from "./rule";
import type { RequestSummary } from "./summary";
import type { ChannelRecord, Lesson } from "./verdict";

/** @param summary refined with the same memory */
export function lessonsOf(summary: RequestSummary, memory: PolicyMemory, nowMs: number): Lesson[] {
  const facts = packet(summary);
  if (facts === undefined) return [];
  if (facts.commitment !== null) {
    const record = memory.channelOfKey(facts.commitment.fundingKeyIndex);
    const channel = channelAfter(summary, facts.commitment, record, nowMs);
    return channel === undefined ? [] : [{ kind: "channel", channel }];
  }
  if (summary.class === "htlc-second-level") return secondLevelLessons(summary);
  return channelClasses.has(summary.class)
    ? []
    : [...amountLessons(summary, memory), ...fundingLessons(summary, nowMs)];
}

/**
 * Amounts of the inputs that are signed and proven. A mere claim is not remembered: it would stand against the truth
 * later. Nor is the input of a delayed sweep: by its absence a balance is told from what a second-level transaction
 * left (refine.ts).
 */
function amountLessons({ class: requestClass, inputs }: RequestSummary, memory: PolicyMemory): Lesson[] {
  if (requestClass === "to-local-sweep" || requestClass === "second-level-sweep") return [];
  return inputs.flatMap(({ outpoint, amountSat, proof, isSigned }): Lesson[] => {
    if (!isSigned || amountSat === null || (proof !== "previous-transaction" && proof !== "signature")) return [];
    const known = memory.amountOf(outpoint);
    return known === BigInt(amountSat) ? [] : [{ kind: "outpoint-amount", outpoint, amountSat: BigInt(amountSat) }];
  });
}

const singleAnyoneCanPay = 0x83;

/**
 * The output of a second-level transaction on our own commitment, which the delayed key spends later. With anchors ours
 * are signed whole and the peer's are not; without them both look alike, and none is remembered.
 */
function secondLevelLessons(summary: RequestSummary): Lesson[] {
  const facts = packet(summary);
  const output = facts?.htlc == null ? undefined : summary.outputs[facts.htlc.index];
  if (facts?.htlc == null || output === undefined || summary.txid === null || !facts.htlc.isAnchors) return [];
  if (facts.signings.some(({ sighashType }) => sighashType === singleAnyoneCanPay)) return [];
  const outpoint = `${summary.txid}:${facts.htlc.index}`;
  return [{ kind: "outpoint-amount", outpoint, amountSat: BigInt(output.amountSat) }];
}

/** The output that opens a channel: its amount is known from now on, and a commitment should follow. */
function fundingLessons(summary: RequestSummary, nowMs: number): Lesson[] {
  const index = packet(summary)?.channelOutput?.index;
  const output = index === undefined ? undefined : summary.outputs[index];
  if (output === undefined || summary.txid === null || summary.class !== "funding") return [];
  const outpoint = `${summary.txid}:${index}`;
  const amountSat = BigInt(output.amountSat);
  return [
    { kind: "outpoint-amount", outpoint, amountSat },
    { kind: "funding", outpoint, amountSat, atMs: nowMs },
  ];
}

/** Undefined when nothing changes: a commitment of ours says nothing new of a channel that is known. */
function channelAfter(
  summary: RequestSummary,
  facts: CommitmentFacts,
  known: ChannelRecord | undefined,
  nowMs: number,
): ChannelRecord | undefined {
  const fundingOutpoint = summary.channelOutpoint;
  if (fundingOutpoint === null) return undefined;
  // Another output under the same key is another channel; the rules have warned of it.
  const record = known?.fundingOutpoint === fundingOutpoint ? known : undefined;
  const obscured = BigInt(facts.obscuredNumber);
  const isRemote = summary.class === "remote-commitment";
  if (record === undefined) return firstRecord(fundingOutpoint, facts, isRemote, nowMs);
  if (!isRemote) return undefined;
  const localBalanceSat = facts.toRemote === null ? record.localBalanceSat : BigInt(facts.toRemote.amountSat);
  const { obscuringFactor, lowestNumber, highestNumber } = numbersAfter(record, obscured);
  return {
    fundingKeyIndex: record.fundingKeyIndex,
    fundingOutpoint,
    capacitySat: record.capacitySat,
    firstSeenAtMs: record.firstSeenAtMs,
    lastSeenAtMs: nowMs,
    localBalanceSat,
    highestBalanceSat: higher(record.highestBalanceSat, localBalanceSat),
    obscuringFactor,
    lowestNumber,
    highestNumber,
    otherOutputs: facts.otherOutputs,
    paymentKeyIndex: facts.toRemote?.keyIndex ?? record.paymentKeyIndex,
  };
}

/**
 * A channel that is seen for the first time. Without payments in flight this may be its first commitment, whose number
 * is 0, so that what stands in its place is the mask itself. Should the next numbers not follow, it was not.
 */
function firstRecord(fundingOutpoint: string, facts: CommitmentFacts, isRemote: boolean, nowMs: number): ChannelRecord {
  const localBalanceSat = facts.toRemote === null ? null : BigInt(facts.toRemote.amountSat);
  const mayBeFirst = isRemote && facts.otherOutputs + facts.foreignKeyHashes <= 1;
  return {
    fundingKeyIndex: facts.fundingKeyIndex,
    fundingOutpoint,
    capacitySat: BigInt(facts.capacitySat),
    firstSeenAtMs: nowMs,
    lastSeenAtMs: nowMs,
    localBalanceSat,
    highestBalanceSat: localBalanceSat,
    obscuringFactor: mayBeFirst ? BigInt(facts.obscuredNumber) : null,
    lowestNumber: mayBeFirst ? 0n : null,
    highestNumber: mayBeFirst ? 0n : null,
    otherOutputs: facts.otherOutputs,
    paymentKeyIndex: facts.toRemote?.keyIndex ?? null,
  };
}

type Numbers = Pick<ChannelRecord, "obscuringFactor" | "lowestNumber" | "highestNumber">;

/** States that a signer may have missed while it was not asked, before the mask is taken for wrong. */
const mostMissed = 1_000n;

/** The peer's states count up one by one. When they do not, the mask was taken from a later state and is forgotten. */
function numbersAfter(record: ChannelRecord, obscured: bigint): Numbers {
  const { obscuringFactor, lowestNumber, highestNumber } = record;
  if (obscuringFactor === null || highestNumber === null) return { obscuringFactor, lowestNumber, highestNumber };
  const number = obscured ^ obscuringFactor;
  if (number < highestNumber || number > highestNumber + mostMissed) {
    return { obscuringFactor: null, lowestNumber: null, highestNumber: null };
  }
  return { obscuringFactor, lowestNumber, highestNumber: number };
}

function higher(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
