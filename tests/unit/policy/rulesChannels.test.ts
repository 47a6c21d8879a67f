import { describe, expect, it } from "vitest";
import type { CommitmentFacts } from "../../../main/policy/facts";
import type { ChannelRecord } from "../../../main/policy/verdict";
import { firing, policyContext } from "../../support/policyContext";
import { aChannel, aCommitment, aPacket, fundingOutpoint, outpointOf } from "../../support/summaries";

function remembering(changes: Partial<ChannelRecord> = {}) {
  const context = policyContext("standard");
  context.memory.apply([{ kind: "channel", channel: aChannel(changes) }]);
  return context;
}

const mask = 0x123456n;
const numbered = (number: bigint) => ({ obscuredNumber: (number ^ mask).toString() });
const oursIs = (amountSat: string, keyIndex = 7) => ({ toRemote: { amountSat, keyIndex, form: "script" as const } });
const own = (facts: Partial<CommitmentFacts>) =>
  aCommitment({ side: "own", toRemote: null, ownBalances: 0, ...facts }, {}, "own-commitment");

describe("policy-commitment-input-match-funding", () => {
  const tag = "policy-commitment-input-match-funding";
  it("tells of another amount, by memory of the channel or of its funding", () => {
    expect(firing(tag, aCommitment({ capacitySat: "900000" }), remembering())).toBe("warn");
    const funded = policyContext();
    funded.memory.apply([{ kind: "outpoint-amount", outpoint: fundingOutpoint, amountSat: 900_000n }]);
    expect(firing(tag, aCommitment(), funded)).toBe("warn");
  });
  it("tells of another channel's output", () => {
    expect(firing(tag, aCommitment(), remembering({ fundingKeyIndex: 8 }))).toBe("warn");
  });
  it("is silent about the channel's own, and about one that is new", () => {
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
    expect(firing(tag, aCommitment(), policyContext())).toBe("off");
  });
});

describe("policy-channel-original-channel-id-reuse", () => {
  it("tells of a funding key used for two channels", () => {
    const tag = "policy-channel-original-channel-id-reuse";
    expect(firing(tag, aCommitment(), remembering({ fundingOutpoint: outpointOf(9) }))).toBe("warn");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
  });
});

describe("policy-onchain-no-channel-push", () => {
  const tag = "policy-onchain-no-channel-push";
  const ours = policyContext();
  ours.memory.apply([{ kind: "outpoint-amount", outpoint: fundingOutpoint, amountSat: 1_000_000n }]);
  it("tells of money given to the peer in a channel of our own", () => {
    expect(firing(tag, aCommitment(), ours)).toBe("warn");
    expect(firing(tag, aCommitment(oursIs("999000")), ours)).toBe("off");
  });
  it("is silent about channels of the peer's and of long ago", () => {
    expect(firing(tag, aCommitment(), policyContext())).toBe("off");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
  });
});

describe("policy-commitment-version", () => {
  it.each([
    [1, "warn"],
    [2, "off"],
    [3, "off"],
  ] as const)("%i: %s", (version, action) => {
    expect(firing("policy-commitment-version", aCommitment({}, { facts: { version } }), remembering())).toBe(action);
  });
});

describe("policy-commitment-scripts", () => {
  it("tells of outputs of no known form", () => {
    const tag = "policy-commitment-scripts";
    expect(firing(tag, aCommitment({}, { facts: { nonstandardOutputs: 1 } }), remembering())).toBe("warn");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
  });
});

describe("policy-commitment-no-unrecognized-outputs", () => {
  it("tells of a stranger's key hash beside our balance", () => {
    const tag = "policy-commitment-no-unrecognized-outputs";
    expect(firing(tag, aCommitment({ foreignKeyHashes: 1 }), remembering())).toBe("warn");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
    expect(firing(tag, own({ foreignKeyHashes: 1 }), remembering())).toBe("off");
  });
});

