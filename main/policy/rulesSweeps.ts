/** Rules about money of channels on its way home. All of it comes home, or none of it moves. */
import { sweepClasses } from "./classes";
import { feeTrouble, sweepFees } from "./fees";
import { counted, homeward, packet, packetRules, type Rule, sats, unownedOutputs } from "./rule";
import type { RequestSummary } from "./summary";

const block = { blind: "off", standard: "block", strict: "block" } as const;
const warn = { blind: "off", standard: "warn", strict: "warn" } as const;
const firstUnixTime = 500_000_000;
/** The clock's height may be off by as much. */
const heightTolerance = 1_000;
/**
 * lnd's sweeper never goes beyond 1 000 sat/vB (sweep/defaults.go, DefaultMaxFeeRate). At twice as much, and for more than
 * a trifle, no deadline is behind it: somebody takes the money as a fee.
 */
const beyondLnd = { satPerVb: 2_000, feeSat: 100_000n } as const;
/** BIP 68: this bit turns a delay off. */
const noDelay = 0x80000000;

const sweepRule = packetRules("sweeps", sweepClasses);

export const sweepRules: readonly Rule[] = [
  sweepRule(
    "policy-sweep-destination-allowlisted",
    "Sweeps come home",
    "Claims, penalties and balances of closed channels go to your wallet, or to an address you allowed.",
    block,
    (summary, context) => {
      const { count, amountSat } = unownedOutputs(summary, context);
      return count === 0
        ? null
        : `${amountSat} sat go to ${counted(count, "output")} neither yours nor on the allowlist`;
    },
  ),
  sweepRule(
    "policy-sweep-fee-range",
    "Fees of sweeps in proportion",
    "Before a deadline lnd spends up to half of what is at stake. More than that is burnt for somebody.",
    block,
    (summary, context) => {
      const trouble = feeTrouble(summary, sweepFees);
      if (trouble === null) return null;
      return isBeyondLnd(summary) ? trouble : homeward(summary, context, trouble);
    },
  ),
  sweepRule(
    "policy-sweep-version",
    "Sweeps of version 2",
    "Relative delays need version 2 (BIP 68).",
    warn,
    (summary) => {
      const version = packet(summary)?.version ?? 2;
      return version >= 2 && version <= 3 ? null : `the sweep has version ${version}`;
    },
  ),
  sweepRule(
    "policy-sweep-locktime",
    "Sweeps that can be published",
    "A lock time far ahead keeps a sweep back until it is too late.",
    warn,
    (summary, { estimatedHeight }) => {
      const lockTime = packet(summary)?.lockTime ?? 0;
      if (lockTime >= firstUnixTime) return `the lock time ${lockTime} is no height`;
      return estimatedHeight !== undefined && lockTime > estimatedHeight + heightTolerance
        ? `the sweep waits for block ${lockTime}, and the chain is at about ${estimatedHeight}`
        : null;
    },
  ),
  sweepRule(
    "policy-sweep-sequence",
    "Delays that were waited for",
    "A delayed balance is spent by an input that states its delay.",
    warn,
    (summary) => {
      const delayed = packet(summary)?.signings.find(({ class: each }) => each === "to-local-sweep");
      return delayed !== undefined && (delayed.sequence >= noDelay || delayed.sequence === 0)
        ? `a delayed balance is spent with the sequence 0x${delayed.sequence.toString(16)}`
        : null;
    },
  ),
  sweepRule(
    "policy-sweep-other",
    "Sweeps that bring something",
    "A sweep has an output of yours; one without any burns what it takes.",
    warn,
    (summary, context) => {
      const facts = packet(summary);
      if (facts === undefined || facts.ownOutputCount + facts.carriedOutputs.length > 0) return null;
      return unownedOutputs(summary, context).count < facts.unknownOutputCount ? null : "no output is yours";
    },
  ),
];

function isBeyondLnd({ feeRateSatPerVb, feeSat }: RequestSummary): boolean {
  return (feeRateSatPerVb ?? 0) > beyondLnd.satPerVb && sats(feeSat) > beyondLnd.feeSat;
}
