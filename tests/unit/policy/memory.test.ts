/** What requests teach, and what a summary becomes in the light of it. */
import { describe, expect, it } from "vitest";
import { unfundedAlerts } from "../../../main/policy/alerts";
import { evaluate } from "../../../main/policy/evaluate";
import { refine } from "../../../main/policy/refine";
import { alertTags, type ChannelRecord } from "../../../main/policy/verdict";
import { judge, policyContext, policyNowMs } from "../../support/policyContext";
import {
  aChannel,
  aCommitment,
  aFunding,
  anHtlc,
  anInput,
  aPacket,
  aSession,
  aSweep,
  fundingOutpoint,
  outpointOf,
  ownOutput,
  txidOf,
} from "../../support/summaries";

const mask = 0x123456n;
const numbered = (number: bigint) => ({ obscuredNumber: (number ^ mask).toString() });
const noBalance = { toRemote: null, ownBalances: 0 } as const;

function remembering(changes: Partial<ChannelRecord> = {}) {
  const context = policyContext("standard");
  context.memory.apply([{ kind: "channel", channel: aChannel(changes) }]);
  return context;
}

describe("whose commitment it is", () => {
  const either = (number: bigint) => aCommitment({ side: "either", ...noBalance, ...numbered(number) });
  it("is the peer's with our balance in it, whatever memory says", () => {
    expect(refine(aCommitment(), remembering().memory).class).toBe("remote-commitment");
  });
  it("is ours when the channel had a balance of ours and this shows none", () => {
    expect(refine(either(6n), remembering().memory).class).toBe("own-commitment");
  });
  it("is told by its number where we never had a balance", () => {
    const { memory } = remembering({ localBalanceSat: null, highestBalanceSat: null });
    expect(refine(either(6n), memory).class).toBe("remote-commitment");
    expect(refine(either(5n), memory).class).toBe("remote-commitment");
    expect(refine(either(2n), memory).class).toBe("own-commitment");
    expect(refine(either(9n), memory).class).toBe("own-commitment");
  });
  it("is taken for the peer's where nothing tells", () => {
    expect(refine(either(6n), policyContext().memory).class).toBe("remote-commitment");
    const old = remembering({ localBalanceSat: null, obscuringFactor: null, highestNumber: null });
    expect(refine(either(9n), old.memory).class).toBe("remote-commitment");
  });
  it("is not ours for a stranger's key hash in channels where our key is never found", () => {
    const legacy = aCommitment({ side: "own", ...noBalance, foreignKeyHashes: 1 }, {}, "own-commitment");
    expect(refine(legacy, policyContext().memory).class).toBe("own-commitment");
    const { memory } = remembering({ localBalanceSat: null, paymentKeyIndex: null, obscuringFactor: null });
    expect(refine(legacy, memory).class).toBe("remote-commitment");
    expect(refine(legacy, remembering().memory).class).toBe("own-commitment");
  });
  it("does not change when it is asked again", () => {
    const { memory } = remembering();
    const once = refine(either(6n), memory);
    expect(refine(once, memory)).toEqual(once);
  });
});