describe("policy-commitment-other", () => {
  it("tells of outputs that do not fit into the channel", () => {
    const tag = "policy-commitment-other";
    expect(firing(tag, aCommitment({}, { feeSat: null }), remembering())).toBe("warn");
    expect(firing(tag, aCommitment({}, { facts: { hasAbsurdAmount: true } }), remembering())).toBe("warn");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
  });
});

describe("policy-commitment-singular-to-holder", () => {
  it("tells of our balance in two outputs", () => {
    const tag = "policy-commitment-singular-to-holder";
    expect(firing(tag, aCommitment({ ownBalances: 2 }), remembering())).toBe("warn");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
  });
});

describe("policy-commitment-fee-range", () => {
  it("tells of a fee that nobody pays", () => {
    const tag = "policy-commitment-fee-range";
    expect(firing(tag, aCommitment({}, { feeRateSatPerVb: 501 }), remembering())).toBe("warn");
    expect(firing(tag, aCommitment({}, { feeRateSatPerVb: 500 }), remembering())).toBe("off");
  });
});

describe("policy-commitment-countersignatory-pubkey", () => {
  it("tells of a balance that goes to another key of ours than before", () => {
    const tag = "policy-commitment-countersignatory-pubkey";
    expect(firing(tag, aCommitment(oursIs("600000", 9)), remembering())).toBe("warn");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
    expect(firing(tag, aCommitment(oursIs("600000", 9)), remembering({ paymentKeyIndex: null }))).toBe("off");
  });
});

describe("policy-commitment-outputs-trimmed", () => {
  it("tells of outputs below dust", () => {
    const tag = "policy-commitment-outputs-trimmed";
    expect(firing(tag, aCommitment({}, { facts: { dustOutputs: 1 } }), remembering())).toBe("warn");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
  });
});

describe("policy-commitment-retry-same", () => {
  const tag = "policy-commitment-retry-same";
  it("tells of a number that was signed with another balance", () => {
    expect(firing(tag, aCommitment({ ...numbered(5n), ...oursIs("500000") }), remembering())).toBe("warn");
  });
  it("is silent about the same again, the next number, and where numbers are not known", () => {
    expect(firing(tag, aCommitment(numbered(5n)), remembering())).toBe("off");
    expect(firing(tag, aCommitment({ ...numbered(6n), ...oursIs("500000") }), remembering())).toBe("off");
    const unnumbered = remembering({ obscuringFactor: null });
    expect(firing(tag, aCommitment({ ...numbered(5n), ...oursIs("500000") }), unnumbered)).toBe("off");
  });
});

describe("policy-commitment-holder-not-revoked", () => {
  const tag = "policy-commitment-holder-not-revoked";
  it("tells of a state of ours far behind the peer's", () => {
    expect(firing(tag, own(numbered(20n)), remembering({ highestNumber: 1_000n }))).toBe("warn");
  });
  it("is silent about recent states, and where numbers are not known", () => {
    expect(firing(tag, own(numbered(995n)), remembering({ highestNumber: 1_000n }))).toBe("off");
    expect(firing(tag, own(numbered(1_010n)), remembering({ highestNumber: 1_000n }))).toBe("off");
    expect(firing(tag, own(numbered(1n)), remembering({ highestNumber: 40n }))).toBe("off");
    expect(firing(tag, own(numbered(20n)), remembering({ highestNumber: null, obscuringFactor: null }))).toBe("off");
  });
});

describe("policy-commitment-anchors-not-when-off", () => {
  it("tells of anchors in a channel without", () => {
    const tag = "policy-commitment-anchors-not-when-off";
    const toRemote = { amountSat: "600000", keyIndex: 7, form: "key-hash" as const };
    expect(firing(tag, aCommitment({ toRemote }), remembering())).toBe("warn");
    expect(firing(tag, aCommitment({ toRemote, ownAnchors: 0, peerAnchors: 0 }), remembering())).toBe("off");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
  });
});

