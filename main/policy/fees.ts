/** When a fee is out of all proportion: a fee is money that nobody is shown to receive. */
import { sats } from "./rule";
import type { RequestSummary } from "./summary";

export interface FeeBounds {
  readonly mostSatPerVb: number;
  /** A fee up to this is never too high. */
  readonly alwaysSat: bigint;
  /** Beyond it, at most one part in so many of what the inputs hold. */
  readonly shareOfInputs: bigint;
}

/** Nobody has ever had to pay more for long. */
export const walletFees: FeeBounds = { mostSatPerVb: 500, alwaysSat: 20_000n, shareOfInputs: 20n };
/** lnd spends up to half of what is at stake before a deadline (sweep/fee_bumper, budget). */
export const sweepFees: FeeBounds = { mostSatPerVb: 1_000, alwaysSat: 20_000n, shareOfInputs: 2n };
export const closeFees: FeeBounds = { mostSatPerVb: 500, alwaysSat: 20_000n, shareOfInputs: 10n };

/** What is the matter with the fee, or null. */
export function feeTrouble(summary: RequestSummary, bounds: FeeBounds): string | null {
  const { feeSat, feeRateSatPerVb, facts } = summary;
  if (facts.kind !== "psbt") return null;
  if (feeSat === null || feeRateSatPerVb === null) return "the fee cannot be told: an input has no amount";
  if (feeRateSatPerVb > bounds.mostSatPerVb) {
    return `the fee is ${feeRateSatPerVb} sat/vB, and more than ${bounds.mostSatPerVb} is not to be expected`;
  }
  const fee = BigInt(feeSat);
  if (fee > bounds.alwaysSat && fee * bounds.shareOfInputs > sats(facts.inputSat)) {
    return `the fee of ${feeSat} sat is more than one part in ${bounds.shareOfInputs} of what is spent`;
  }
  return null;
}
