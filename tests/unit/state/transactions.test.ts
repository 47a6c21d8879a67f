import { fdatasyncSync, openSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { Database } from "../../../main/state/database";
import { type AsideEnd, Transactions } from "../../../main/state/transactions";
import { Unchanged } from "../../../main/state/writerPort";
import { FakeWriter } from "../../support/fakeWriter";
import { testFolder, testTransactions } from "../../support/journal";

vi.mock(import("node:fs"), async (original) => {
  const actual = await original();
  const spied = { ...actual, openSync: vi.fn(actual.openSync), fdatasyncSync: vi.fn(actual.fdatasyncSync) };
  return spied as unknown as typeof actual;
});

const synchronous = (database: Database) => database.prepare("PRAGMA synchronous").raw().get();
const synced = (transactions: Transactions) =>
  new Promise<Error | null>((resolve) => transactions.whenSynced((error) => resolve(error)));
const write = ({ database }: Transactions) => database.exec("INSERT OR REPLACE INTO settings VALUES ('theme', '{}')");
const onDisk = () => testTransactions(path.join(testFolder(), "state.db"));

beforeEach(() => void vi.mocked(fdatasyncSync).mockClear());

test("every transaction but the unsynced one waits for the disk", () => {
  const transactions = onDisk();
  const { database } = transactions;
  expect(transactions.run(() => synchronous(database))).toEqual([2]);
  expect(transactions.runUnsynced(() => synchronous(database))).toEqual([1]);
  expect(() =>
    transactions.runUnsynced(() => {
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(synchronous(database)).toEqual([2]);
});

test("a statement that must change a row fails the transaction when there is none", () => {
  const transactions = testTransactions();
  const rename = transactions.statement("UPDATE settings SET json = ? WHERE key = ?", { mustChange: true });
  transactions.run(() => write(transactions));
  transactions.run(() => rename.run("[1]", "theme"));
  expect(() =>
    transactions.run(() => {
      rename.run("[2]", "theme");
      rename.run("[2]", "none");
    }),
  ).toThrow(Unchanged);
  expect(transactions.database.prepare("SELECT json FROM settings").raw().all()).toEqual([["[1]"]]);
});

describe("the log", () => {
  test("is synced by its file", async () => {
    const transactions = onDisk();
    transactions.runUnsynced(() => write(transactions));
    expect(await synced(transactions)).toBeNull();
    expect(openSync).toHaveBeenLastCalledWith(expect.stringMatching(/state\.db-wal$/), "r+");
    expect(fdatasyncSync).toHaveBeenCalledTimes(1);
    transactions.close();
  });

  test("of a disk that did not confirm once is not believed again", async () => {
    const transactions = onDisk();
    transactions.runUnsynced(() => write(transactions));
    const failure = new Error("EIO: i/o error, fdatasync");
    vi.mocked(fdatasyncSync).mockImplementationOnce(() => {
      throw failure;
    });
    expect(await synced(transactions)).toBe(failure);
    expect(await synced(transactions)).toBe(failure);
    expect(fdatasyncSync).toHaveBeenCalledTimes(1);
    transactions.close();
  });

  test("that cannot be opened now may be later", async () => {
    const transactions = onDisk();
    transactions.runUnsynced(() => write(transactions));
    vi.mocked(openSync).mockImplementationOnce(() => {
      throw new Error("EMFILE: too many open files");
    });
    expect((await synced(transactions))?.message).toContain("EMFILE");
    expect(await synced(transactions)).toBeNull();
    transactions.close();
  });

  test("of a database in memory is none", async () => {
    expect(await synced(testTransactions())).toBeNull();
    expect(fdatasyncSync).not.toHaveBeenCalled();
  });
});

describe("a transaction in another thread", () => {
  function withWriter() {
    const writer = new FakeWriter();
    const transactions = new Transactions(testTransactions().database, { writer });
    const ends: AsideEnd[] = [];
    const insert = transactions.statement("INSERT INTO settings VALUES (?, ?)");
    const rows = () => transactions.database.prepare("SELECT count(*) FROM settings").raw().get();
    return { writer, transactions, insert, rows, ends, ended: (end: AsideEnd) => void ends.push(end) };
  }

  test("is sent as its statements, and runs nothing here", () => {
    const { writer, transactions, insert, rows, ended } = withWriter();
    transactions.runAside(() => transactions.run(() => insert.run("theme", "{}")), ended);
    expect(writer.written).toEqual([
      [{ sql: "INSERT INTO settings VALUES (?, ?)", mustChange: false, values: ["theme", "{}"] }],
    ]);
    expect(rows()).toEqual([0]);
  });

  test.each([null, new Error("EIO")])("says when the disk has it, or that it may not: %s", (error) => {
    const { writer, transactions, insert, ends, ended } = withWriter();
    transactions.runAside(() => insert.run("theme", "{}"), ended);
    expect(ends).toEqual([]);
    writer.confirm(error);
    expect(ends).toEqual([{ isWritten: true, error }]);
  });

  test("that fails is taken back in memory at once, and told afterwards", async () => {
    const { writer, transactions, ends, ended } = withWriter();
    const order: string[] = [];
    transactions.runAside(() => {
      transactions.onRollback(() => void order.push("first"));
      transactions.onRollback(() => void order.push("second"));
    }, ended);
    const error = new Error("SQLITE_FULL");
    writer.fail(error);
    expect(order).toEqual(["second", "first"]);
    expect(ends).toEqual([]);
    await Promise.resolve();
    expect(ends).toEqual([{ isWritten: false, error }]);
  });

  test("whose making fails is not sent, and is taken back", () => {
    const { writer, transactions, insert, rows, ended } = withWriter();
    const undo = vi.fn();
    expect(() =>
      transactions.runAside(() => {
        transactions.onRollback(undo);
        throw new Error("no");
      }, ended),
    ).toThrow("no");
    expect(undo).toHaveBeenCalledTimes(1);
    expect(writer.written).toEqual([]);
    transactions.run(() => insert.run("theme", "{}"));
    expect(rows()).toEqual([1]);
    expect(undo).toHaveBeenCalledTimes(1);
  });

  test("comes before whatever is written here", () => {
    const { writer, transactions, insert, ended } = withWriter();
    transactions.runAside(() => insert.run("theme", "{}"), ended);
    transactions.run(() => insert.run("other", "{}"));
    expect(writer.settled).toBe(1);
  });

  test("is only taken by a thread that is free", () => {
    const { writer, transactions, ended } = withWriter();
    expect(transactions.canRunAside).toBe(true);
    expect(transactions.run(() => transactions.canRunAside)).toBe(false);
    writer.isFree = false;
    expect(transactions.canRunAside).toBe(false);
    expect(() => transactions.runAside(() => undefined, ended)).toThrow("no other thread");
    expect(testTransactions().canRunAside).toBe(false);
  });
});