describe("policy-commitment-anchor-static-remotekey", () => {
  it("tells of anchors beside a plain key hash", () => {
    const tag = "policy-commitment-anchor-static-remotekey";
    const context = remembering({ localBalanceSat: null });
    const plain = { side: "either", toRemote: null, ownBalances: 0, foreignKeyHashes: 1, ...numbered(6n) } as const;
    expect(firing(tag, aCommitment(plain), context)).toBe("warn");
    expect(firing(tag, aCommitment({ ...plain, foreignKeyHashes: 0 }), context)).toBe("off");
    expect(firing(tag, aCommitment({ ...plain, ownAnchors: 0, peerAnchors: 0 }), context)).toBe("off");
  });
});

describe("policy-commitment-anchor-to-holder", () => {
  it("tells of our anchor missing", () => {
    const tag = "policy-commitment-anchor-to-holder";
    expect(firing(tag, aCommitment({ ownAnchors: 0 }), remembering())).toBe("warn");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
  });
});

describe("policy-commitment-anchor-to-counterparty", () => {
  it("tells of the peer's anchor missing beside the peer's outputs", () => {
    const tag = "policy-commitment-anchor-to-counterparty";
    expect(firing(tag, aCommitment({ peerAnchors: 0 }), remembering())).toBe("warn");
    expect(firing(tag, aCommitment({ peerAnchors: 0, otherOutputs: 0 }), remembering())).toBe("off");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
  });
});

describe("policy-commitment-anchor-amount", () => {
  it("tells of anchors of another amount", () => {
    const tag = "policy-commitment-anchor-amount";
    expect(firing(tag, aCommitment({ misvaluedAnchors: 1 }), remembering())).toBe("warn");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
  });
});

describe("policy-commitment-anchor-match-fundingkey", () => {
  it("tells of anchors of strangers, in channels that have anchors", () => {
    const tag = "policy-commitment-anchor-match-fundingkey";
    expect(firing(tag, aCommitment({ wrongAnchors: 1 }), remembering())).toBe("warn");
    expect(firing(tag, aCommitment(), remembering())).toBe("off");
    const toRemote = { amountSat: "600000", keyIndex: 7, form: "key-hash" as const };
    const plain = aCommitment({ toRemote, ownAnchors: 0, peerAnchors: 0, wrongAnchors: 1 });
    expect(firing(tag, plain, remembering())).toBe("off");
  });
});

describe("policy-commitment-payment-velocity", () => {
  it("tells of more than a quarter of the channel in one step", () => {
    const tag = "policy-commitment-payment-velocity";
    expect(firing(tag, aCommitment(oursIs("349999")), remembering())).toBe("warn");
    expect(firing(tag, aCommitment(oursIs("350000")), remembering())).toBe("off");
    expect(firing(tag, aCommitment(oursIs("900000")), remembering())).toBe("off");
  });
});

describe("policy-velocity-transferred", () => {
  it("tells when less than a quarter of the highest balance is left", () => {
    const tag = "policy-velocity-transferred";
    const context = remembering({ localBalanceSat: 200_000n, highestBalanceSat: 800_000n });
    expect(firing(tag, aCommitment(oursIs("199999")), context)).toBe("warn");
    expect(firing(tag, aCommitment(oursIs("200001")), context)).toBe("off");
    expect(firing(tag, aCommitment(oursIs("599999")), remembering())).toBe("off");
  });
});

describe("policy-merchant-no-sends", () => {
  it("is off until chosen, and then tells of every payment that leaves", () => {
    const tag = "policy-merchant-no-sends";
    expect(firing(tag, aCommitment(oursIs("599999")), remembering())).toBe("off");
    const context = policyContext("standard", { overrides: { [tag]: "warn" } });
    context.memory.apply([{ kind: "channel", channel: aChannel() }]);
    expect(firing(tag, aCommitment(oursIs("599999")), context)).toBe("warn");
    expect(firing(tag, aCommitment(oursIs("600001")), context)).toBe("off");
  });
});

it("rules about commitments look at nothing else", () => {
  expect(firing("policy-commitment-version", aPacket("wallet-send", { facts: { version: 1 } }), policyContext())).toBe(
    "off",
  );
});
