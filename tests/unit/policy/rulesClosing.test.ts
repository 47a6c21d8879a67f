import { describe, expect, it } from "vitest";
import type { ChannelRecord } from "../../../main/policy/verdict";
import { firing, policyContext } from "../../support/policyContext";
import { aChannel, aClose, aCommitment, aPacket, aSigning, ownOutput, strangerOutput } from "../../support/summaries";

function remembering(changes: Partial<ChannelRecord> = {}, preset: "standard" | "strict" = "standard") {
  const context = policyContext(preset);
  context.memory.apply([{ kind: "channel", channel: aChannel(changes) }]);
  return context;
}

const toStrangers = aClose({
  outputs: [strangerOutput("598000"), strangerOutput("400000")],
  facts: { ownOutputSat: "0", unknownOutputCount: 2 },
});

describe("policy-mutual-destination-allowlisted", () => {
  const tag = "policy-mutual-destination-allowlisted";
  it("asks when nothing of a close is ours, and refuses it in strict", () => {
    expect(firing(tag, toStrangers, remembering())).toBe("ask");
    expect(firing(tag, toStrangers, remembering({}, "strict"))).toBe("block");
    expect(firing(tag, toStrangers, policyContext())).toBe("ask");
  });
  it("is silent when it pays us, or we had nothing", () => {
    expect(firing(tag, aClose(), remembering())).toBe("off");
    expect(firing(tag, toStrangers, remembering({ localBalanceSat: 300n }))).toBe("off");
    expect(firing(tag, toStrangers, remembering({ localBalanceSat: null }))).toBe("ask");
  });
});

describe("policy-mutual-value-matches-commitment", () => {
  const tag = "policy-mutual-value-matches-commitment";
  const bringing = (homeSat: string) =>
    aClose({ outputs: [ownOutput(homeSat), strangerOutput("400000")], facts: { ownOutputSat: homeSat } });
  it("asks when less comes home than there was, less the fee", () => {
    expect(firing(tag, bringing("597000"), remembering())).toBe("ask");
    expect(firing(tag, bringing("1000"), remembering())).toBe("ask");
  });
  it("asks when nothing is remembered", () => {
    expect(firing(tag, aClose(), policyContext())).toBe("ask");
  });
  it("is silent when it matches, when more comes home, and when there was nothing", () => {
    expect(firing(tag, bringing("598000"), remembering())).toBe("off");
    expect(firing(tag, bringing("600183"), remembering())).toBe("off");
    expect(firing(tag, toStrangers, remembering({ localBalanceSat: null }))).toBe("off");
  });
});

describe("policy-mutual-fee-range", () => {
  it("asks about a fee that takes the balance", () => {
    const tag = "policy-mutual-fee-range";
    expect(firing(tag, aClose({ feeSat: "100001" }), remembering())).toBe("ask");
    expect(firing(tag, aClose({ feeRateSatPerVb: 501 }), remembering())).toBe("ask");
    expect(firing(tag, aClose(), remembering())).toBe("off");
  });
});

describe("policy-mutual-scripts", () => {
  it("asks about outputs of no usual form", () => {
    expect(firing("policy-mutual-scripts", aClose({ facts: { nonstandardOutputs: 1 } }), remembering())).toBe("ask");
    expect(firing("policy-mutual-scripts", aClose(), remembering())).toBe("off");
  });
});

describe("policy-mutual-other", () => {
  it("asks about a third output", () => {
    expect(firing("policy-mutual-other", aClose({ outputCount: 3 }), remembering())).toBe("ask");
    expect(firing("policy-mutual-other", aClose(), remembering())).toBe("off");
  });
});

describe("policy-mutual-no-pending-htlcs", () => {
  it("asks when the last state still held payments", () => {
    const tag = "policy-mutual-no-pending-htlcs";
    expect(firing(tag, aClose(), remembering({ otherOutputs: 3 }))).toBe("ask");
    expect(firing(tag, aClose(), remembering())).toBe("off");
    const leased = { paymentKeyIndex: null, localBalanceSat: null } as const;
    expect(firing(tag, aClose(), remembering({ ...leased, otherOutputs: 2 }))).toBe("off");
    expect(firing(tag, aClose(), remembering({ ...leased, otherOutputs: 3 }))).toBe("ask");
  });
});

describe("policy-commitment-locktime", () => {
  it("refuses a close with a commitment's lock time", () => {
    const tag = "policy-commitment-locktime";
    expect(firing(tag, aClose({ facts: { lockTime: 0x20123456 } }), remembering())).toBe("block");
    expect(firing(tag, aClose({ facts: { lockTime: 870_000 } }), remembering())).toBe("off");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
  });
});

describe("policy-commitment-sequence", () => {
  it("refuses a close with a commitment's sequence", () => {
    const tag = "policy-commitment-sequence";
    const signings = (sequence: number) => [aSigning({ class: "cooperative-close", purpose: 1017, sequence })];
    expect(firing(tag, aClose({ facts: { signings: signings(0x80123456) } }), remembering())).toBe("block");
    expect(firing(tag, aClose({ facts: { signings: signings(0xfffffffd) } }), remembering())).toBe("off");
  });
});

describe("policy-commitment-input-single", () => {
  it("refuses a commitment that spends something besides the channel", () => {
    const tag = "policy-commitment-input-single";
    const facts = {
      lockTime: 0x20123456,
      signings: [aSigning({ class: "unknown-psbt", purpose: 1017, sequence: 0x80123456 })],
    };
    expect(firing(tag, aPacket("unknown-psbt", { inputCount: 2, facts }), policyContext())).toBe("block");
    expect(firing(tag, aPacket("unknown-psbt", { inputCount: 1, facts }), policyContext())).toBe("off");
    expect(
      firing(tag, aPacket("unknown-psbt", { inputCount: 2, facts: { ...facts, lockTime: 0 } }), policyContext()),
    ).toBe("off");
  });
});
