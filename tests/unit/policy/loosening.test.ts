import { describe, expect, it } from "vitest";
import type { PolicyConfig } from "../../../main/policy/config";
import { isLooser, loosenings } from "../../../main/policy/loosening";
import { presetConfig } from "../../../main/policy/presets";
import { presets } from "../../../main/policy/ruleTags";
import { strangerAllowed } from "../../support/summaries";

const standard = presetConfig("standard");
const changed = (changes: Partial<PolicyConfig>): PolicyConfig => ({ ...standard, ...changes });
const limits = (perDaySat?: string) => ({
  ...standard.limits,
  "onchain-out": perDaySat === undefined ? {} : { perDaySat },
});

describe("a change", () => {
  it.each([
    ["a laxer preset", standard, presetConfig("blind")],
    ["a rule that asks instead of blocking", standard, changed({ overrides: { "network-match": "ask" } })],
    ["a rule turned off", standard, changed({ overrides: { "msg-user": "off" } })],
    ["a higher limit", changed({ limits: limits("1000") }), changed({ limits: limits("1001") })],
    ["no limit", changed({ limits: limits("1000") }), changed({ limits: limits() })],
    ["a new destination", standard, changed({ allowlist: [strangerAllowed()] })],
    ["an app's family", standard, changed({ appFamilies: [99] })],
    ["a shorter delay", standard, changed({ looseningDelayMs: 0 })],
  ] as const)("to %s allows more, and back allows less", (_, from, to) => {
    expect(loosenings(from, to).length).toBeGreaterThan(0);
    expect(isLooser(to, from)).toBe(false);
    expect(isLooser(from, from)).toBe(false);
  });

  it("to a stricter preset with one laxer rule allows more, and says only that", () => {
    const to = { ...presetConfig("strict"), overrides: { "network-match": "ask" } } as const;
    expect(loosenings(standard, to)).toEqual([{ subject: "network-match", line: "One network: block becomes ask" }]);
  });

  it("of a destination's text is a new destination, of its label none", () => {
    const from = changed({ allowlist: [strangerAllowed()] });
    expect(isLooser(from, changed({ allowlist: [{ ...strangerAllowed(), label: "Vault" }] }))).toBe(false);
    expect(isLooser(from, changed({ allowlist: [{ ...strangerAllowed(), text: "bcrt1other" }] }))).toBe(true);
  });

  it("from any preset to a stricter one allows nothing more", () => {
    for (const [at, from] of presets.entries()) {
      for (const to of presets.slice(at))
        expect(isLooser(presetConfig(from), presetConfig(to)), `${from} ${to}`).toBe(false);
    }
  });
});
