import { describe, expect, it } from "vitest";
import { firing, policyContext } from "../../support/policyContext";
import { anHtlc, aPacket } from "../../support/summaries";

const standard = policyContext("standard");
const strict = policyContext("strict", {
  overrides: { "policy-htlc-version": "block", "policy-htlc-fee-range": "block" },
});

describe("policy-htlc-version", () => {
  it.each([
    [1, "warn"],
    [2, "off"],
    [3, "off"],
  ] as const)("version %i: %s", (version, action) => {
    expect(firing("policy-htlc-version", anHtlc({}, {}, { facts: { version } }), standard)).toBe(action);
  });
  it("cannot be set to refuse", () => {
    expect(firing("policy-htlc-version", anHtlc({}, {}, { facts: { version: 1 } }), strict)).toBe("warn");
  });
});

describe("policy-htlc-locktime", () => {
  it.each([
    ["received", 0, "off"],
    ["received", 870_000, "warn"],
    ["offered", 870_000, "off"],
    ["offered", 0, "warn"],
    ["offered", 500_000_000, "warn"],
    [null, 870_000, "off"],
  ] as const)("%s with lock time %i: %s", (direction, lockTime, action) => {
    expect(firing("policy-htlc-locktime", anHtlc({ direction }, {}, { facts: { lockTime } }), standard)).toBe(action);
  });
  it("leaves joined ones to the sweeper", () => {
    const joined = anHtlc({}, {}, { inputCount: 2, facts: { lockTime: 870_000 } });
    expect(firing("policy-htlc-locktime", joined, standard)).toBe("off");
  });
});

describe("policy-htlc-sequence", () => {
  it.each([
    [0, "off"],
    [1, "off"],
    [2, "warn"],
    [0xfffffffd, "warn"],
  ] as const)("%i: %s", (sequence, action) => {
    expect(firing("policy-htlc-sequence", anHtlc({}, { sequence }), standard)).toBe(action);
  });
});

describe("policy-htlc-fee-range", () => {
  it("has no fee with anchors, and a measured one before them", () => {
    const fee = { feeSat: "180", feeRateSatPerVb: 1.2 };
    expect(firing("policy-htlc-fee-range", anHtlc(), standard)).toBe("off");
    expect(firing("policy-htlc-fee-range", anHtlc({}, {}, fee), standard)).toBe("warn");
    expect(firing("policy-htlc-fee-range", anHtlc({ isAnchors: false }, {}, fee), standard)).toBe("off");
    const dear = { feeSat: "90000", feeRateSatPerVb: 501 };
    expect(firing("policy-htlc-fee-range", anHtlc({ isAnchors: false }, {}, dear), standard)).toBe("warn");
    expect(firing("policy-htlc-fee-range", anHtlc({}, {}, fee), strict)).toBe("warn");
  });
});

describe("policy-htlc-other", () => {
  it("is one payment into one output when its type leaves the rest open", () => {
    expect(firing("policy-htlc-other", anHtlc({}, {}, { outputCount: 2 }), standard)).toBe("warn");
    expect(firing("policy-htlc-other", anHtlc(), standard)).toBe("off");
    expect(firing("policy-htlc-other", anHtlc({}, { sighashType: 1 }, { outputCount: 2 }), standard)).toBe("off");
  });
});

describe("policy-commitment-htlc-holder-htlc-pubkey", () => {
  const tag = "policy-commitment-htlc-holder-htlc-pubkey";
  it("tells of a key that does not stand in the script", () => {
    expect(firing(tag, anHtlc({ hasOwnKey: false }), standard)).toBe("warn");
    expect(firing(tag, anHtlc({ hasOwnKey: true }), standard)).toBe("off");
    expect(firing(tag, anHtlc({ hasOwnKey: null }), standard)).toBe("off");
    expect(firing(tag, aPacket("wallet-send"), standard)).toBe("off");
  });
});
