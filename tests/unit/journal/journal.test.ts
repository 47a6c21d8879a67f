import path from "node:path";
import { describe, expect, test, vi } from "vitest";
import { sealKeyOf } from "../../../main/journal/chain";
import { Journal } from "../../../main/journal/journal";
import { FakeClock } from "../../support/fakeClock";
import { requestEntry, startMs, testFolder, testJournal, testTransactions, verified } from "../../support/journal";

const names = (journal: Journal) =>
  journal.page({ limit: 100 }).entries.map(({ entry }) => (entry.kind === "event" ? entry.event : entry.kind));
const sealKey = (byte: number) => sealKeyOf(new Uint8Array(64).fill(byte));

describe("append", () => {
  test("entries are there when it returns, in a second connection and after opening again", () => {
    const file = path.join(testFolder(), "state.db");
    const { journal } = testJournal(file);
    journal.append([requestEntry(1), requestEntry(2)]);
    const { journal: other } = testJournal(file);
    expect(other.page({ limit: 10 }).entries.map(({ entry }) => entry)).toEqual([requestEntry(2), requestEntry(1)]);
    expect(other.head.newest.seq).toBe(2);
  });

  test("what goes alongside is part of the same transaction", () => {
    const { journal, transactions } = testJournal();
    journal.append([requestEntry(1)], () => transactions.database.exec("INSERT INTO settings VALUES ('a', '1')"));
    expect(transactions.database.prepare("SELECT count(*) FROM settings").raw().get()).toEqual([1]);
  });

  test("when what goes alongside fails nothing is written, and the chain goes on from where it was", () => {
    const { journal, transactions } = testJournal();
    journal.append([requestEntry(1)]);
    const fails = () => {
      transactions.database.exec("INSERT INTO settings VALUES ('a', '1')");
      throw new Error("a bug");
    };
    expect(() => journal.append([requestEntry(2)], fails)).toThrow("a bug");
    expect(journal.trouble).toBe(null);
    journal.append([requestEntry(3)]);
    expect(journal.page({ limit: 10 }).entries.map(({ seq, entry }) => [seq, entry])).toEqual([
      [2, requestEntry(3)],
      [1, requestEntry(1)],
    ]);
    expect(verified(journal.verify())).toMatchObject({ ok: true, checked: 2 });
    expect(transactions.database.prepare("SELECT count(*) FROM settings").raw().get()).toEqual([0]);
  });

  test("inside a transaction that fails later the chain goes back too", () => {
    const { journal, transactions } = testJournal();
    const outer = () =>
      transactions.run(() => {
        journal.append([requestEntry(1)]);
        throw new Error("later");
      });
    expect(outer).toThrow("later");
    expect(journal.head.newest.seq).toBe(0);
    journal.append([requestEntry(2)]);
    expect(verified(journal.verify())).toMatchObject({ ok: true, checked: 1 });
  });

  test("flush is part of every transaction", () => {
    const flush = vi.fn();
    const { journal } = testJournal(null, { flush });
    journal.append([requestEntry(1)]);
    journal.append([]);
    expect(flush).toHaveBeenCalledTimes(2);
  });

  test("CHANGED: another process wrote meanwhile; the next attempt goes on from there", () => {
    const file = path.join(testFolder(), "state.db");
    const { journal } = testJournal(file);
    const { journal: other } = testJournal(file);
    other.append([requestEntry(1)]);
    expect(() => journal.append([requestEntry(2)])).toThrow(expect.objectContaining({ code: "CHANGED" }));
    journal.append([requestEntry(2)]);
    expect(verified(journal.verify())).toMatchObject({ ok: true, lastSeq: 3 });
  });
});

