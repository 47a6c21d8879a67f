/** Laws of the guard: a stricter configuration never allows more, and no claim makes an output ours. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LimitSettings, PolicyConfig } from "../../main/policy/config";
import { evaluate } from "../../main/policy/evaluate";
import { createExaminer } from "../../main/policy/examine";
import type { PsbtFacts, SigningFacts } from "../../main/policy/facts";
import { isLooser } from "../../main/policy/loosening";
import { presetConfig } from "../../main/policy/presets";
import { rules } from "../../main/policy/rules";
import { type RuleAction, ruleActions } from "../../main/policy/ruleTags";
import { type RequestClass, type RequestSummary, requestClasses } from "../../main/policy/summary";
import { nativeCurve as curve } from "../support/curves";
import { p2trBip86, p2wkh } from "../support/outputScripts";
import { policyContext } from "../support/policyContext";
import { outputRecord, pathOf } from "../support/psbtBuilder";
import { casesKeyRing } from "../support/signPsbt";
import { foreignKey, psbtRequest, walletInput } from "../support/signRequests";
import {
  aChannel,
  aCommitment,
  aMessage,
  anEcdh,
  anHtlc,
  aPacket,
  aSession,
  aSigning,
  ownOutput,
  strangerAllowed,
  strangerOutput,
} from "../support/summaries";

const sat = fc.integer({ min: 0, max: 3_000_000 }).map(String);
const small = fc.integer({ min: 0, max: 3 });

const signing: fc.Arbitrary<SigningFacts> = fc
  .record({
    purpose: fc.constantFrom(1017, 84, 86),
    account: fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 99),
    tweak: fc.constantFrom("none", "single", "double", "both"),
    sighashType: fc.constantFrom(0, 1, 2, 3, 0x81, 0x83),
    sequence: fc.constantFrom(0, 1, 144, 0x80000001, 0xfffffffd),
    class: fc.constantFrom<RequestClass>(...requestClasses),
  })
  .map((choices) => aSigning(choices as Partial<SigningFacts>));

const packet: fc.Arbitrary<RequestSummary> = fc
  .record({
    requestClass: fc.constantFrom<RequestClass>(...requestClasses),
    feeSat: fc.option(sat),
    feeRateSatPerVb: fc.constantFrom(1, 400, 600, 5_000),
    payeeSat: sat,
    otherNetwork: fc.constantFrom(null, null, "mainnet"),
    facts: fc.record<Partial<PsbtFacts>>({
      signings: fc.array(signing, { minLength: 1, maxLength: 3 }),
      isExaminedWhole: fc.boolean(),
      wrongKeys: small,
      inputSat: fc.option(sat),
      outputSat: sat,
      ownOutputSat: sat,
      unknownOutputCount: small,
      strayOwnOutputs: small,
      hasAbsurdAmount: fc.boolean(),
      dustOutputs: small,
      nonstandardOutputs: small,
      nonSegwitInputs: small,
      version: fc.constantFrom(1, 2, 9),
      lockTime: fc.constantFrom(0, 0x20000001, 500_000_001),
    }),
  })
  .map(({ requestClass, payeeSat, ...choices }) => {
    // What is listed as a stranger's is counted as one, as examinePsbt does it.
    const strangers = choices.facts.unknownOutputCount === 0 ? [] : [strangerOutput(payeeSat)];
    return aPacket(requestClass, { ...choices, outputs: [...strangers, ownOutput()] });
  });

const request: fc.Arbitrary<RequestSummary> = fc.oneof(
  { weight: 4, arbitrary: packet },
  { weight: 1, arbitrary: fc.constantFrom(anHtlc(), aCommitment(), aCommitment({ wrongAnchors: 1, ownBalances: 2 })) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(
        fc.constantFrom<RequestClass>("user-message", "unknown-message", "disguised-sighash", "invoice"),
        small,
        small,
      )
      .map(([requestClass, family, index]) => aMessage(requestClass, [family * 2, index])),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(0, 1, 5, 6, 99), fc.boolean(), small)
      .map(([family, isNoncePregenerated, signerCount]) => aSession(family, { isNoncePregenerated, signerCount })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(0, 3, 5, 99), fc.option(small))
      .map(([family, index]) => anEcdh(family === 5 ? "revocation-root-ecdh" : "other-ecdh", family, index)),
  },
);

const limits: fc.Arbitrary<LimitSettings> = fc
  .tuple(fc.option(sat), fc.option(sat), fc.option(sat))
  .map(([out, fees, opens]) => ({
    "onchain-out": out === null ? {} : { perDaySat: out },
    fees: fees === null ? {} : { perTransactionSat: fees },
    "channel-opens": opens === null ? {} : { perHourSat: opens },
  }));

const config: fc.Arbitrary<PolicyConfig> = fc
  .record({
    preset: fc.constantFrom("blind", "standard", "strict"),
    overrides: fc.dictionary(
      fc.constantFrom(...rules.map(({ tag }) => tag)),
      fc.constantFrom<RuleAction>(...ruleActions),
      { maxKeys: 8 },
    ),
    limits,
    allowlist: fc.constantFrom([], [strangerAllowed()]),
    appFamilies: fc.constantFrom([], [99]),
  })
  .map((choices) => ({ ...presetConfig("standard"), ...(choices as Partial<PolicyConfig>) }));

const severities = ["allow", "ask", "block"];

function severity(summary: RequestSummary, of: PolicyConfig): number {
  const context = policyContext("standard", of);
  context.memory.apply([{ kind: "channel", channel: aChannel() }]);
  context.limits.apply([{ measure: "fees", amountSat: 200_000n, key: "tx:before" }], context.nowMs);
  return severities.indexOf(evaluate(summary, context).action);
}

describe("a stricter configuration", () => {
  it("never allows more", () => {
    let stricter = 0;
    fc.assert(
      fc.property(request, config, config, (summary, from, to) => {
        // The two of a pair that do not compare say nothing.
        if (isLooser(from, to)) return;
        stricter += 1;
        expect(severity(summary, to)).toBeGreaterThanOrEqual(severity(summary, from));
      }),
      { numRuns: 3_000 },
    );
    expect(stricter).toBeGreaterThan(20);
  });

  it("never allows more when a single rule, limit or destination is tightened", () => {
    fc.assert(
      fc.property(request, config, fc.constantFrom(...rules), small, (summary, from, rule, at) => {
        const harder = rule.actions.at(-1) ?? "off";
        const changes: Partial<PolicyConfig>[] = [
          { overrides: { ...from.overrides, [rule.tag]: harder } },
          { limits: { ...from.limits, "onchain-out": { perDaySat: "0" }, fees: { perTransactionSat: "0" } } },
          { allowlist: [] },
          { appFamilies: [] },
        ];
        const to = { ...from, ...changes[at] };
        expect(isLooser(from, to) && at !== 1).toBe(false);
        expect(
          severity(summary, at === 1 ? { ...to, limits: tighterOf(from.limits, to.limits) } : to),
        ).toBeGreaterThanOrEqual(severity(summary, from));
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Limits that hold both sets. */
function tighterOf(a: LimitSettings, b: LimitSettings): LimitSettings {
  return {
    "onchain-out": { ...a["onchain-out"], ...b["onchain-out"] },
    fees: { ...a.fees, ...b.fees },
    "channel-opens": { ...a["channel-opens"], ...b["channel-opens"] },
  };
}

