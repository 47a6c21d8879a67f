/** Rules about payments in flight: the second-level transactions that lnd signs for the peer at every update. */
import type { HtlcFacts, PsbtFacts, SigningFacts } from "./facts";
import { type Fired, packet, type Rule, sats, warnOnly } from "./rule";
import type { RequestClass, RequestSummary } from "./summary";

const warn = { blind: "off", standard: "warn", strict: "warn" } as const;
const firstUnixTime = 500_000_000;
const mostSatPerVb = 500;
const singleAnyoneCanPay = 0x83;
const secondLevel: ReadonlySet<RequestClass> = new Set(["htlc-second-level"]);

interface SecondLevel {
  readonly summary: RequestSummary;
  readonly facts: PsbtFacts;
  readonly htlc: HtlcFacts;
  readonly signing: SigningFacts;
  /** One payment by itself, as in every update; the sweeper also joins several. */
  readonly isAlone: boolean;
}

function paymentRule(tag: string, title: string, why: string, check: (found: SecondLevel) => Fired | null): Rule {
  return {
    tag,
    area: "payments",
    title,
    why,
    actions: warnOnly,
    looksAt: ["psbt"],
    classes: secondLevel,
    defaults: warn,
    check: (summary) => {
      const facts = packet(summary);
      const signing = facts?.signings[0];
      if (facts?.htlc == null || signing === undefined) return null;
      const isAlone = summary.inputCount === 1 && summary.outputCount === 1;
      return check({ summary, facts, htlc: facts.htlc, signing, isAlone });
    },
  };
}

export const paymentRules: readonly Rule[] = [
  paymentRule(
    "policy-htlc-version",
    "Second-level transactions of version 2",
    "BOLT 3 fixes the version.",
    ({ facts: { version } }) => (version === 2 || version === 3 ? null : `the transaction has version ${version}`),
  ),
  paymentRule(
    "policy-htlc-locktime",
    "Timeouts where BOLT 3 has them",
    "The way back of an offered payment opens at a height; that of a received one needs none.",
    ({ facts: { lockTime }, htlc, isAlone }) => {
      if (lockTime >= firstUnixTime) return `the lock time ${lockTime} is no height`;
      if (!isAlone || htlc.direction === null) return null;
      if (htlc.direction === "received" && lockTime !== 0) return `a lock time of ${lockTime} where none belongs`;
      return htlc.direction === "offered" && lockTime === 0 ? "no lock time where a timeout belongs" : null;
    },
  ),
  paymentRule(
    "policy-htlc-sequence",
    "Delays of second-level inputs",
    "With anchors the input waits one block, before them none.",
    ({ signing: { sequence }, isAlone }) =>
      isAlone && sequence > 1 ? `the input has the sequence 0x${sequence.toString(16)}` : null,
  ),
  paymentRule(
    "policy-htlc-fee-range",
    "Fees of second-level transactions",
    "Before anchors a payment carries the fee of its own way out; with them it carries none.",
    ({ summary: { feeSat, feeRateSatPerVb }, htlc, isAlone }) => {
      if (!isAlone || feeSat === null || feeRateSatPerVb === null) return null;
      if (feeRateSatPerVb > mostSatPerVb) return `the transaction pays ${feeRateSatPerVb} sat/vB`;
      return htlc.isAnchors && sats(feeSat) > 0n ? `${feeSat} sat of the payment are burnt as a fee` : null;
    },
  ),
  paymentRule(
    "policy-htlc-other",
    "Second-level transactions of one payment",
    "What the peer gets at an update spends one payment into one output.",
    ({ signing, isAlone, summary }) =>
      signing.sighashType === singleAnyoneCanPay && !isAlone && summary.inputCount === 1
        ? `${summary.outputCount} outputs for one payment`
        : null,
  ),
  paymentRule(
    "policy-commitment-htlc-holder-htlc-pubkey",
    "Our key in the payment's script",
    "A signature by a key that does not stand in the script is for something else.",
    ({ htlc }) => (htlc.hasOwnKey !== false ? null : "the signing key does not stand in the script of the payment"),
  ),
];
