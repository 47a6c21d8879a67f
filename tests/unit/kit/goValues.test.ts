import { expect, test } from "vitest";
import { goDuration, parseGoBool, parseGoDuration } from "../../../main/kit/goValues";

test.each([
  ["0", 0],
  ["30s", 30_000],
  ["5m", 300_000],
  ["1m30s", 90_000],
  ["1.5h", 5_400_000],
  [".5s", 500],
  ["250ms", 250],
  ["-1s", -1_000],
  ["+2s", 2_000],
  ["100us", 0.1],
])("the duration %s is %d ms", (text, expected) => {
  expect(parseGoDuration(text)).toBeCloseTo(expected, 6);
});

test.each(["", "30", "s", "30 s", "30s ; x", "1d", "1m30", "--1s"])("%j is no duration", (text) => {
  expect(parseGoDuration(text)).toBeNull();
});

test("durations are written so that lnd reads the same", () => {
  expect([0, 300_000, 90_000, 1_500].map(goDuration)).toEqual(["0", "5m", "90s", "1500ms"]);
  for (const durationMs of [1_000, 30_000, 90_000, 1_500, 600_000]) {
    expect(parseGoDuration(goDuration(durationMs))).toBe(durationMs);
  }
});

test("booleans are Go's", () => {
  for (const text of ["", "1", "t", "true", "True", "TRUE"]) expect(parseGoBool(text)).toBe(true);
  for (const text of ["0", "f", "false", "False", "FALSE"]) expect(parseGoBool(text)).toBe(false);
  for (const text of ["yes", "on", "tRue", "2"]) expect(parseGoBool(text)).toBeNull();
});
