import { describe, expect, it } from "vitest";
import { sweepClasses } from "../../../main/policy/classes";
import { firing, policyContext } from "../../support/policyContext";
import { aPacket, aSigning, aSweep, ownOutput, strangerAllowed, strangerOutput } from "../../support/summaries";

const standard = policyContext("standard");
const blind = policyContext("blind");
const away = {
  outputs: [strangerOutput("60000"), ownOutput("39000")],
  outputCount: 2,
  facts: { ownOutputSat: "39000", unknownOutputCount: 1 },
};

describe("policy-sweep-destination-allowlisted", () => {
  const tag = "policy-sweep-destination-allowlisted";
  it.each([...sweepClasses])("%s to a stranger", (requestClass) => {
    expect(firing(tag, aSweep(requestClass, away), standard)).toBe("block");
    expect(firing(tag, aSweep(requestClass, away), blind)).toBe("off");
    expect(firing(tag, aSweep(requestClass), standard)).toBe("off");
  });
  it("lets through what somebody else's input pays for, and what is allowed", () => {
    const carried = aSweep("sweep-fee", {
      outputs: [{ ...strangerOutput("60000"), owner: "channel" }, ownOutput("39000")],
      facts: { ownOutputSat: "39000", unknownOutputCount: 0, carriedOutputs: [0] },
    });
    expect(firing(tag, carried, standard)).toBe("off");
    const context = policyContext("standard", { allowlist: [strangerAllowed()] });
    expect(context.allowlist.unreadable).toEqual([]);
    expect(firing(tag, aSweep("justice", away), context)).toBe("off");
  });
  it("leaves sends to another rule", () => {
    expect(firing(tag, aPacket("wallet-send", away), standard)).toBe("off");
  });
});

describe("policy-sweep-fee-range", () => {
  const tag = "policy-sweep-fee-range";
  it("only tells of a high fee when all of it comes home, whatever the deadline costs", () => {
    expect(firing(tag, aSweep("htlc-claim", { feeSat: "51000" }), standard)).toBe("warn");
    expect(firing(tag, aSweep("htlc-claim", { feeRateSatPerVb: 1_001 }), standard)).toBe("warn");
    expect(firing(tag, aSweep("htlc-claim", { feeSat: null, feeRateSatPerVb: null }), standard)).toBe("warn");
  });
  it("refuses what is far beyond anything lnd pays, wherever the rest goes", () => {
    const beyond = { feeSat: "900000", feeRateSatPerVb: 6_400, facts: { inputSat: "1000000" } };
    expect(firing(tag, aSweep("to-local-sweep", beyond), standard)).toBe("block");
    expect(firing(tag, aSweep("sweep-fee", beyond), standard)).toBe("block");
    expect(firing(tag, aSweep("sweep-fee", { ...beyond, feeRateSatPerVb: 2_000 }), standard)).toBe("warn");
    expect(firing(tag, aSweep("sweep-fee", { ...beyond, feeSat: "100000" }), standard)).toBe("warn");
  });
  it("refuses it when not all comes home", () => {
    expect(firing(tag, aSweep("htlc-claim", { ...away, feeSat: "51000" }), standard)).toBe("block");
  });
  it("is silent up to half of what is swept", () => {
    expect(firing(tag, aSweep("htlc-claim", { feeSat: "50000" }), standard)).toBe("off");
    expect(firing(tag, aSweep("anchor-sweep", { feeSat: "300", facts: { inputSat: "330" } }), standard)).toBe("off");
  });
});

describe("policy-sweep-version", () => {
  it.each([
    [1, "warn"],
    [2, "off"],
    [3, "off"],
    [4, "warn"],
  ] as const)("version %i: %s", (version, action) => {
    expect(firing("policy-sweep-version", aSweep("to-local-sweep", { facts: { version } }), standard)).toBe(action);
  });
});

describe("policy-sweep-locktime", () => {
  const at = policyContext("standard", {}, { estimatedHeight: 870_000 });
  it.each([
    [500_000_000, "warn"],
    [871_001, "warn"],
    [871_000, "off"],
    [0, "off"],
  ] as const)("lock time %i: %s", (lockTime, action) => {
    expect(firing("policy-sweep-locktime", aSweep("to-local-sweep", { facts: { lockTime } }), at)).toBe(action);
  });
  it("knows no height without an estimate", () => {
    const sweep = aSweep("to-local-sweep", { facts: { lockTime: 499_999_999 } });
    expect(firing("policy-sweep-locktime", sweep, standard)).toBe("off");
  });
});

describe("policy-sweep-sequence", () => {
  it.each([
    [0, "warn"],
    [0xfffffffd, "warn"],
    [144, "off"],
  ] as const)("a delayed balance with sequence %i: %s", (sequence, action) => {
    const signings = [aSigning({ class: "to-local-sweep", purpose: 1017, account: 4, sequence })];
    expect(firing("policy-sweep-sequence", aSweep("to-local-sweep", { facts: { signings } }), standard)).toBe(action);
  });
  it("leaves other sweeps alone", () => {
    const signings = [aSigning({ class: "justice", purpose: 1017, account: 1, sequence: 0 })];
    expect(firing("policy-sweep-sequence", aSweep("justice", { facts: { signings } }), standard)).toBe("off");
  });
});

describe("policy-sweep-other", () => {
  it("tells of a sweep that brings nothing home", () => {
    const burnt = {
      outputs: [strangerOutput("1")],
      facts: { ownOutputCount: 0, ownOutputSat: "0", unknownOutputCount: 1 },
    };
    expect(firing("policy-sweep-other", aSweep("anchor-sweep", burnt), standard)).toBe("warn");
    expect(firing("policy-sweep-other", aSweep("anchor-sweep"), standard)).toBe("off");
  });
});
