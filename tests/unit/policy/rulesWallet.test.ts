import { describe, expect, it } from "vitest";
import type { RequestClass } from "../../../main/policy/summary";
import { firing, policyContext } from "../../support/policyContext";
import {
  aCommitment,
  aFunding,
  aMessage,
  anInput,
  aPacket,
  aSend,
  aSweep,
  outpointOf,
  strangerAllowed,
  strangerOutput,
} from "../../support/summaries";

const standard = policyContext("standard");
const strict = policyContext("strict");

describe("policy-onchain-no-unknown-outputs", () => {
  const tag = "policy-onchain-no-unknown-outputs";
  it("asks about sends and channels, and is silent about what stays at home", () => {
    expect(firing(tag, aSend(), standard)).toBe("ask");
    expect(firing(tag, aFunding(), standard)).toBe("ask");
    expect(firing(tag, aPacket("consolidation"), standard)).toBe("off");
  });
  it("is silent about allowed destinations, and not when one of two is not", () => {
    const context = policyContext("standard", { allowlist: [strangerAllowed()] });
    expect(context.allowlist.unreadable).toEqual([]);
    expect(firing(tag, aSend(), context)).toBe("off");
    const other = strangerOutput("10000", `0014${"cd".repeat(20)}`);
    const outputs = [...aSend().outputs, other];
    expect(firing(tag, aSend("wallet-send", { outputs, facts: { unknownOutputCount: 2 } }), context)).toBe("ask");
  });
  it("does not take outputs beyond the list for allowed", () => {
    expect(firing(tag, aSend("wallet-send", { outputs: [], facts: { unknownOutputCount: 70 } }), standard)).toBe("ask");
  });
});

describe("policy-onchain-fee-range", () => {
  const tag = "policy-onchain-fee-range";
  it.each([
    ["a rate out of reach", { feeRateSatPerVb: 501 }],
    ["a part of the coins that is a gift", { feeSat: "20001", facts: { inputSat: "400000" } }],
    ["no amount to tell the fee by", { feeSat: null, feeRateSatPerVb: null }],
    ["more inputs than are remembered", { feeProof: "claimed", inputCount: 65, inputs: [anInput()] }],
  ] as const)("%s", (_, changes) => {
    expect(firing(tag, aPacket("consolidation", changes), standard)).toBe("ask");
    expect(firing(tag, aPacket("consolidation", changes), strict)).toBe("block");
  });
  it.each([
    ["a usual fee", {}],
    ["a small fee of small coins", { feeSat: "1500", facts: { inputSat: "15000" } }],
    ["a fee of 5 in 100", { feeSat: "20001", facts: { inputSat: "400020" } }],
    ["claims about few inputs", { feeProof: "claimed", inputCount: 1 }],
  ] as const)("is silent about %s", (_, changes) => {
    expect(firing(tag, aPacket("consolidation", changes), standard)).toBe("off");
  });
});

describe("policy-onchain-wallet-path-predictable", () => {
  const tag = "policy-onchain-wallet-path-predictable";
  it("asks about change far out, and only tells of sweeps there", () => {
    const facts = { strayOwnOutputs: 1 };
    expect(firing(tag, aPacket("wallet-send", { facts }), standard)).toBe("ask");
    expect(firing(tag, aSweep("to-local-sweep", { facts }), standard)).toBe("warn");
    expect(firing(tag, aPacket("wallet-send"), standard)).toBe("off");
  });
});

describe("policy-onchain-format-standard", () => {
  const tag = "policy-onchain-format-standard";
  it.each([{ version: 4 }, { version: 0 }, { nonstandardOutputs: 1 }, { dustOutputs: 2 }])("%o", (facts) => {
    expect(firing(tag, aPacket("wallet-send", { facts }), standard)).toBe("ask");
    expect(firing(tag, aPacket("remote-commitment", { facts }), standard)).toBe("off");
  });
  it("only tells of dust in sweeps, and is silent about usual forms", () => {
    expect(firing(tag, aSweep("anchor-sweep", { facts: { dustOutputs: 1 } }), standard)).toBe("warn");
    for (const version of [1, 2, 3])
      expect(firing(tag, aPacket("wallet-send", { facts: { version } }), standard)).toBe("off");
  });
});

