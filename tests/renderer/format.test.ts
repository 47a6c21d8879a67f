import { describe, expect, it } from "vitest";
import {
  daysUntil,
  fingerprintBytes,
  formatAmount,
  formatCount,
  formatDaysAway,
  formatSpan,
  formatTook,
  groupAddress,
  shortenHash,
  shortenOutpoint,
} from "../../renderer/format";

const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, " ");

describe("amounts", () => {
  it("groups sat by three with spaces that do not break", () => {
    expect(formatAmount("1500000", "sat")).toBe("1\u00a0500\u00a0000");
    expect(plain(formatAmount("2100000000000000", "sat"))).toBe("2 100 000 000 000 000");
    expect(formatAmount("999", "sat")).toBe("999");
  });
  it("writes BTC with eight grouped decimals", () => {
    expect(plain(formatAmount("1500000", "btc"))).toBe("0.01 500 000");
    expect(plain(formatAmount("123456789012", "btc"))).toBe("1 234.56 789 012");
    expect(plain(formatAmount("1", "btc"))).toBe("0.00 000 001");
  });
  it("keeps the sign", () => {
    expect(plain(formatAmount("-25000", "sat"))).toBe("\u221225 000");
    expect(plain(formatAmount("-1", "btc"))).toBe("\u22120.00 000 001");
  });
  it("keeps amounts exact beyond what a number holds", () => {
    expect(plain(formatCount(9007199254740993n))).toBe("9 007 199 254 740 993");
  });
});

describe("times", () => {
  it.each([
    [0, "0 µs"],
    [840, "840 µs"],
    [1_000, "1.0 ms"],
    [3_240, "3.2 ms"],
    [9_960, "10 ms"],
    [14_400, "14 ms"],
    [999_600, "1.0 s"],
    [1_200_000, "1.2 s"],
    [120_000_000, "120 s"],
  ])("writes %i µs as %s", (tookUs, text) => {
    const { value, unit } = formatTook(tookUs);
    expect(`${value} ${unit}`).toBe(text);
  });
  it.each([
    [0, "0 s"],
    [-5_000, "0 s"],
    [12_900, "12 s"],
    [60_000, "1 min"],
    [125_000, "2 min 5 s"],
    [3_600_000, "1 h"],
    [273_600_000, "3 d 4 h"],
    [86_400_000 + 60_000, "1 d"],
  ])("writes a span of %i ms as %s", (spanMs, text) => {
    expect(plain(formatSpan(spanMs))).toBe(text);
  });
  it("counts days forwards and backwards", () => {
    expect(daysUntil(41.5 * 86_400_000, 0)).toBe(41);
    expect(daysUntil(0, 86_400_000)).toBe(-1);
    expect(formatDaysAway(41)).toBe("in 41 days");
    expect(formatDaysAway(-1)).toBe("yesterday");
  });
});

describe("hashes and addresses", () => {
  it("groups addresses by four", () => {
    expect(groupAddress("bc1q9x4f6w0e3")).toBe("bc1q 9x4f 6w0e 3");
    expect(groupAddress("")).toBe("");
  });
  it("cuts hashes in the middle and leaves short ones whole", () => {
    expect(shortenHash("84a1f07c3be2915d66c0")).toBe("84a1f0…5d66c0");
    expect(shortenHash("a81c5f02")).toBe("a81c5f02");
    expect(shortenOutpoint("84a1f07c3be2915d66c0:7")).toBe("84a1f0…5d66c0:7");
  });
  it("splits a fingerprint into bytes", () => {
    expect(fingerprintBytes("3f9a62")).toEqual(["3F", "9A", "62"]);
  });
});
