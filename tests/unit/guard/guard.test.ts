import { beforeEach, describe, expect, type Mock, onTestFinished, test, vi } from "vitest";
import { initialConfig } from "../../../main/guard/configSchema";
import type { Admission, AskedRequest, Note } from "../../../main/guard/gate";
import { GuardDesk } from "../../../main/guard/guardDesk";
import { OpenGuard } from "../../../main/guard/openGuard";
import { sealKeyOf } from "../../../main/journal/chain";
import type { JournalEntry } from "../../../main/journal/entry";
import { checkSeal } from "../../../main/journal/headRow";
import type { PolicyConfig } from "../../../main/policy/config";
import type { RequestSummary } from "../../../main/policy/summary";
import { type Database, openDatabase } from "../../../main/state/database";
import { Transactions } from "../../../main/state/transactions";
import { openCurve } from "../../../main/thread/nativeCurve";
import { spendOf as anySpend, identity, keyHashScript, nodeId, type SpendWish, txidOf } from "../../support/approvals";
import { FakeClock, FakeTurns } from "../../support/fakeClock";
import { FakeWriter } from "../../support/fakeWriter";

const masterKey = new Uint8Array(64).fill(7);
const { curve } = openCurve();
const hourLimit: PolicyConfig = {
  ...initialConfig,
  overrides: { "limit-onchain-out": "block" },
  limits: { ...initialConfig.limits, "onchain-out": { perHourSat: "150000" } },
};

let clock: FakeClock;
let database: Database;
let open: OpenGuard;
let desk: GuardDesk;
let nextId: number;

beforeEach(() => {
  clock = new FakeClock();
  database = openDatabase(null, clock.nowMs()).database;
  nextId = 2;
  start();
});

function start(startWith: PolicyConfig = initialConfig, writer?: FakeWriter): void {
  open = new OpenGuard({
    database,
    writer,
    clock,
    curve,
    startWith,
    changed: () => undefined,
    reportBug: (error) => {
      throw error;
    },
  });
  desk = new GuardDesk(open, clock, new FakeTurns());
  const opened = open;
  onTestFinished(() => opened.close());
  open.bind(identity, masterKey);
  desk.bind(identity);
  open.guard.nodeChanged(nodeId);
}

function asked(summary: RequestSummary): AskedRequest {
  const requestId = String(nextId++);
  return { requestId, summary, atMs: clock.nowMs(), deadlineUs: clock.monotonicUs() + 4_000_000 };
}

const admit = (summary: RequestSummary) => open.guard.admit(asked(summary));

/** What a held request comes to; undefined while it waits. */
function follow(admission: Admission): { settled?: Exclude<Admission, { kind: "hold" }> } {
  if (admission.kind !== "hold") throw new Error(`expected a held request, it is to ${admission.kind}`);
  const result: { settled?: Exclude<Admission, { kind: "hold" }> } = {};
  admission.hold.settled((settled) => {
    result.settled = settled;
  });
  return result;
}

function approve(index = 0): void {
  const waiting = desk.approvals.filter(({ record }) => record.state === "waiting");
  const ref = waiting[index]?.record.ref;
  if (ref === undefined) throw new Error("nothing waits");
  desk.decide(ref, "approve");
}

function noteIn(admission: Admission | undefined): Note {
  if (admission?.kind !== "sign") throw new Error(`expected a request to sign, it is to ${admission?.kind}`);
  return admission.note;
}

function journal(): JournalEntry[] {
  clock.advance(1_000);
  return open.journal.page({ limit: 100 }).entries.map(({ entry }) => entry);
}

/** What may leave of notes that are written to a database in memory. */
function commit(...notes: readonly Note[]): readonly boolean[] | undefined {
  const settle = vi.fn<Parameters<typeof open.guard.commit>[1]>();
  open.guard.commit(notes, settle);
  expect(settle).toHaveBeenCalledTimes(1);
  return settle.mock.calls[0]?.[0];
}

/** 100,000 sat to somebody else, 50,000 sat back to the wallet. */
function spendOf(wish: SpendWish = {}): RequestSummary {
  return anySpend({ ...wish, facts: { outputSat: "150000", ownOutputSat: "50000", unknownOutputCount: 1 } });
}

const channelTraffic: RequestSummary = { ...spendOf(), class: "revocation-root-ecdh", facts: { kind: "none" } };
const onion: RequestSummary = { ...channelTraffic, class: "node-ecdh" };

test("the journal is sealed with the key of the seed, also after the caller wiped it", () => {
  commit(admit(channelTraffic).note);
  expect(checkSeal(open.journal.head, sealKeyOf(masterKey))).toBe("valid");
  expect(checkSeal(open.journal.head, new Uint8Array(32))).toBe("other-seed");
});