describe("policy-onchain-funding-non-malleable", () => {
  const tag = "policy-onchain-funding-non-malleable";
  it("refuses channels from coins whose transaction id can change", () => {
    expect(firing(tag, aFunding({ facts: { nonSegwitInputs: 1 } }), standard)).toBe("block");
    expect(firing(tag, aFunding(), standard)).toBe("off");
    expect(firing(tag, aSend("wallet-send", { facts: { nonSegwitInputs: 1 } }), standard)).toBe("off");
  });
});

describe("policy-onchain-max-size", () => {
  const tag = "policy-onchain-max-size";
  const classes: RequestClass[] = ["wallet-send", "htlc-second-level", "remote-commitment", "to-local-sweep"];
  it.each(classes)("refuses what cannot be looked through, a %s too", (requestClass) => {
    expect(firing(tag, aPacket(requestClass, { facts: { isExaminedWhole: false } }), standard)).toBe("block");
    expect(firing(tag, aPacket(requestClass, { facts: { vsizeVb: 100_001 } }), standard)).toBe("block");
    expect(firing(tag, aPacket(requestClass, { facts: { vsizeVb: 100_000 } }), standard)).toBe("off");
  });
});

describe("amount-consistency", () => {
  const tag = "amount-consistency";
  const remembered = (amountSat: bigint) => {
    const context = policyContext("standard");
    context.memory.apply([{ kind: "outpoint-amount", outpoint: outpointOf(1), amountSat }]);
    return context;
  };
  it("refuses another amount than before, by claim or by signature", () => {
    for (const proof of ["claimed", "signature"] as const) {
      const summary = aPacket("consolidation", { inputs: [anInput({ proof })] });
      expect(firing(tag, summary, remembered(90_000n))).toBe("block");
      expect(firing(tag, summary, remembered(100_000n))).toBe("off");
      expect(firing(tag, summary, standard)).toBe("off");
    }
  });
  it("refuses a previous transaction that is another one", () => {
    const facts = { contradictedOutpoints: [outpointOf(1)] };
    expect(firing(tag, aPacket("consolidation", { facts }), standard)).toBe("block");
  });
  it("believes the previous transaction rather than memory", () => {
    expect(firing(tag, aPacket("consolidation"), remembered(90_000n))).toBe("off");
  });
  it("only tells of a commitment, whose signature would be worth nothing", () => {
    const context = policyContext("standard");
    context.memory.apply([{ kind: "outpoint-amount", outpoint: outpointOf(0xfd), amountSat: 5n }]);
    expect(firing(tag, aCommitment(), context)).toBe("warn");
  });
});

describe("policy-other", () => {
  const tag = "policy-other";
  it.each([{ hasAbsurdAmount: true }, { inputSat: "98999" }])("%o", (facts) => {
    expect(firing(tag, aPacket("wallet-send", { facts }), standard)).toBe("block");
  });
  it("is silent about sums that add up or cannot be told", () => {
    expect(firing(tag, aPacket("wallet-send"), standard)).toBe("off");
    expect(firing(tag, aPacket("wallet-send", { facts: { inputSat: null } }), standard)).toBe("off");
  });
});

describe("policy-generic-error", () => {
  it("marks what cannot be read, and refuses it early in strict", () => {
    const malformed = { ...aMessage("malformed"), facts: { kind: "none" } } as const;
    expect(firing("policy-generic-error", malformed, standard)).toBe("warn");
    expect(firing("policy-generic-error", malformed, strict)).toBe("block");
    expect(firing("policy-generic-error", { ...malformed, class: "musig2-sign" }, strict)).toBe("off");
  });
});
