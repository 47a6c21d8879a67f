import { describe, expect, it } from "vitest";
import type { LimitSettings } from "../../../main/policy/config";
import { createRateGuard } from "../../../main/policy/rateGuard";
import { firing, judge, policyContext, policyNowMs } from "../../support/policyContext";
import { aFunding, aPacket, aSend, aSweep, ownOutput, strangerOutput, txidOf } from "../../support/summaries";

const none: LimitSettings = { "onchain-out": {}, fees: {}, "channel-opens": {} };
const limited = (limits: Partial<LimitSettings>) => policyContext("standard", { limits: { ...none, ...limits } });
const hourMs = 3_600_000;
const sendOf = (byte: number, changes = {}) => aSend("wallet-send", { txid: txidOf(byte), ...changes });

describe("limit-onchain-out", () => {
  const tag = "limit-onchain-out";
  it("bounds one transaction", () => {
    expect(firing(tag, aSend(), limited({ "onchain-out": { perTransactionSat: "59999" } }))).toBe("ask");
    expect(firing(tag, aSend(), limited({ "onchain-out": { perTransactionSat: "60000" } }))).toBe("off");
    expect(firing(tag, aSend(), limited({}))).toBe("off");
  });
  it.each([
    ["perHourSat", hourMs],
    ["perDaySat", 24 * hourMs],
    ["perWeekSat", 168 * hourMs],
  ] as const)("bounds a drip, %s", (setting, windowMs) => {
    const context = limited({ "onchain-out": { [setting]: "150000" } });
    judge(sendOf(1), context);
    judge(sendOf(2), context);
    expect(firing(tag, sendOf(3), context)).toBe("ask");
    context.nowMs = policyNowMs + windowMs;
    expect(firing(tag, sendOf(3), context)).toBe("off");
  });
  it("counts a transaction once, however many inputs and tries it has", () => {
    const context = limited({ "onchain-out": { perDaySat: "60000" } });
    for (let attempt = 0; attempt < 5; attempt++) expect(firing(tag, sendOf(1), context)).toBe("off");
    judge(sendOf(1), context);
    expect(firing(tag, sendOf(1), context)).toBe("off");
    expect(firing(tag, sendOf(2), context)).toBe("ask");
  });
  it("does not count what comes back, nor what others pay", () => {
    const context = limited({ "onchain-out": { perTransactionSat: "1" } });
    expect(firing(tag, aPacket("consolidation"), context)).toBe("off");
    const carried = aPacket("consolidation", {
      outputs: [{ ...strangerOutput("60000"), owner: "channel" }, ownOutput("39000")],
      facts: { ownOutputSat: "39000" },
    });
    expect(firing(tag, carried, context)).toBe("off");
  });
});

describe("limit-fees", () => {
  it("bounds what goes to miners, and only tells of sweeps that come home", () => {
    const context = limited({ fees: { perDaySat: "999" } });
    expect(firing("limit-fees", aPacket("consolidation"), context)).toBe("ask");
    expect(firing("limit-fees", aSweep("htlc-claim"), context)).toBe("warn");
    expect(firing("limit-fees", aPacket("consolidation"), limited({ fees: { perDaySat: "1000" } }))).toBe("off");
    expect(firing("limit-fees", aPacket("consolidation"), limited({ fees: { perTransactionSat: "999" } }))).toBe("ask");
  });
});

describe("policy-funding-max", () => {
  it("bounds one channel", () => {
    const tag = "policy-funding-max";
    expect(firing(tag, aFunding(), limited({ "channel-opens": { perTransactionSat: "999999" } }))).toBe("ask");
    expect(firing(tag, aFunding(), limited({ "channel-opens": { perTransactionSat: "1000000" } }))).toBe("off");
    expect(firing(tag, aSend(), limited({ "channel-opens": { perTransactionSat: "1" } }))).toBe("off");
  });
});

describe("policy-velocity-funding", () => {
  it("bounds channels over time, apart from sends", () => {
    const context = limited({ "channel-opens": { perDaySat: "1500000" } });
    expect(firing("policy-velocity-funding", aFunding(), context)).toBe("off");
    judge(aFunding({ txid: txidOf(1) }), context);
    expect(firing("policy-velocity-funding", aFunding({ txid: txidOf(2) }), context)).toBe("ask");
    expect(firing("policy-velocity-funding", aSend(), context)).toBe("off");
  });
});

describe("rate-guard", () => {
  it("tells once of a class that comes too often, and refuses nothing", () => {
    const guard = createRateGuard();
    const alerts = Array.from({ length: 150 }, (_, index) =>
      guard.note("wallet-send", policyNowMs + index * 10),
    ).filter((alert) => alert !== null);
    expect(alerts).toEqual([
      { tag: "rate-spike", subject: "wallet-send", detail: "100 requests of the class wallet-send within 10 seconds" },
    ]);
    expect(firing("rate-guard", aSend(), policyContext())).toBe("off");
  });
  it("is silent about the same number over a longer time, and counts classes apart", () => {
    const guard = createRateGuard();
    for (let index = 0; index < 500; index++) {
      expect(guard.note("wallet-send", policyNowMs + index * 200)).toBeNull();
      expect(guard.note("node-ecdh", policyNowMs + index)).toBeNull();
    }
  });
  it("goes on when the clock is put back", () => {
    const guard = createRateGuard();
    for (let index = 0; index < 99; index++) guard.note("funding", policyNowMs);
    expect(guard.note("funding", policyNowMs - hourMs)).toBeNull();
  });
});