describe("amounts", () => {
  it("that were claimed are proven by memory, and the fee with them", () => {
    const inputs = [
      anInput({ proof: "signature" }),
      anInput({ outpoint: outpointOf(2), proof: "claimed", isSigned: false }),
    ];
    const summary = aPacket("consolidation", { inputs, inputCount: 2, feeProof: "claimed" });
    const context = policyContext();
    expect(refine(summary, context.memory)).toEqual(summary);
    context.memory.apply([{ kind: "outpoint-amount", outpoint: outpointOf(2), amountSat: 100_000n }]);
    const refined = refine(summary, context.memory);
    expect(refined.inputs.map(({ proof }) => proof)).toEqual(["signature", "memory"]);
    expect(refined.feeProof).toBe("memory");
    expect(refine({ ...summary, inputCount: 70 }, context.memory).feeProof).toBe("claimed");
  });
  it("are learned when they are proven, and not when they are claimed", () => {
    const inputs = [
      anInput({ outpoint: outpointOf(1), proof: "previous-transaction" }),
      anInput({ outpoint: outpointOf(2), proof: "signature" }),
      anInput({ outpoint: outpointOf(3), proof: "claimed" }),
      anInput({ outpoint: outpointOf(4), proof: "unknown", amountSat: null }),
    ];
    const { learns } = evaluate(aPacket("consolidation", { inputs, inputCount: 4 }), policyContext());
    expect(learns).toEqual([
      { kind: "outpoint-amount", outpoint: outpointOf(1), amountSat: 100_000n },
      { kind: "outpoint-amount", outpoint: outpointOf(2), amountSat: 100_000n },
    ]);
  });
  it("of second-level outputs tell what the delayed key sweeps", () => {
    const context = policyContext();
    const swept = () => refine(aSweep("to-local-sweep", { outpoint: `${txidOf(0xaa)}:1` }), context.memory).class;
    const outputs = [ownOutput(), { ...ownOutput("50000"), owner: "channel" as const }];
    judge(anHtlc({ index: 1 }, { sighashType: 0x83 }, { outputs }), context);
    judge(anHtlc({ index: 1, isAnchors: false }, { sighashType: 1 }, { outputs }), context);
    expect(swept()).toBe("to-local-sweep");
    judge(anHtlc({ index: 1 }, { sighashType: 1 }, { outputs }), context);
    expect(swept()).toBe("second-level-sweep");
    judge(aSweep("to-local-sweep"), context);
    expect(refine(aSweep("to-local-sweep"), context.memory).class).toBe("to-local-sweep");
  });
  it("keep a fee from being siphoned off input by input", () => {
    // Two coins of 100 000 sat; each request tells the truth of the coin it signs and lies about the other.
    const context = policyContext();
    const request = (signed: 1 | 2) =>
      aPacket("consolidation", {
        txid: txidOf(5),
        inputs: ([1, 2] as const).map((byte) =>
          byte === signed
            ? anInput({ outpoint: outpointOf(byte), proof: "signature" })
            : anInput({ outpoint: outpointOf(byte), amountSat: "1000", proof: "claimed", isSigned: false }),
        ),
        inputCount: 2,
        feeProof: "claimed",
      });
    expect(judge(request(1), context).action).toBe("allow");
    expect(judge(request(2), context)).toMatchObject({ action: "block", findings: [{ tag: "amount-consistency" }] });
  });
});

describe("channels", () => {
  const channelOf = (context: ReturnType<typeof policyContext>) => context.memory.channelOfKey(7);
  it("are learned from their first commitment, mask and all", () => {
    const context = policyContext();
    judge(aCommitment(numbered(0n)), context);
    expect(channelOf(context)).toEqual({
      ...aChannel(),
      obscuringFactor: mask,
      highestNumber: 0n,
      firstSeenAtMs: policyNowMs,
      lastSeenAtMs: policyNowMs,
    });
    for (let number = 1n; number < 20n; number++) {
      const toRemote = { amountSat: (600_000n + number).toString(), keyIndex: 7, form: "script" as const };
      judge(aCommitment({ ...numbered(number), toRemote, otherOutputs: 3 }), context);
    }
    expect(channelOf(context)).toMatchObject({
      lowestNumber: 0n,
      highestNumber: 19n,
      localBalanceSat: 600_019n,
      highestBalanceSat: 600_019n,
      otherOutputs: 3,
    });
  });
  it("have no numbers when they are first seen with payments in flight", () => {
    const context = policyContext();
    judge(aCommitment({ ...numbered(900n), otherOutputs: 2 }), context);
    expect(channelOf(context)).toMatchObject({ obscuringFactor: null, highestNumber: null });
  });
  it("lose a mask that was taken from a later state, once numbers do not follow", () => {
    const context = policyContext();
    for (const number of [5n, 6n, 7n, 8n]) judge(aCommitment(numbered(number)), context);
    expect(channelOf(context)).toMatchObject({ obscuringFactor: null, lowestNumber: null, highestNumber: null });
  });
  it("keep their balance when one of our own states is signed, and a highest balance that falls", () => {
    const context = remembering();
    judge(aCommitment({ side: "own", ...noBalance, foreignKeyHashes: 1 }, {}, "own-commitment"), context);
    expect(channelOf(context)).toEqual(aChannel());
    judge(aCommitment({ ...numbered(6n), toRemote: { amountSat: "10", keyIndex: 7, form: "script" } }), context);
    expect(channelOf(context)).toMatchObject({ localBalanceSat: 10n, highestBalanceSat: 600_000n });
  });
  it("are new ones with another output under the same key", () => {
    const context = remembering({ fundingOutpoint: outpointOf(9) });
    judge(aCommitment(numbered(0n)), context);
    expect(channelOf(context)).toMatchObject({ fundingOutpoint, firstSeenAtMs: policyNowMs });
  });
  it("are awaited once their funding is signed", () => {
    const { learns } = evaluate(aFunding(), policyContext());
    const outpoint = `${txidOf(0xaa)}:0`;
    expect(learns.slice(-2)).toEqual([
      { kind: "outpoint-amount", outpoint, amountSat: 1_000_000n },
      { kind: "funding", outpoint, amountSat: 1_000_000n, atMs: policyNowMs },
    ]);
  });
});

