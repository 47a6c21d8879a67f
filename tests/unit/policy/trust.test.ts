/** One test per sentence of the trust page: when it is said, and how bad it is. */
import { describe, expect, it } from "vitest";
import type { PolicyConfig } from "../../../main/policy/config";
import { presetConfig } from "../../../main/policy/presets";
import { presets } from "../../../main/policy/ruleTags";
import { type TrustFacts, type TrustSentence, trustSentences } from "../../../main/policy/trust";
import { strangerAllowed } from "../../support/summaries";

function facts(config: Partial<PolicyConfig> = {}, more: Partial<TrustFacts> = {}): TrustFacts {
  return {
    config: { ...presetConfig("standard"), ...config },
    hasUsedMuSig2: false,
    channelCount: 3,
    isMemoryNew: false,
    pairing: { isMacaroonWide: false },
    ...more,
  };
}

const blind = facts(presetConfig("blind"));
const strict = facts(presetConfig("strict"));
const sentence = (tag: string, of: TrustFacts): TrustSentence | undefined =>
  trustSentences(of).find((each) => each.tag === tag);
const level = (tag: string, of: TrustFacts) => sentence(tag, of)?.level;

describe("sentences", () => {
  it("signs-blindly", () => {
    expect(level("signs-blindly", blind)).toBe("bad");
    expect(level("signs-blindly", facts())).toBeUndefined();
  });
  it("seed-stays-here", () => {
    expect(level("seed-stays-here", blind)).toBe("ok");
  });
  it("wallet-money", () => {
    expect(sentence("wallet-money", facts())).toEqual({ tag: "wallet-money", level: "ok", values: { action: "ask" } });
    expect(level("wallet-money", blind)).toBe("bad");
    const warned = facts({
      overrides: { "policy-onchain-no-unknown-outputs": "warn" },
      limits: { ...presetConfig("standard").limits, "onchain-out": { perDaySat: "5000" } },
    });
    expect(sentence("wallet-money", warned)).toMatchObject({
      level: "bad",
      values: { action: "warn", perDaySat: "5000" },
    });
  });
  it("allowed-destinations", () => {
    expect(level("allowed-destinations", facts())).toBeUndefined();
    const allowlist = [strangerAllowed()];
    expect(sentence("allowed-destinations", facts({ allowlist }))?.values).toEqual({ count: 1 });
    const limited = facts({ ...presetConfig("strict"), allowlist });
    expect(sentence("allowed-destinations", limited)?.values).toEqual({ count: 1, limitSat: "5000000" });
  });
  it("miners-fees", () => {
    expect(sentence("miners-fees", facts())).toMatchObject({ level: "ok", values: { limitSat: "500000" } });
    expect(level("miners-fees", blind)).toBe("bad");
    expect(level("miners-fees", facts({ limits: presetConfig("blind").limits }))).toBe("warn");
    expect(level("miners-fees", facts({ overrides: { "limit-fees": "warn" } }))).toBe("warn");
  });
  it("closes-together", () => {
    expect(level("closes-together", facts())).toBe("ok");
    expect(level("closes-together", facts({ overrides: { "policy-mutual-value-matches-commitment": "warn" } }))).toBe(
      "bad",
    );
    expect(level("closes-together", blind)).toBe("bad");
  });
  it("sweeps", () => {
    expect(level("sweeps", facts())).toBe("ok");
    expect(level("sweeps", facts({ overrides: { "policy-sweep-destination-allowlisted": "ask" } }))).toBe("info");
    expect(level("sweeps", blind)).toBe("bad");
  });
  it.each(["pays-over-lightning", "revokes-alone", "closes-by-force"])("%s", (tag) => {
    for (const each of [facts(), strict]) {
      expect(sentence(tag, each)).toEqual({ tag, level: "warn", values: { channelCount: 3 } });
    }
  });
  it("payments-in-flight", () => {
    expect(level("payments-in-flight", strict)).toBe("warn");
  });
  it("taproot-keys-are-known", () => {
    expect(level("taproot-keys-are-known", facts({}, { hasUsedMuSig2: true }))).toBe("bad");
    expect(level("taproot-keys-are-known", { ...strict, hasUsedMuSig2: true })).toBe("bad");
    expect(level("taproot-keys-are-known", facts())).toBeUndefined();
  });
  it("taproot-refused", () => {
    expect(level("taproot-refused", strict)).toBe("ok");
    expect(level("taproot-refused", facts())).toBeUndefined();
  });
  it("taproot-would-tell-keys", () => {
    expect(level("taproot-would-tell-keys", facts())).toBe("warn");
    expect(level("taproot-would-tell-keys", strict)).toBeUndefined();
  });
  it("signatures-in-disguise", () => {
    expect(level("signatures-in-disguise", facts())).toBe("ok");
    for (const tag of ["msg-not-a-sighash", "msg-key-family", "sighash-allow", "tweak-family", "ecdh-family"]) {
      expect(level("signatures-in-disguise", facts({ overrides: { [tag]: "warn" } }))).toBe("bad");
    }
  });
  it("speaks-in-your-name", () => {
    expect(level("speaks-in-your-name", facts())).toBe("warn");
    expect(level("speaks-in-your-name", strict)).toBe("ok");
  });
  it("is-your-node", () => {
    expect(level("is-your-node", strict)).toBe("info");
  });
  it("apps-sign-unseen", () => {
    expect(sentence("apps-sign-unseen", facts({ appFamilies: [210, 99] }))).toMatchObject({
      level: "warn",
      values: { families: "99, 210" },
    });
    expect(level("apps-sign-unseen", facts())).toBeUndefined();
  });
  it("lies-about-amounts", () => {
    expect(level("lies-about-amounts", facts())).toBe("ok");
    expect(level("lies-about-amounts", blind)).toBe("bad");
  });
  it("memory-is-new", () => {
    expect(level("memory-is-new", facts({}, { isMemoryNew: true }))).toBe("warn");
    expect(level("memory-is-new", facts())).toBeUndefined();
  });
  it("macaroon", () => {
    expect(level("macaroon", facts())).toBe("ok");
    expect(level("macaroon", facts({}, { pairing: { isMacaroonWide: true } }))).toBe("warn");
    expect(level("macaroon", facts({}, { pairing: { isMacaroonWide: null } }))).toBeUndefined();
  });
});

it("the worst is said first, and nothing twice", () => {
  for (const preset of presets) {
    const sentences = trustSentences(facts(presetConfig(preset)));
    const order = ["bad", "warn", "info", "ok"];
    const ranks = sentences.map((each) => order.indexOf(each.level));
    expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
    expect(new Set(sentences.map(({ tag }) => tag)).size).toBe(sentences.length);
  }
});
