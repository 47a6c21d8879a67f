import { describe, expect, test } from "vitest";
import type { LimitUse } from "../../../main/policy/verdict";
import { LimitTable } from "../../../main/state/limits";
import { SignerTime } from "../../../main/state/signerTime";
import { FakeClock } from "../../support/fakeClock";
import { startMs, testTransactions } from "../../support/journal";

const hourMs = 3_600_000;
const use = (key: string, amountSat: bigint, measure: LimitUse["measure"] = "onchain-out"): LimitUse => ({
  measure,
  key,
  amountSat,
});

function testLimits(clock = new FakeClock(startMs)) {
  const transactions = testTransactions();
  return { transactions, clock, limits: new LimitTable(transactions, clock) };
}

describe("what is spent", () => {
  test("is the sum over the window, without one key, and each measure for itself", () => {
    const { limits, clock } = testLimits();
    limits.apply([use("tx:a", 100n), use("tx:a", 3n, "fees")]);
    clock.advance(hourMs / 2);
    limits.apply([use("tx:b", 20n)]);
    expect(limits.spentSat("onchain-out", hourMs, "")).toBe(120n);
    expect(limits.spentSat("onchain-out", hourMs, "tx:a")).toBe(20n);
    expect(limits.spentSat("fees", hourMs, "")).toBe(3n);
    expect(limits.spentSat("channel-opens", hourMs, "")).toBe(0n);
    clock.advance(hourMs / 2);
    expect(limits.spentSat("onchain-out", hourMs, "")).toBe(20n);
    expect(limits.spentSat("onchain-out", 24 * hourMs, "")).toBe(120n);
  });

  test("a key counts once, with its first time and its largest amount", () => {
    const { limits, clock, transactions } = testLimits();
    limits.apply([use("tx:a", 100n)]);
    clock.advance(hourMs / 2);
    limits.apply([use("tx:a", 90n)]);
    limits.apply([use("tx:a", 110n)]);
    for (const each of [limits, new LimitTable(transactions, clock)]) {
      expect(each.spentSat("onchain-out", hourMs, "")).toBe(110n);
    }
    clock.advance(hourMs / 2);
    expect(limits.spentSat("onchain-out", hourMs, "")).toBe(0n);
  });

  test("a key that left every window is still known: it counts no second time", () => {
    const { limits, clock, transactions } = testLimits();
    limits.apply([use("tx:a", 100n)]);
    clock.advance(40 * 24 * hourMs);
    const later = new LimitTable(transactions, clock);
    later.apply([use("tx:a", 100n)]);
    expect(later.spentSat("onchain-out", hourMs, "")).toBe(0n);
  });

  test("a transaction that fails counts nothing", () => {
    const { limits, transactions } = testLimits();
    limits.apply([use("tx:a", 100n)]);
    const work = () => {
      limits.apply([use("tx:a", 500n), use("tx:b", 1n)]);
      throw new Error("rolled back");
    };
    expect(() => transactions.run(work)).toThrow("rolled back");
    expect(limits.spentSat("onchain-out", hourMs, "")).toBe(100n);
  });

  test("what is held counts at once, and is written with the next flush", () => {
    const { limits, transactions, clock } = testLimits();
    limits.hold([use("tx:a", 100n)]);
    expect(limits.spentSat("onchain-out", hourMs, "")).toBe(100n);
    expect(new LimitTable(transactions, clock).spentSat("onchain-out", hourMs, "")).toBe(0n);
    transactions.run(() => limits.flush());
    transactions.run(() => limits.flush());
    expect(new LimitTable(transactions, clock).spentSat("onchain-out", hourMs, "")).toBe(100n);
  });
});

describe("the clock", () => {
  test("set back between two starts it frees nothing", () => {
    const { limits, transactions } = testLimits();
    limits.apply([use("tx:a", 100n)]);
    const dayBack = new FakeClock(startMs - 24 * hourMs);
    const later = new LimitTable(transactions, dayBack);
    expect(later.nowMs()).toBe(startMs);
    dayBack.advance(hourMs - 1);
    expect(later.spentSat("onchain-out", hourMs, "")).toBe(100n);
    dayBack.advance(1);
    expect(later.spentSat("onchain-out", hourMs, "")).toBe(0n);
  });
});

describe("SignerTime", () => {
  /** A clock on the wall that is moved by itself. */
  function movable() {
    let wallMs = startMs;
    const fake = new FakeClock();
    const clock = {
      nowMs: () => wallMs,
      monotonicUs: () => fake.monotonicUs(),
      after: () => () => undefined,
    };
    const setWall = (ms: number) => {
      wallMs = ms;
    };
    return { clock, fake, setWall };
  }

  test("goes with the monotonic clock, wherever the clock on the wall is set meanwhile", () => {
    const { clock, fake, setWall } = movable();
    const time = new SignerTime(clock, 0);
    expect(time.nowMs()).toBe(startMs);
    setWall(startMs + 365 * 24 * hourMs);
    fake.advance(1_000);
    expect(time.nowMs()).toBe(startMs + 1_000);
    setWall(0);
    fake.advance(1_000);
    expect(time.nowMs()).toBe(startMs + 2_000);
  });

  test("starts no earlier than the latest time recorded", () => {
    const { clock } = movable();
    expect(new SignerTime(clock, startMs + 5).nowMs()).toBe(startMs + 5);
    expect(new SignerTime(clock, startMs - 5).nowMs()).toBe(startMs);
  });
});
