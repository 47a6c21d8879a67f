/** The thread that writes the database, as the signer thread starts it. */
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { Journal } from "../../main/journal/journal";
import { openDatabase } from "../../main/state/database";
import { LimitTable } from "../../main/state/limits";
import { MemoryTable } from "../../main/state/memory";
import { StateWriter } from "../../main/state/stateWriter";
import { type AsideEnd, Transactions } from "../../main/state/transactions";
import { Unchanged } from "../../main/state/writerPort";
import { FakeClock } from "../support/fakeClock";
import { requestEntry, startMs, testFolder, testTransactions, verified } from "../support/journal";

const writerFile = path.resolve("dist/main/writer.cjs");

async function withWriter(file = path.join(testFolder(), "state.db")) {
  const { database } = openDatabase(file, startMs);
  const writer = new StateWriter(writerFile, file, (error) => {
    throw error;
  });
  const transactions = new Transactions(database, { writer });
  onTestFinished(() => {
    transactions.close();
    database.close();
  });
  await expect.poll(() => writer.isFree).toBe(true);
  const insert = transactions.statement("INSERT INTO settings VALUES (?, ?)");
  const aside = (work: () => void) => new Promise<AsideEnd>((resolve) => transactions.runAside(work, resolve));
  const keys = () => database.prepare("SELECT key FROM settings ORDER BY key").raw().all().flat();
  return { file, database, writer, transactions, insert, aside, keys };
}

test("a transaction is in the file and on the disk when it says so", async () => {
  const { transactions, insert, aside, keys } = await withWriter();
  const end = aside(() => {
    insert.run("a", "{}");
    insert.run("b", "{}");
  });
  expect(transactions.canRunAside).toBe(false);
  expect(await end).toEqual({ isWritten: true, error: null });
  expect(keys()).toEqual(["a", "b"]);
  expect(await aside(() => insert.run("c", "{}"))).toEqual({ isWritten: true, error: null });
});

test("bytes, text, numbers and null arrive as they are, also as a part of other bytes", async () => {
  const { transactions, aside, database } = await withWriter();
  const insert = transactions.statement("INSERT INTO nonces VALUES (?, ?, ?)");
  const bytes = Uint8Array.of(9, 1, 2, 3, 9).subarray(1, 4);
  expect(await aside(() => insert.run(2 ** 40, bytes, Buffer.from("04ff", "hex")))).toMatchObject({ isWritten: true });
  const [row] = database.prepare("SELECT id, hex(nonce_hash), hex(binding) FROM nonces").raw().all() as unknown[][];
  expect(row).toEqual([2 ** 40, "010203", "04FF"]);
  const seal = transactions.statement("UPDATE journal_head SET seal = ?, head_hash = ?");
  expect(await aside(() => seal.run(null, bytes))).toMatchObject({ isWritten: true });
});

test("one that fails is written not at all, and its error keeps its code", async () => {
  const { insert, aside, keys, transactions } = await withWriter();
  transactions.run(() => insert.run("b", "{}"));
  const end = await aside(() => {
    insert.run("a", "{}");
    insert.run("b", "{}");
  });
  expect(end).toMatchObject({ isWritten: false, error: { code: expect.stringMatching(/^SQLITE_CONSTRAINT/) } });
  expect(keys()).toEqual(["b"]);
  const change = transactions.statement("UPDATE settings SET json = '[]' WHERE key = ?", { mustChange: true });
  expect((await aside(() => change.run("none"))).error).toBeInstanceOf(Unchanged);
  expect(transactions.canRunAside).toBe(true);
});

test("whoever writes here waits until it is written there", async () => {
  const { transactions, insert, aside, keys } = await withWriter();
  const end = aside(() => insert.run("a", "{}"));
  // Without the event loop having run in between.
  transactions.run(() => insert.run("b", "{}"));
  expect(keys()).toEqual(["a", "b"]);
  expect(await end).toMatchObject({ isWritten: true });
});

test("whoever writes here finds memory taken back when it failed there", async () => {
  const { transactions, insert, aside } = await withWriter();
  let count = 1;
  const end = aside(() => {
    count += 1;
    transactions.onRollback(() => {
      count -= 1;
    });
    insert.run("a", "{}");
    insert.run("a", "{}");
  });
  expect(count).toBe(2);
  expect(transactions.run(() => count)).toBe(1);
  expect(await end).toMatchObject({ isWritten: false });
});

test("what was written here is synced there", async () => {
  const { transactions, insert } = await withWriter();
  transactions.runUnsynced(() => insert.run("a", "{}"));
  expect(await new Promise((resolve) => transactions.whenSynced(resolve))).toBeNull();
});

