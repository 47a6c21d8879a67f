import { describe, expect, test } from "vitest";
import type { ChannelRecord } from "../../../main/policy/verdict";
import { LimitTable } from "../../../main/state/limits";
import { MemoryTable, seedScope } from "../../../main/state/memory";
import { MemoryFileError } from "../../../main/state/memoryFile";
import { memoryStart } from "../../../main/state/memoryStart";
import { additionsOf, exportMemory, type ImportOptions, importMemory } from "../../../main/state/memoryTransfer";
import { mergeChannel } from "../../../main/state/mergeChannel";
import { NonceTable } from "../../../main/state/nonces";
import { SettingTable } from "../../../main/state/settings";
import type { Transactions } from "../../../main/state/transactions";
import { FakeClock } from "../../support/fakeClock";
import { startMs, testTransactions } from "../../support/journal";

const seed = seedScope("regtest", `02${"11".repeat(32)}`);
const outpoint = (index: number) => `${"ab".repeat(32)}:${index}`;
const nonce = (byte: number) => new Uint8Array(66).fill(byte);
const options: ImportOptions = { nowMs: startMs, settings: "if-none" };

const channel: ChannelRecord = {
  fundingKeyIndex: 1,
  fundingOutpoint: outpoint(0),
  capacitySat: 1_000_000n,
  firstSeenAtMs: 10,
  lastSeenAtMs: 20,
  localBalanceSat: 400_000n,
  highestBalanceSat: 500_000n,
  obscuringFactor: 2n ** 48n - 1n,
  lowestNumber: 3n,
  highestNumber: 7n,
  otherOutputs: 1,
  paymentKeyIndex: null,
};

/** A database that knows one of everything. */
function filled(): Transactions {
  const transactions = testTransactions();
  new MemoryTable(transactions, seed).apply([
    { kind: "channel", channel },
    { kind: "outpoint-amount", outpoint: outpoint(1), amountSat: 2n ** 64n - 1n },
    { kind: "funding", outpoint: outpoint(2), amountSat: 5n, atMs: 30 },
  ]);
  new NonceTable(transactions).claim(nonce(1), new Uint8Array(32).fill(9));
  new LimitTable(transactions, new FakeClock(startMs)).apply([{ measure: "fees", key: "tx:a", amountSat: 70n }]);
  new SettingTable(transactions.database).write("guard", '{"preset":"strict"}');
  new SettingTable(transactions.database).write("settings", '{"theme":"dark"}');
  return transactions;
}

const exported = (transactions: Transactions) => exportMemory(transactions.database, startMs);