test("an approval is concluded once, with its entry, also when the answer comes too late to leave", () => {
  const held = follow(admit(spendOf()));
  approve();
  const note = noteIn(held.settled);
  commit(note);
  const conclude = vi.spyOn(open.approvals, "conclude");
  open.guard.noteEnd({ note, outcome: { kind: "expired", tag: "deadline" } });
  expect(conclude).not.toHaveBeenCalled();
  clock.advance(1_000);
  const requests = journal().filter(({ kind }) => kind === "request");
  expect(requests).toMatchObject([{ outcome: { kind: "expired" } }, { outcome: { kind: "signed" } }]);
  expect(open.limits.spentSat("onchain-out", 3_600_000, "")).toBe(100_000n);
});

describe("asking", () => {
  test("a send waits for a person, and is signed and written down with the approval", () => {
    const held = follow(admit(spendOf()));
    approve();
    const note = noteIn(held.settled);
    expect(commit(note)).toBeUndefined();
    const [entry] = journal().filter(({ kind }) => kind === "request");
    expect(entry).toMatchObject({ outcome: { kind: "signed" }, approvalRef: note.approval?.ref, nodeId });
    expect(open.limits.spentSat("onchain-out", 3_600_000, "")).toBe(100_000n);
  });

  test("no answer in time: the node reads what to do, and the repeat of an approved card is signed at once", () => {
    const held = follow(admit(spendOf()));
    clock.advance(4_000);
    expect(held.settled).toMatchObject({ kind: "refuse", tag: "approval-needed" });
    approve();
    expect(admit(spendOf({ txid: txidOf(2) }))).toMatchObject({ kind: "sign" });
  });

  test("a no is journaled with its tag", () => {
    const held = follow(admit(spendOf()));
    const ref = desk.approvals[0]?.record.ref ?? "";
    desk.decide(ref, "refuse");
    const { settled } = held;
    if (settled?.kind !== "refuse") throw new Error("it was not refused");
    open.guard.noteEnd({ note: settled.note, outcome: { kind: "denied", tag: settled.tag, reason: settled.reason } });
    expect(journal()).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: "request", outcome: expect.objectContaining({ tag: "approval-refused" }) }),
        expect.objectContaining({ kind: "event", event: "approval-refused", detail: ref }),
      ]),
    );
  });

  test("the end of the stream lets go of an approval that was not used up", () => {
    const held = follow(admit(spendOf()));
    approve();
    noteIn(held.settled);
    open.guard.streamEnded();
    expect(admit(spendOf({ txid: txidOf(2) }))).toMatchObject({ kind: "sign" });
  });
});

describe("limits", () => {
  test("two sends at once do not both fit where one does", () => {
    start(hourLimit);
    const [first, second] = [1, 2].map((n) => follow(admit(spendOf({ txid: txidOf(n), pays: payment(n) }))));
    approve();
    expect(first?.settled).toMatchObject({ kind: "sign" });
    approve();
    expect(second?.settled).toMatchObject({ kind: "refuse", tag: "limit-onchain-out" });
  });

  test("a send that is written down counts, a repeat of it does not count again", () => {
    start(hourLimit);
    const held = follow(admit(spendOf()));
    approve();
    commit(noteIn(held.settled));
    expect(admit(spendOf())).toMatchObject({ kind: "sign" });
    expect(open.limits.spentSat("onchain-out", 3_600_000, "")).toBe(100_000n);
    expect(admit(spendOf({ txid: txidOf(9), pays: payment(9) }))).toMatchObject({
      kind: "refuse",
      tag: "limit-onchain-out",
    });
  });
});

const payment = (n: number) => [{ scriptHex: keyHashScript(0x80 + n), amountSat: 100_000 }];

describe("routine", () => {
  test("is counted per minute, not written line by line", () => {
    for (let n = 0; n < 3; n++) {
      const { note } = admit(onion);
      expect(note.isWrittenAhead).toBe(false);
      open.guard.noteEnd({ note, outcome: { kind: "signed" } });
    }
    clock.advance(60_000);
    expect(journal()).toMatchObject([{ kind: "routine", class: "node-ecdh", signed: 3, refused: 0 }]);
  });

  test("locked refusals are counted, too", () => {
    const { note } = admit(onion);
    open.guard.noteEnd({ note, outcome: { kind: "denied", tag: "locked", reason: "" } });
    clock.advance(60_000);
    expect(journal()).toMatchObject([{ kind: "routine", signed: 0, refused: 1 }]);
  });
});

describe("a database that cannot be written", () => {
  function breakDatabase(): void {
    database.pragma("query_only = ON");
  }

  test("journal-unavailable: what was approved does not leave, and nothing more is spent", () => {
    const held = follow(admit(spendOf()));
    approve();
    const note = noteIn(held.settled);
    breakDatabase();
    expect(commit(note)).toEqual([false]);
    expect(admit(spendOf({ txid: txidOf(2) }))).toMatchObject({ kind: "refuse", tag: "journal-unavailable" });
    database.pragma("query_only = OFF");
  });

  test("a disk that does not confirm lets nothing leave that spends, and channels go on", () => {
    const held = follow(admit(spendOf()));
    approve();
    const channel = admit(channelTraffic).note;
    vi.spyOn(Transactions.prototype, "whenSynced").mockImplementation((done) => done(new Error("EIO")));
    expect(commit(noteIn(held.settled), channel)).toEqual([false, true]);
    expect(open.journal.trouble).toMatchObject({ code: "IO", message: expect.stringContaining("did not confirm") });
    expect(admit(spendOf({ txid: txidOf(2) }))).toMatchObject({ kind: "refuse", tag: "journal-unavailable" });
  });

  test("channels go on, and what they signed is written down when the database is back", () => {
    const { note } = admit(channelTraffic);
    breakDatabase();
    expect(commit(note)).toEqual([true]);
    expect(open.journal.trouble).toMatchObject({ code: "READ_ONLY", held: 1 });
    database.pragma("query_only = OFF");
    clock.advance(60_000);
    expect(open.journal.trouble).toBeNull();
    expect(journal().map((entry) => (entry.kind === "event" ? entry.event : entry.kind))).toEqual([
      "journal-recovered",
      "request",
    ]);
  });
});