describe("alerts", () => {
  const tagsOf = (...[summary, context]: Parameters<typeof evaluate>) =>
    evaluate(summary, context).alerts.map(({ tag }) => tag);
  const own = (number: bigint) =>
    aCommitment({ side: "own", ...noBalance, foreignKeyHashes: 1, ...numbered(number) }, {}, "own-commitment");

  it("force-close: our own state is signed", () => {
    expect(tagsOf(own(5n), remembering())).toEqual(["force-close"]);
    expect(tagsOf(aCommitment(numbered(6n)), remembering())).toEqual([]);
  });
  it("force-close: not for the first state of a channel that was never used", () => {
    expect(tagsOf(own(0n), remembering({ highestNumber: 0n }))).toEqual([]);
    expect(tagsOf(own(0n), remembering({ highestNumber: 1n }))).toEqual(["force-close"]);
    expect(tagsOf(own(1n), remembering({ highestNumber: 1n }))).toEqual(["force-close"]);
  });
  it("old-commitment: a state of ours far behind the peer's", () => {
    expect(tagsOf(own(20n), remembering({ highestNumber: 1_000n }))).toEqual(["old-commitment", "force-close"]);
  });
  it("channel-outflow: once for each part of the balance that is gone", () => {
    const context = remembering();
    const told: string[] = [];
    for (let [balance, number] = [590_000, 6n]; balance >= 0; balance -= 10_000, number += 1n) {
      const toRemote = { amountSat: String(balance), keyIndex: 7, form: "script" as const };
      told.push(...judge(aCommitment({ ...numbered(number), toRemote }), context).alerts.map(({ detail }) => detail));
    }
    expect(told.map((detail) => detail.slice(0, detail.indexOf(" have")))).toEqual([
      "300000 sat of 600000 sat of ours",
      "450000 sat of 600000 sat of ours",
      "540000 sat of 600000 sat of ours",
    ]);
  });
  it("justice: a penalty is signed", () => {
    expect(tagsOf(aSweep("justice"), policyContext())).toEqual(["justice"]);
    expect(tagsOf(aSweep("to-local-sweep"), policyContext())).toEqual([]);
  });
  it("first-taproot: the first joint signature", () => {
    const context = policyContext();
    expect(tagsOf(aSession(0), context)).toEqual(["first-taproot"]);
    context.memory.noteMuSig2();
    expect(tagsOf(aSession(0), context)).toEqual([]);
  });
  it("unfunded-channel: no commitment followed a funding", () => {
    const context = policyContext();
    judge(aFunding(), context);
    const fundings = context.memory.fundings();
    const tenMinutes = 10 * 60_000;
    expect(unfundedAlerts(fundings, context.memory, policyNowMs + tenMinutes - 1)).toEqual([]);
    expect(unfundedAlerts(fundings, context.memory, policyNowMs + tenMinutes)).toMatchObject([
      { tag: "unfunded-channel", subject: `${txidOf(0xaa)}:0` },
    ]);
    judge(aCommitment({}, { channelOutpoint: `${txidOf(0xaa)}:0` }), context);
    expect(unfundedAlerts(fundings, context.memory, policyNowMs + tenMinutes)).toEqual([]);
  });
  it("have a test each", () => {
    // rate-spike: rulesLimits.test.ts.
    expect([...alertTags].sort()).toEqual([
      "channel-outflow",
      "first-taproot",
      "force-close",
      "justice",
      "old-commitment",
      "rate-spike",
      "unfunded-channel",
    ]);
  });
});
