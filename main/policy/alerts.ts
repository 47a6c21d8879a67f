/** What a person is told about although it was signed: signs of a theft, and of channels ending. */
import type { PolicyMemory } from "./memory";
import { packet } from "./rule";
import { balanceDrop, oldOwnCommitment } from "./rulesChannels";
import type { RequestSummary } from "./summary";
import type { Alert, ChannelRecord, Lesson } from "./verdict";

/** Parts of the highest balance that, once gone, are worth a word: each is told when it is crossed. */
const outflowSteps = [50n, 75n, 90n];
/** A commitment follows its funding transaction within seconds. */
const unfundedAfterMs = 10 * 60_000;

/** @param summary refined with the same memory */
export function alertsOf(summary: RequestSummary, memory: PolicyMemory): Alert[] {
  switch (summary.class) {
    case "own-commitment":
      return ownCommitmentAlerts(summary, memory);
    case "remote-commitment":
      return outflowAlerts(summary, memory);
    case "justice":
      return [justiceAlert(summary)];
    case "musig2-session":
    case "musig2-app-session":
      return memory.hasUsedMuSig2() ? [] : [firstMuSig2(summary)];
    default:
      return [];
  }
}

function ownCommitmentAlerts(summary: RequestSummary, memory: PolicyMemory): Alert[] {
  const facts = packet(summary)?.commitment;
  const subject = summary.channelOutpoint;
  if (facts === undefined || facts === null || subject === null) return [];
  const record = memory.channelOfKey(facts.fundingKeyIndex);
  if (isOpening(facts.obscuredNumber, record)) return [];
  const old = oldOwnCommitment(summary, facts, record);
  const alerts: Alert[] = [
    {
      tag: "force-close",
      subject,
      detail: `our state of the channel ${subject} was signed, as a node does to close it without the peer`,
    },
  ];
  if (old !== null) {
    alerts.unshift({
      tag: "old-commitment",
      subject,
      detail: `state ${old.number} of ours was signed while the peer's is at ${old.highest}: published, it loses the channel`,
    });
  }
  return alerts;
}

/**
 * lnd checks the output that funds a channel by signing its own first state, when the funding confirms
 * (lnwallet/wallet.go ValidateChannel): no close, as long as the channel has not been used. Where it was used before,
 * as zero-conf channels are, nothing tells that check from a close.
 */
function isOpening(obscuredNumber: string, record: ChannelRecord | undefined): boolean {
  if (record === undefined || record.obscuringFactor === null) return false;
  return BigInt(obscuredNumber) === record.obscuringFactor && record.highestNumber === 0n;
}

function outflowAlerts(summary: RequestSummary, memory: PolicyMemory): Alert[] {
  const facts = packet(summary)?.commitment;
  const subject = summary.channelOutpoint;
  if (facts === undefined || facts === null || subject === null) return [];
  const drop = balanceDrop(facts, memory.channelOfKey(facts.fundingKeyIndex), true);
  if (drop === null || drop.highestSat === 0n) return [];
  const gone = (leftSat: bigint) => ((drop.highestSat - leftSat) * 100n) / drop.highestSat;
  const crossed = outflowSteps.filter((step) => gone(drop.leftSat) >= step && gone(drop.beforeSat) < step).at(-1);
  if (crossed === undefined) return [];
  const detail = `${drop.highestSat - drop.leftSat} sat of ${drop.highestSat} sat of ours have left the channel ${subject}`;
  return [{ tag: "channel-outflow", subject, detail }];
}

function justiceAlert({ outpoint, facts }: RequestSummary): Alert {
  const subject = outpoint ?? "unknown";
  const amountSat = facts.kind === "psbt" ? facts.inputSat : null;
  return {
    tag: "justice",
    subject,
    detail: `a penalty over ${amountSat ?? "an unknown number of"} sat was signed: a peer published an old state`,
  };
}

function firstMuSig2({ class: requestClass, keyFamily }: RequestSummary): Alert {
  const detail =
    requestClass === "musig2-session"
      ? "the first taproot channel: its signatures are made over digests that say nothing, and its key is known to the node"
      : `the first joint signature, by a key of family ${keyFamily}: its digest says nothing of what is signed`;
  return { tag: "first-taproot", subject: requestClass, detail };
}

type FundingLesson = Extract<Lesson, { kind: "funding" }>;

/** Fundings that no commitment followed: money that went into a script of which nothing is known. */
export function unfundedAlerts(
  fundings: readonly FundingLesson[],
  memory: Pick<PolicyMemory, "channelOfOutpoint">,
  nowMs: number,
): Alert[] {
  return fundings
    .filter(({ outpoint, atMs }) => nowMs - atMs >= unfundedAfterMs && memory.channelOfOutpoint(outpoint) === undefined)
    .map(({ outpoint, amountSat }) => ({
      tag: "unfunded-channel",
      subject: outpoint,
      detail: `${amountSat} sat were sent to open a channel, and no commitment followed`,
    }));
}
