import fc from "fast-check";
import { expect, test } from "vitest";
import type { LimitsOfMeasure, PolicyConfig } from "../../main/policy/config";
import { isLooser } from "../../main/policy/loosening";
import { rules } from "../../main/policy/rules";
import { presets } from "../../main/policy/ruleTags";
import { strictestOf } from "../../main/policy/strictest";

const sat = fc.integer({ min: 0, max: 1_000_000 }).map(String);
const limits: fc.Arbitrary<LimitsOfMeasure> = fc.record(
  { perTransactionSat: sat, perHourSat: sat, perDaySat: sat, perWeekSat: sat },
  { requiredKeys: [] },
);
const overrides = fc
  .subarray([...rules], { maxLength: 8 })
  .chain((chosen) =>
    fc.tuple(...chosen.map((rule) => fc.constantFrom(...rule.actions).map((action) => [rule.tag, action]))),
  )
  .map((pairs) => Object.fromEntries(pairs));
const entries = ["a", "b", "c"].map((id) => ({ id, label: id, kind: "address" as const, text: `bcrt1q${id}` }));
const config: fc.Arbitrary<PolicyConfig> = fc.record({
  preset: fc.constantFrom(...presets),
  overrides,
  limits: fc.record({ "onchain-out": limits, fees: limits, "channel-opens": limits }),
  allowlist: fc.subarray(entries),
  looseningDelayMs: fc.constantFrom(0, 3_600_000, 86_400_000),
  appFamilies: fc.subarray([99, 210, 212]),
});

test("the stricter of two allows nothing that either of them does not", () => {
  fc.assert(
    fc.property(config, config, (from, to) => {
      const strictest = strictestOf(from, to);
      expect(isLooser(from, strictest)).toBe(false);
      expect(isLooser(to, strictest)).toBe(false);
    }),
  );
});

test("a change that only allows less applies as it is", () => {
  fc.assert(
    fc.property(config, config, (from, other) => {
      const stricter = strictestOf(from, other);
      const strictest = strictestOf(from, stricter);
      expect(isLooser(strictest, stricter)).toBe(false);
      expect(isLooser(stricter, strictest)).toBe(false);
    }),
  );
});