function refusal(work: () => unknown): MemoryFileError {
  try {
    work();
  } catch (error) {
    if (error instanceof MemoryFileError) return error;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("memory that travels", () => {
  test("everything arrives in an empty database, and a second time adds nothing", () => {
    const bytes = exported(filled());
    const target = testTransactions();
    const added = importMemory(target, bytes, options);
    expect(added).toMatchObject({ channels: 1, amounts: 1, fundings: 1, nonces: 1, limitUses: 1 });
    expect(additionsOf(added)).toBe("added: 1 channels, 1 amounts, 1 fundings, 1 nonces, 1 uses of limits");
    const memory = new MemoryTable(target, seed);
    expect(memory.channelOfKey(1)).toEqual(channel);
    expect(memory.amountOf(outpoint(1))).toBe(2n ** 64n - 1n);
    expect(memory.fundingsWithoutChannel(100)).toMatchObject([{ outpoint: outpoint(2), amountSat: 5n, atMs: 30 }]);
    expect(new NonceTable(target).claim(nonce(1), new Uint8Array(32).fill(8))).toBe(false);
    const limits = new LimitTable(target, new FakeClock(0));
    expect(limits.spentSat("fees", 1_000, "")).toBe(70n);
    expect(limits.nowMs()).toBe(startMs);
    expect(new SettingTable(target.database).read("guard")).toBe('{"preset":"strict"}');
    expect(new SettingTable(target.database).read("settings")).toBe(null);
    expect(memoryStart(target.database).importedAtMs).toBe(startMs);
    expect(importMemory(target, bytes, options)).toMatchObject({ channels: 0, amounts: 0, nonces: 0, limitUses: 0 });
    expect(exported(target)).toEqual(bytes);
  });

  test("open tables know it after a reload", () => {
    const target = testTransactions();
    const memory = new MemoryTable(target, seed);
    const limits = new LimitTable(target, new FakeClock(startMs));
    expect(memory.amountOf(outpoint(1))).toBe(undefined);
    importMemory(target, exported(filled()), options);
    memory.reload();
    limits.reload();
    expect(memory.amountOf(outpoint(1))).toBe(2n ** 64n - 1n);
    expect(memory.channelOfOutpoint(outpoint(0))).toEqual(channel);
    expect(limits.spentSat("fees", 1_000, "")).toBe(70n);
  });

  test("settings that are here stay, and those of the file are handed back", () => {
    const target = testTransactions();
    const settings = new SettingTable(target.database);
    settings.write("guard", '{"preset":"blind"}');
    expect(importMemory(target, exported(filled()), options).settings).toEqual({ guard: '{"preset":"strict"}' });
    expect(settings.read("guard")).toBe('{"preset":"blind"}');
    const other = testTransactions();
    importMemory(other, exported(filled()), { ...options, settings: "leave" });
    expect(new SettingTable(other.database).read("guard")).toBe(null);
  });

  test("a use of a limit keeps the larger amount and the later time", () => {
    const [early, late] = [testTransactions(), testTransactions()];
    new LimitTable(early, new FakeClock(1_000)).apply([{ measure: "fees", key: "tx:a", amountSat: 90n }]);
    new LimitTable(late, new FakeClock(5_000)).apply([{ measure: "fees", key: "tx:a", amountSat: 10n }]);
    for (const [target, source] of [
      [early, late],
      [late, early],
    ] as const) {
      importMemory(target, exported(source), options);
      expect(target.database.prepare("SELECT key, amount_sat, at_ms FROM limit_uses").raw().all()).toEqual([
        ["tx:a", "90", 5_000],
      ]);
    }
  });
});

describe("UNREADABLE", () => {
  const text = () => Buffer.from(exported(filled())).toString();

  test.each<[string, (text: string) => string]>([
    ["no JSON", () => "hello"],
    ["another document", () => '{"format":"countersign-journal","version":1}'],
    ["of a later version", (file) => file.replace('"version":1', '"version":2')],
    ["changed by one digit", (file) => file.replace('"400000"', '"400001"')],
    ["cut off", (file) => file.slice(0, -10)],
  ])("%s", (_, change) => {
    const target = testTransactions();
    const error = refusal(() => importMemory(target, Buffer.from(change(text())), options));
    expect(error.code).toBe("UNREADABLE");
    expect(new MemoryTable(target, seed).channels()).toEqual([]);
  });

  interface Contents {
    readonly amounts: unknown[];
    readonly channels: { readonly channel: Record<string, unknown> }[];
  }
  test.each<[string, string, (contents: Contents) => void]>([
    ["an amount", "amounts.1.0", ({ amounts }) => amounts.push(["not an outpoint", "1"])],
    [
      "a channel",
      "channels.0.channel.fundingOutpoint",
      ({ channels }) => Object.assign(channels[0]?.channel ?? {}, { fundingOutpoint: "not an outpoint" }),
    ],
  ])("with an honest checksum over %s that no memory holds", async (_, place, change) => {
    const { createHash } = await import("node:crypto");
    const file = JSON.parse(text()) as { contents: Contents; sha256: string };
    change(file.contents);
    file.sha256 = createHash("sha256").update(JSON.stringify(file.contents)).digest("hex");
    const error = refusal(() => importMemory(testTransactions(), Buffer.from(JSON.stringify(file)), options));
    expect(error).toMatchObject({ code: "UNREADABLE", message: expect.stringContaining(place) });
  });

  test("written anew by another program with white space it is the same", () => {
    const pretty = Buffer.from(JSON.stringify(JSON.parse(text()), null, 2));
    expect(importMemory(testTransactions(), pretty, options)).toMatchObject({ channels: 1 });
  });
});

test("OTHER_SEED: of channels of another seed", () => {
  const bytes = exported(filled());
  const other = { ...options, seed: seedScope("regtest", "03") };
  expect(refusal(() => importMemory(testTransactions(), bytes, other)).code).toBe("OTHER_SEED");
  expect(importMemory(testTransactions(), bytes, { ...options, seed })).toMatchObject({ channels: 1 });
});

describe("CONTRADICTION", () => {
  test.each<[string, (transactions: Transactions) => void]>([
    [
      `the output ${outpoint(1)}: amountSat is 4 here and 18446744073709551615 there`,
      (target) =>
        new MemoryTable(target, seed).apply([{ kind: "outpoint-amount", outpoint: outpoint(1), amountSat: 4n }]),
    ],
    [
      "the channel of funding key 1: capacitySat is 2 here and 1000000 there",
      (target) => new MemoryTable(target, seed).apply([{ kind: "channel", channel: { ...channel, capacitySat: 2n } }]),
    ],
    [
      `the channel of funding key 1: fundingOutpoint is ${outpoint(5)} here and ${outpoint(0)} there`,
      (target) =>
        new MemoryTable(target, seed).apply([
          { kind: "channel", channel: { ...channel, fundingOutpoint: outpoint(5) } },
        ]),
    ],
    [
      "the channel of funding key 1: obscuringFactor is 1 here and 281474976710655 there",
      (target) =>
        new MemoryTable(target, seed).apply([{ kind: "channel", channel: { ...channel, obscuringFactor: 1n } }]),
    ],
    [
      `binding is ${"07".repeat(32)} here and ${"09".repeat(32)} there`,
      (target) => void new NonceTable(target).claim(nonce(1), new Uint8Array(32).fill(7)),
    ],
  ])("%s, and nothing is imported", (said, prepare) => {
    const target = testTransactions();
    prepare(target);
    const before = Buffer.from(exported(target)).toString();
    const error = refusal(() => importMemory(target, exported(filled()), options));
    expect(error).toMatchObject({ code: "CONTRADICTION", message: expect.stringContaining(said) });
    expect(Buffer.from(exported(target)).toString()).toBe(before);
    expect(memoryStart(target.database).importedAtMs).toBe(null);
  });
});

describe("two memories of one channel", () => {
  const other: ChannelRecord = {
    ...channel,
    firstSeenAtMs: 5,
    lastSeenAtMs: 15,
    localBalanceSat: 100_000n,
    highestBalanceSat: 900_000n,
    obscuringFactor: null,
    lowestNumber: null,
    highestNumber: 9n,
    otherOutputs: 4,
    paymentKeyIndex: 2,
  };

  test("become one, whichever is added to the other", () => {
    const both: ChannelRecord = {
      ...channel,
      firstSeenAtMs: 5,
      lastSeenAtMs: 20,
      localBalanceSat: 100_000n,
      highestBalanceSat: 900_000n,
      lowestNumber: 3n,
      highestNumber: 9n,
      otherOutputs: 4,
      paymentKeyIndex: 2,
    };
    expect(mergeChannel(channel, other)).toEqual(both);
    expect(mergeChannel(other, channel)).toEqual(both);
  });

  test("with the same number the one seen last is right about the balance", () => {
    const later = { ...channel, lastSeenAtMs: 21, localBalanceSat: 1n };
    expect(mergeChannel(channel, later).localBalanceSat).toBe(1n);
    expect(mergeChannel(later, channel).localBalanceSat).toBe(1n);
  });
});