describe("seal", () => {
  test("every batch is sealed while the key is there, and entries made without it are counted", () => {
    const { journal } = testJournal();
    expect(journal.sealWith(sealKey(1))).toBe("absent");
    journal.append([requestEntry(1)]);
    expect(verified(journal.verify())).toMatchObject({ ok: true, seal: "valid", unsealed: 0 });
    expect(journal.sealWith(null)).toBe(null);
    journal.append([requestEntry(2), requestEntry(3)]);
    expect(verified(journal.verify())).toMatchObject({ ok: true, seal: "not-checked", unsealed: 2 });
    expect(journal.sealWith(sealKey(1))).toBe("valid");
    expect(verified(journal.verify())).toMatchObject({ ok: true, seal: "valid", unsealed: 0 });
    expect(names(journal)).toEqual(["request", "request", "request"]);
  });

  test("entries from before the first key get a seal, and the journal says so", () => {
    const { journal } = testJournal();
    journal.append([requestEntry(1)]);
    expect(journal.sealWith(sealKey(1))).toBe("absent");
    expect(names(journal)).toEqual(["journal-seal-absent", "request"]);
    expect(verified(journal.verify())).toMatchObject({ ok: true, seal: "valid" });
  });

  test("other-seed: the journal says so and goes on with the new key", () => {
    const { journal } = testJournal();
    journal.sealWith(sealKey(1));
    journal.append([requestEntry(1)]);
    expect(journal.sealWith(sealKey(2))).toBe("other-seed");
    expect(names(journal)).toEqual(["journal-seal-other-seed", "request"]);
    expect(verified(journal.verify())).toMatchObject({ ok: true, seal: "valid" });
  });

  test("broken: the end was cut off while the signer was away; the journal says so", () => {
    const transactions = testTransactions();
    const { journal } = testJournal(null, { transactions });
    journal.sealWith(sealKey(1));
    journal.append([requestEntry(1), requestEntry(2)]);
    journal.close();
    transactions.database.exec(`DELETE FROM journal WHERE seq = 2;
      UPDATE journal_head SET head_seq = 1, head_hash = (SELECT hash FROM journal WHERE seq = 1)`);
    const later = new Journal({ transactions, clock: new FakeClock(startMs) });
    expect(later.sealWith(sealKey(1))).toBe("broken");
    expect(names(later)).toEqual(["journal-seal-broken", "request"]);
  });

  test("the master key must be 64 bytes", () => {
    expect(() => sealKeyOf(new Uint8Array(32))).toThrow(new TypeError("master key: expected 64 bytes, got 32"));
  });
});

describe("routine counts", () => {
  test("one entry a minute and class, written when the minute is over", () => {
    const { journal, clock } = testJournal();
    const minute = Date.UTC(2026, 0, 2, 3, 4);
    journal.count(clock.nowMs(), "node", "node-ecdh", true);
    journal.count(clock.nowMs(), "node", "node-ecdh", true);
    journal.count(clock.nowMs(), "node", "node-ecdh", false);
    journal.count(clock.nowMs(), "node", "channel-update", true);
    expect(journal.head.newest.seq).toBe(0);
    clock.advance(55_000);
    expect(journal.page({ limit: 10 }).entries.map(({ entry }) => entry)).toEqual([
      { kind: "routine", atMs: minute, nodeId: "node", class: "channel-update", signed: 1, refused: 0 },
      { kind: "routine", atMs: minute, nodeId: "node", class: "node-ecdh", signed: 2, refused: 1 },
    ]);
    clock.advance(600_000);
    expect(journal.head.newest.seq).toBe(2);
  });

  test("an entry after the minute takes them along, ahead of itself", () => {
    const { journal, clock } = testJournal();
    journal.count(clock.nowMs(), null, "node-ecdh", true);
    clock.spend(60_000_000);
    journal.append([requestEntry(1)]);
    expect(names(journal)).toEqual(["request", "routine"]);
  });

  test("the minute that runs is written when the journal is closed", () => {
    const { journal, clock, transactions } = testJournal();
    journal.count(clock.nowMs(), null, "tower-ecdh", true);
    journal.close();
    const { journal: later } = testJournal(null, { transactions });
    expect(names(later)).toEqual(["routine"]);
  });
});
