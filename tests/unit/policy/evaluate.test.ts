import { describe, expect, it } from "vitest";
import { channelClasses } from "../../../main/policy/classes";
import { evaluate } from "../../../main/policy/evaluate";
import { actionOf, presetConfig } from "../../../main/policy/presets";
import { ruleAreas } from "../../../main/policy/rule";
import { rules } from "../../../main/policy/rules";
import { presets, ruleActions } from "../../../main/policy/ruleTags";
import { limitMeasures } from "../../../main/policy/verdict";
import { policyContext } from "../../support/policyContext";
import { aCommitment, aPacket, aSend, aSession, aSigning } from "../../support/summaries";

describe("a verdict", () => {
  it("has the severest finding first, and does what that says", () => {
    const summary = aSend("wallet-send", { feeRateSatPerVb: 900, otherNetwork: "mainnet" });
    const { action, findings } = evaluate(summary, policyContext());
    expect(action).toBe("block");
    expect(findings.map((finding) => finding.action)).toEqual(["block", "ask", "ask"]);
    expect(findings[0]?.tag).toBe("network-match");
  });

  it("allows with warnings", () => {
    expect(evaluate(aCommitment({ ownBalances: 2 }), policyContext())).toMatchObject({
      action: "allow",
      findings: [{ tag: "policy-commitment-singular-to-holder", action: "warn" }],
    });
  });

  it("says what signing uses up", () => {
    expect(evaluate(aSend(), policyContext()).uses).toEqual([
      { measure: "onchain-out", amountSat: 60_000n, key: `tx:${aSend().txid}` },
      { measure: "fees", amountSat: 1_000n, key: `tx:${aSend().txid}` },
    ]);
  });

  it("does what a person chose instead of the preset, where the rule has that choice", () => {
    const overrides = { "policy-onchain-no-unknown-outputs": "block", "musig-one-message": "off" } as const;
    const context = policyContext("standard", { overrides });
    expect(evaluate(aSend(), context).action).toBe("block");
    const [oneMessage] = rules.filter(({ tag }) => tag === "musig-one-message");
    expect(oneMessage && actionOf(oneMessage, context.config)).toBe("block");
  });

  it("is silent in blind", () => {
    const worst = aSend("mixed-psbt", {
      otherNetwork: "mainnet",
      facts: { isExaminedWhole: false, hasAbsurdAmount: true, signings: [aSigning({ sighashType: 2, tweak: "both" })] },
    });
    expect(evaluate(worst, policyContext("blind"))).toMatchObject({ action: "allow", findings: [], alerts: [] });
    expect(evaluate(worst, policyContext("standard")).action).toBe("block");
  });
});

describe("what keeps channels alive", () => {
  const everythingBlocks = Object.fromEntries(rules.map((rule) => [rule.tag, rule.actions.at(-1) ?? "off"]));
  const odd = {
    version: 9,
    dustOutputs: 1,
    nonstandardOutputs: 3,
    strayOwnOutputs: 1,
    contradictedOutpoints: ["x:0"],
    hasAbsurdAmount: true,
    nonSegwitInputs: 1,
    unknownOutputCount: 5,
  };

  it.each([...channelClasses])("%s is never asked about nor refused on suspicion", (requestClass) => {
    const summary = aPacket(requestClass, {
      feeSat: "90000",
      feeRateSatPerVb: 5_000,
      otherNetwork: "mainnet",
      facts: odd,
    });
    const context = policyContext("strict", { overrides: everythingBlocks });
    expect(evaluate(summary, context).action).toBe("allow");
    expect(evaluate({ ...summary, class: "wallet-send" }, context).action).toBe("block");
  });

  it("is stopped by the rules that say why, and by no other", () => {
    expect(rules.filter(({ stopsChannels }) => stopsChannels !== undefined).map(({ tag }) => tag)).toEqual([
      "ecdh-family",
      "musig-family",
      "musig-pregenerated",
      "musig-one-message",
      "musig-channels",
      "sighash-allow",
      "tweak-family",
      "path-pubkey-match",
      "policy-onchain-max-size",
    ]);
    const none = aCommitment({}, { facts: { signings: [aSigning({ class: "remote-commitment", sighashType: 2 })] } });
    expect(evaluate(none, policyContext()).action).toBe("block");
    expect(evaluate(aSession(0), policyContext("strict")).action).toBe("block");
  });
});

describe("the table of rules", () => {
  it("has each tag once, in an area that exists", () => {
    expect(new Set(rules.map(({ tag }) => tag)).size).toBe(rules.length);
    for (const { area } of rules) expect(ruleAreas).toContain(area);
  });

  it.each(rules)("$tag has a title, a reason, and presets among its choices", (rule) => {
    expect(rule.title).toMatch(/^[A-Z].{5,}[^.]$/);
    expect(rule.why).toMatch(/^([A-Z]|lnd ).{20,}\.$/);
    for (const preset of presets) expect(rule.actions).toContain(rule.defaults[preset]);
    expect([...rule.actions].sort((a, b) => ruleActions.indexOf(a) - ruleActions.indexOf(b))).toEqual(rule.actions);
  });

  it.each(rules)("$tag is never laxer in a stricter preset", ({ defaults }) => {
    const severities = presets.map((preset) => ruleActions.indexOf(defaults[preset]));
    expect([...severities].sort((a, b) => a - b)).toEqual(severities);
  });

  it("blind turns off everything that can be", () => {
    for (const { tag, actions, defaults } of rules) {
      expect(defaults.blind, tag).toBe(actions.length === 1 ? actions[0] : "off");
    }
  });

  it("presets have limits for every measure", () => {
    for (const preset of presets)
      expect(Object.keys(presetConfig(preset).limits).sort()).toEqual([...limitMeasures].sort());
  });
});