describe("a claim", () => {
  const keyRing = casesKeyRing(curve);
  const { examine } = createExaminer({ network: "regtest", keys: keyRing, curve });

  it("never makes an output ours: whatever path and key are named, the script decides", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(44, 49, 84, 86, 1017),
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: 0, max: 3_000 }),
        fc.integer({ min: 1, max: 50 }),
        fc.boolean(),
        (purpose, branch, index, scalar, namesOurKey) => {
          const path = pathOf(`m/${purpose}'/${purpose === 1017 ? 1 : 0}'/0'/${branch}/${index}`);
          const stranger = foreignKey(scalar);
          const named = namesOurKey ? keyRing.publicKeyAtPath(path) : stranger;
          const script = purpose === 86 ? p2trBip86(stranger) : p2wkh(stranger);
          const records =
            purpose === 86
              ? [outputRecord.taprootBip32Derivation(named.subarray(1), path)]
              : [outputRecord.bip32Derivation(named, path)];
          const summary = examine(
            psbtRequest({
              inputs: [walletInput(keyRing, "m/84'/0'/0'/0/1", 90_000)],
              outputs: [{ amountSat: 60_000, script, records }],
            }),
          );
          expect(summary).toMatchObject({ class: "wallet-send", amountSat: "60000" });
          expect(summary.outputs[0]).toMatchObject({ owner: "unknown", path: null });
        },
      ),
      { numRuns: 300 },
    );
  });
});