test("nobody is called back after the end, and what was sent is in the file", async () => {
  const { writer, transactions, insert, file } = await withWriter();
  const called = vi.fn();
  transactions.runAside(() => insert.run("a", "{}"), called);
  transactions.whenSynced(called);
  transactions.close();
  expect(writer.isFree).toBe(false);
  await delay(100);
  expect(called).not.toHaveBeenCalled();
  const { database } = testTransactions(file);
  expect(database.prepare("SELECT key FROM settings").raw().all().flat()).toEqual(["a"]);
});

test("its end is told once, with the reason", async () => {
  const gone = vi.fn();
  const writer = new StateWriter(writerFile, path.join(testFolder(), "no folder", "state.db"), gone);
  await expect.poll(() => gone.mock.calls.length).toBe(1);
  expect(gone.mock.calls[0]?.[0]).toMatchObject({
    message: expect.stringContaining("ended"),
    cause: expect.any(Error),
  });
  await delay(100);
  expect(gone).toHaveBeenCalledTimes(1);
  expect(writer.isFree).toBe(false);
  writer.close();
});

test("the journal's chain goes through both threads, and limits count once", async () => {
  const { transactions, database } = await withWriter();
  const clock = new FakeClock(startMs);
  const journal = new Journal({ transactions, clock });
  const limits = new LimitTable(transactions, clock);
  const commit = (id: number) => {
    const use = { measure: "fees", key: `tx:${Math.floor(id / 2)}`, amountSat: BigInt(id) } as const;
    const alongside = () => limits.apply([use, use]);
    return new Promise((resolve) => journal.commit([requestEntry(id)], alongside, resolve));
  };
  for (let id = 2; id < 22; id += 2) {
    // The second one finds the other thread busy, and is written here.
    const ends = await Promise.all([commit(id), commit(id + 1)]);
    expect(ends).toEqual(ends.map(() => ({ isWritten: true, error: null })));
  }
  // Each key with the larger of its two amounts.
  const expectedSat = 3n + 5n + 7n + 9n + 11n + 13n + 15n + 17n + 19n + 21n;
  expect(limits.spentSat("fees", 3_600_000, "")).toBe(expectedSat);
  expect(new LimitTable(transactions, clock).spentSat("fees", 3_600_000, "")).toBe(expectedSat);
  expect(verified(journal.verify())).toMatchObject({ ok: true, checked: 20 });
  expect(database.prepare("SELECT count(*) FROM limit_uses").raw().get()).toEqual([10]);
});

test("an amount is known while the other thread writes it, and unknown again when that fails", async () => {
  const { transactions, aside } = await withWriter();
  const memory = new MemoryTable(transactions, "regtest:02");
  const fail = transactions.statement("UPDATE settings SET json = '[]'", { mustChange: true });
  const learn = (outpoint: string) => memory.apply([{ kind: "outpoint-amount", outpoint, amountSat: 5n }]);
  const good = aside(() => learn("aa:0"));
  expect(memory.amountOf("aa:0")).toBe(5n);
  expect(await good).toMatchObject({ isWritten: true });
  const bad = aside(() => {
    learn("bb:0");
    learn("bb:0");
    fail.run();
  });
  expect(memory.amountOf("bb:0")).toBe(5n);
  expect(await bad).toMatchObject({ isWritten: false });
  expect([memory.amountOf("aa:0"), memory.amountOf("bb:0")]).toEqual([5n, undefined]);
  expect(new MemoryTable(transactions, "regtest:02").amountOf("aa:0")).toBe(5n);
});

test("CHANGED: a journal that another process wrote to is not written by the other thread either", async () => {
  const { transactions, file } = await withWriter();
  const clock = new FakeClock(startMs);
  const journal = new Journal({ transactions, clock });
  const commit = (id: number) => new Promise((resolve) => journal.commit([requestEntry(id)], undefined, resolve));
  await commit(1);
  new Journal({ transactions: testTransactions(file), clock }).append([requestEntry(2)]);
  expect(await commit(3)).toMatchObject({ isWritten: false, error: { code: "CHANGED" } });
  expect(journal.trouble).toMatchObject({ code: "CHANGED" });
  expect(verified(journal.verify())).toMatchObject({ ok: true, checked: 2 });
  clock.advance(60_000);
  await expect.poll(() => journal.trouble).toBeNull();
  expect(await commit(3)).toEqual({ isWritten: true, error: null });
});