describe("another thread that writes", () => {
  let writer: FakeWriter;
  let settle: Mock<Parameters<OpenGuard["guard"]["commit"]>[1]>;

  beforeEach(() => {
    writer = new FakeWriter();
    start(initialConfig, writer);
    settle = vi.fn();
  });

  const full = () => Object.assign(new Error("disk full"), { code: "SQLITE_FULL" });
  const told = () => new Promise((resolve) => settle.mockImplementation(resolve));

  test("everything may leave once it says that the disk has it", () => {
    open.guard.commit([admit(channelTraffic).note], settle);
    expect(settle).not.toHaveBeenCalled();
    writer.confirm();
    expect(settle).toHaveBeenCalledExactlyOnceWith(undefined);
  });

  test("a disk that does not confirm lets channels go on, and nothing that spends", () => {
    const held = follow(admit(spendOf()));
    approve();
    open.guard.commit([noteIn(held.settled), admit(channelTraffic).note], settle);
    writer.confirm(new Error("EIO"));
    expect(settle).toHaveBeenCalledExactlyOnceWith([false, true]);
    expect(open.journal.trouble).toMatchObject({ code: "IO" });
  });

  test("what it could not write is held where channels need it, and refused where it spends", async () => {
    const held = follow(admit(spendOf()));
    approve();
    const failed = admit({ ...channelTraffic, class: "malformed" }).note;
    open.guard.noteEnd({ note: failed, outcome: { kind: "failed", code: "BAD_PSBT", detail: "no" } });
    open.guard.commit([noteIn(held.settled), admit(channelTraffic).note], settle);
    writer.fail(full());
    await told();
    expect(settle).toHaveBeenCalledExactlyOnceWith([false, true]);
    expect(open.journal.trouble).toMatchObject({ code: "FULL", held: 1 });
    expect(admit(spendOf({ txid: txidOf(2) }))).toMatchObject({ kind: "refuse", tag: "journal-unavailable" });
    const lines = journal().map((entry) => (entry.kind === "request" ? entry.outcome.kind : "event"));
    expect(lines.filter((line) => line !== "event").sort()).toEqual(["failed", "signed"]);
    expect(open.journal.trouble).toBeNull();
  });

  test("an approval whose signature it could not write is given back", async () => {
    const held = follow(admit(spendOf()));
    approve();
    const note = noteIn(held.settled);
    const states = () => desk.approvals.map(({ record }) => record.state);
    open.guard.commit([note], settle);
    expect(states()).toEqual([]);
    writer.fail(full());
    await told();
    expect(states()).toEqual(["in-use"]);
    clock.advance(1_000);
    open.guard.noteEnd({ note, outcome: { kind: "denied", tag: "journal-unavailable", reason: "" } });
    expect(states()).toEqual(["granted"]);
    expect(admit(spendOf({ txid: txidOf(2) })).kind).toBe("sign");
  });

  test("a limit counts while it writes, and no more when it could not", async () => {
    start(hourLimit, writer);
    const first = follow(admit(spendOf()));
    approve();
    open.guard.commit([noteIn(first.settled)], settle);
    const second = spendOf({ txid: txidOf(2) });
    expect(admit(second)).toMatchObject({ kind: "refuse", tag: "limit-onchain-out" });
    writer.fail(full());
    await told();
    clock.advance(1_000);
    expect(open.journal.trouble).toBeNull();
    expect(admit(second).kind).toBe("hold");
  });
});

describe("rules", () => {
  test("a change is written down with what it changes", () => {
    desk.change({ ...initialConfig, preset: "strict" });
    expect(journal()).toMatchObject([{ event: "rules-changed", detail: "preset standard -> strict" }]);
    expect(open.config.config.preset).toBe("strict");
  });

  test("nothing is judged without keys", () => {
    open.unbind();
    expect(() => admit(onion)).toThrow("locked");
  });

  test("a spike is told once, and signed all the same", () => {
    const kinds = Array.from({ length: 60 }, () => {
      const admission = admit({ ...onion, class: "other-ecdh" });
      return admission.note.alerts.map(({ tag }) => tag);
    });
    expect(kinds.flat()).toEqual(["rate-spike"]);
  });
});
