import { describe, expect, test } from "vitest";
import type { ChannelRecord } from "../../../main/policy/verdict";
import { MemoryTable, seedScope } from "../../../main/state/memory";
import { NonceTable } from "../../../main/state/nonces";
import type { Transactions } from "../../../main/state/transactions";
import { testTransactions } from "../../support/journal";

const seed = seedScope("regtest", `02${"11".repeat(32)}`);
const outpoint = (index: number) => `${"ab".repeat(32)}:${index}`;

function channel(fundingKeyIndex: number, more: Partial<ChannelRecord> = {}): ChannelRecord {
  return {
    fundingKeyIndex,
    fundingOutpoint: outpoint(fundingKeyIndex),
    capacitySat: 1_000_000n,
    firstSeenAtMs: 1,
    lastSeenAtMs: 2,
    localBalanceSat: 400_000n,
    highestBalanceSat: 500_000n,
    obscuringFactor: 2n ** 48n - 1n,
    lowestNumber: 0n,
    highestNumber: null,
    otherOutputs: 0,
    paymentKeyIndex: 3,
    ...more,
  };
}

const amountLesson = (index: number, amountSat: bigint) =>
  ({ kind: "outpoint-amount", outpoint: outpoint(index), amountSat }) as const;

function failing(transactions: Transactions, work: () => void): void {
  expect(() =>
    transactions.run(() => {
      work();
      throw new Error("rolled back");
    }),
  ).toThrow("rolled back");
}

describe("amounts", () => {
  test("an output has its first amount for ever, also one beyond SQLite's integers", () => {
    const transactions = testTransactions();
    const memory = new MemoryTable(transactions, seed);
    expect(memory.amountOf(outpoint(1))).toBe(undefined);
    memory.apply([amountLesson(1, 2n ** 64n - 1n), amountLesson(2, 0n)]);
    memory.apply([amountLesson(1, 5n)]);
    for (const each of [memory, new MemoryTable(transactions, seed)]) {
      expect(each.amountOf(outpoint(1))).toBe(2n ** 64n - 1n);
      expect(each.amountOf(outpoint(2))).toBe(0n);
    }
  });

  test("a transaction that fails teaches nothing, even what was looked up meanwhile", () => {
    const transactions = testTransactions();
    const memory = new MemoryTable(transactions, seed);
    failing(transactions, () => {
      memory.apply([amountLesson(1, 7n)]);
      expect(memory.amountOf(outpoint(1))).toBe(7n);
    });
    expect(memory.amountOf(outpoint(1))).toBe(undefined);
  });
});

describe("channels", () => {
  test("are found by key and by outpoint, as they were said last, after opening again too", () => {
    const transactions = testTransactions();
    const memory = new MemoryTable(transactions, seed);
    memory.apply([{ kind: "channel", channel: channel(1) }]);
    const newer = channel(1, { localBalanceSat: null, highestNumber: 9n });
    memory.apply([{ kind: "channel", channel: newer }]);
    for (const each of [memory, new MemoryTable(transactions, seed)]) {
      expect(each.channelOfKey(1)).toEqual(newer);
      expect(each.channelOfOutpoint(outpoint(1))).toEqual(newer);
      expect(each.channelOfKey(2)).toBe(undefined);
      expect(each.channels()).toEqual([newer]);
    }
  });

  test("belong to one seed on one network", () => {
    const transactions = testTransactions();
    new MemoryTable(transactions, seed).apply([{ kind: "channel", channel: channel(1) }]);
    expect(new MemoryTable(transactions, seedScope("mainnet", "02")).channelOfKey(1)).toBe(undefined);
  });

  test("a transaction that fails leaves them as they were", () => {
    const transactions = testTransactions();
    const memory = new MemoryTable(transactions, seed);
    memory.apply([{ kind: "channel", channel: channel(1) }]);
    failing(transactions, () =>
      memory.apply([
        { kind: "channel", channel: channel(1, { fundingOutpoint: outpoint(9) }) },
        { kind: "channel", channel: channel(2) },
      ]),
    );
    expect(memory.channelOfKey(1)).toEqual(channel(1));
    expect(memory.channelOfOutpoint(outpoint(1))).toEqual(channel(1));
    expect(memory.channelOfOutpoint(outpoint(9))).toBe(undefined);
    expect(memory.channelOfKey(2)).toBe(undefined);
  });
});

describe("fundings", () => {
  const funding = (index: number, atMs: number) =>
    ({ kind: "funding", outpoint: outpoint(index), amountSat: 50_000n, atMs }) as const;

  test("wait for a channel, or until they are forgotten", () => {
    const memory = new MemoryTable(testTransactions(), seed);
    memory.apply([funding(1, 10), funding(2, 20), funding(3, 30)]);
    expect(memory.fundingsWithoutChannel(30)).toEqual([funding(1, 10), funding(2, 20)]);
    memory.apply([{ kind: "channel", channel: channel(1) }]);
    memory.forgetFunding(outpoint(2));
    expect(memory.fundingsWithoutChannel(100)).toEqual([funding(3, 30)]);
  });
});

describe("hold", () => {
  test("what is held is true at once, and written with the next flush", () => {
    const transactions = testTransactions();
    const memory = new MemoryTable(transactions, seed);
    memory.hold([amountLesson(1, 7n), { kind: "channel", channel: channel(1) }]);
    memory.hold([amountLesson(1, 8n)]);
    expect(memory.amountOf(outpoint(1))).toBe(7n);
    expect(memory.channelOfKey(1)).toEqual(channel(1));
    expect(new MemoryTable(transactions, seed).channelOfKey(1)).toBe(undefined);
    failing(transactions, () => memory.flush());
    expect(memory.amountOf(outpoint(1))).toBe(7n);
    transactions.run(() => memory.flush());
    const later = new MemoryTable(transactions, seed);
    expect(later.amountOf(outpoint(1))).toBe(7n);
    expect(later.channelOfKey(1)).toEqual(channel(1));
  });
});

test("MuSig2 was used once a nonce has signed", () => {
  const transactions = testTransactions();
  const memory = new MemoryTable(transactions, seed);
  expect(memory.hasUsedMuSig2()).toBe(false);
  new NonceTable(transactions).claim(new Uint8Array(66), new Uint8Array(32));
  expect(memory.hasUsedMuSig2()).toBe(true);
});
