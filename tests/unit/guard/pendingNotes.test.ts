import { describe, expect, test } from "vitest";
import { bareNote, type Note } from "../../../main/guard/gate";
import { PendingNotes } from "../../../main/guard/pendingNotes";
import { createLedger, createMemory } from "../../../main/policy/memoryInProcess";
import type { ChannelRecord, Lesson, LimitUse } from "../../../main/policy/verdict";
import { spendOf } from "../../support/approvals";

const hourMs = 3_600_000;
const use = (key: string, amountSat: bigint): LimitUse => ({ measure: "onchain-out", amountSat, key });

function noteOf(uses: readonly LimitUse[], learns: readonly Lesson[] = []): Note {
  const asked = { requestId: "2", summary: spendOf(), atMs: 0, deadlineUs: 0 };
  return { ...bareNote(asked), uses, learns, isWrittenAhead: true };
}

function channel(fundingKeyIndex: number, fundingOutpoint: string): ChannelRecord {
  return {
    fundingKeyIndex,
    fundingOutpoint,
    capacitySat: 1_000_000n,
    firstSeenAtMs: 0,
    lastSeenAtMs: 0,
    localBalanceSat: null,
    highestBalanceSat: null,
    obscuringFactor: null,
    lowestNumber: null,
    highestNumber: null,
    otherOutputs: 0,
    paymentKeyIndex: null,
  };
}

function setUp() {
  const memory = createMemory();
  const ledger = createLedger(() => 0);
  return { memory, ledger, pending: new PendingNotes(memory, ledger) };
}

describe("limits", () => {
  test("what is being signed counts, until it came to nothing", () => {
    const { pending } = setUp();
    const note = noteOf([use("tx:a", 70n)]);
    pending.add(note);
    expect(pending.spentSat("onchain-out", hourMs, "")).toBe(70n);
    expect(pending.spentSat("fees", hourMs, "")).toBe(0n);
    pending.release(note);
    expect(pending.spentSat("onchain-out", hourMs, "")).toBe(0n);
  });

  test("the inputs of one transaction count once, also when one of them is written down already", () => {
    const { pending, ledger } = setUp();
    pending.add(noteOf([use("tx:a", 70n)]));
    pending.add(noteOf([use("tx:a", 70n)]));
    expect(pending.spentSat("onchain-out", hourMs, "")).toBe(70n);
    ledger.apply([use("tx:a", 70n)], 0);
    expect(pending.spentSat("onchain-out", hourMs, "")).toBe(70n);
    expect(pending.spentSat("onchain-out", hourMs, "tx:a")).toBe(0n);
  });

  test("what is written down and what is pending add up", () => {
    const { pending, ledger } = setUp();
    ledger.apply([use("tx:a", 30n)], 0);
    pending.add(noteOf([use("tx:b", 12n)]));
    expect(pending.spentSat("onchain-out", hourMs, "")).toBe(42n);
    expect(pending.spentSat("onchain-out", hourMs, "tx:b")).toBe(30n);
  });
});

describe("memory", () => {
  test("two claims about one output meet although neither is written down", () => {
    const { pending } = setUp();
    const note = noteOf([], [{ kind: "outpoint-amount", outpoint: "aa:0", amountSat: 5n }]);
    pending.add(note);
    expect(pending.amountOf("aa:0")).toBe(5n);
    pending.release(note);
    expect(pending.amountOf("aa:0")).toBeUndefined();
  });

  test("a channel is found by key and by outpoint; the newest lesson counts and stays when an older one is released", () => {
    const { pending, memory } = setUp();
    memory.apply([{ kind: "channel", channel: channel(3, "old:0") }]);
    const [first, second] = [channel(3, "aa:0"), { ...channel(3, "aa:0"), highestNumber: 7n }].map((each) =>
      noteOf([], [{ kind: "channel", channel: each }]),
    ) as [Note, Note];
    pending.add(first);
    pending.add(second);
    pending.release(first);
    expect(pending.channelOfKey(3)?.highestNumber).toBe(7n);
    expect(pending.channelOfOutpoint("aa:0")?.fundingKeyIndex).toBe(3);
    pending.release(second);
    expect(pending.channelOfKey(3)?.fundingOutpoint).toBe("old:0");
  });

  test("an older lesson about a channel does not come back when the newest is written down first", () => {
    const { pending, memory } = setUp();
    const newest = { ...channel(3, "aa:0"), highestNumber: 7n };
    const notes = [channel(3, "aa:0"), newest].map((each) => noteOf([], [{ kind: "channel", channel: each }]));
    for (const note of notes) pending.add(note);
    memory.apply([{ kind: "channel", channel: newest }]);
    const [, second] = notes;
    if (second !== undefined) pending.release(second);
    expect(pending.channelOfKey(3)?.highestNumber).toBe(7n);
    expect(pending.channelOfOutpoint("aa:0")?.highestNumber).toBe(7n);
  });

  test("releaseAll gives back everything that was let through", () => {
    const { pending } = setUp();
    const notes = [noteOf([use("tx:a", 1n)]), noteOf([use("tx:b", 2n)])];
    for (const note of notes) pending.add(note);
    expect(pending.releaseAll()).toEqual(notes);
    expect(pending.releaseAll()).toEqual([]);
    expect(pending.spentSat("onchain-out", hourMs, "")).toBe(0n);
  });
});
