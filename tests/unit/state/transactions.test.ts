import { fdatasync, fdatasyncSync, openSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Database } from "../../../main/state/database";
import type { Transactions } from "../../../main/state/transactions";
import { testFolder, testTransactions } from "../../support/journal";

vi.mock(import("node:fs"), async (original) => {
  const actual = await original();
  const spied = {
    ...actual,
    openSync: vi.fn(actual.openSync),
    fdatasync: vi.fn(actual.fdatasync),
    fdatasyncSync: vi.fn(actual.fdatasyncSync),
  };
  return spied as unknown as typeof actual;
});

const synchronous = (database: Database) => database.prepare("PRAGMA synchronous").raw().get();
const synced = (transactions: Transactions) =>
  new Promise<Error | null>((resolve) => transactions.whenSynced((error) => resolve(error)));
const write = ({ database }: Transactions) => database.exec("INSERT OR REPLACE INTO settings VALUES ('theme', '{}')");
const onDisk = () => testTransactions(path.join(testFolder(), "state.db"));

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

/** Lets the disk take so long from now on, where it is waited for. */
function diskTakes(ms: number): void {
  vi.mocked(fdatasyncSync).mockImplementation(() => void vi.advanceTimersByTime(ms));
}

/** Lets the other thread be done with the sync that was left to it last. */
function finishAside(error: NodeJS.ErrnoException | null = null): void {
  const last = vi.mocked(fdatasync).mock.calls.at(-1);
  if (last === undefined) throw new Error("nothing was left to another thread");
  last[1](error);
}

/** A database on a disk that has shown that it is not in trouble: from now on it is waited for. */
function onTriedDisk(): Transactions {
  const transactions = onDisk();
  transactions.runUnsynced(() => write(transactions));
  for (let n = 0; n < 20; n++) {
    transactions.whenSynced(() => undefined);
    finishAside();
  }
  return transactions;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  diskTakes(0.2);
  vi.mocked(fdatasync)
    .mockClear()
    .mockImplementation(() => undefined);
});
afterEach(() => void vi.useRealTimers());

test("the log is synced by another thread, and said to be durable only when it is", () => {
  const transactions = onDisk();
  transactions.runUnsynced(() => write(transactions));
  const done = vi.fn();
  transactions.whenSynced(done);
  expect(openSync).toHaveBeenLastCalledWith(expect.stringMatching(/state\.db-wal$/), "r+");
  expect(done).not.toHaveBeenCalled();
  finishAside();
  expect(done).toHaveBeenCalledExactlyOnceWith(null);
  transactions.close();
});

test("a quick disk is waited for; after one slow sync it is not", () => {
  const transactions = onTriedDisk();
  vi.mocked(fdatasync).mockClear();
  const done = vi.fn();
  transactions.whenSynced(done);
  expect(done).toHaveBeenCalledTimes(1);
  diskTakes(5);
  transactions.whenSynced(done);
  expect(done).toHaveBeenCalledTimes(2);
  expect(fdatasync).not.toHaveBeenCalled();
  transactions.whenSynced(done);
  expect(done).toHaveBeenCalledTimes(2);
  finishAside();
  expect(done).toHaveBeenCalledTimes(3);
  transactions.close();
});

test("the disk is tried again after a while, unless it is in trouble", () => {
  const transactions = onTriedDisk();
  const countHere = () => vi.mocked(fdatasyncSync).mock.calls.length;
  const before = countHere();
  const syncAside = () => {
    transactions.whenSynced(() => undefined);
    finishAside();
  };
  diskTakes(5);
  transactions.whenSynced(() => undefined);
  for (let n = 0; n < 499; n++) syncAside();
  transactions.whenSynced(() => undefined);
  vi.advanceTimersByTime(60);
  finishAside();
  for (let n = 0; n < 500; n++) syncAside();
  expect(countHere() - before).toBe(1);
  transactions.whenSynced(() => undefined);
  expect(countHere() - before).toBe(2);
  transactions.close();
});

test.each(["here", "aside"])("a disk that did not confirm once, %s, is not believed again", async (where) => {
  const transactions = where === "here" ? onTriedDisk() : onDisk();
  transactions.runUnsynced(() => write(transactions));
  const failure = new Error("EIO: i/o error, fdatasync");
  if (where === "aside") vi.mocked(fdatasync).mockImplementationOnce((_descriptor, done) => done(failure));
  else {
    vi.mocked(fdatasyncSync).mockImplementationOnce(() => {
      throw failure;
    });
  }
  expect(await synced(transactions)).toBe(failure);
  expect(await synced(transactions)).toBe(failure);
  transactions.close();
});

test("a log that cannot be opened now may be later", async () => {
  const transactions = onDisk();
  transactions.runUnsynced(() => write(transactions));
  vi.mocked(openSync).mockImplementationOnce(() => {
    throw new Error("EMFILE: too many open files");
  });
  expect((await synced(transactions))?.message).toContain("EMFILE");
  vi.mocked(fdatasync).mockImplementationOnce((_descriptor, done) => done(null));
  expect(await synced(transactions)).toBeNull();
  transactions.close();
});

test("a database in memory has nothing to sync, and nobody is called after the end", async () => {
  expect(await synced(testTransactions())).toBeNull();
  const transactions = onDisk();
  transactions.runUnsynced(() => write(transactions));
  const done = vi.fn();
  transactions.whenSynced(done);
  transactions.close();
  finishAside();
  expect(done).not.toHaveBeenCalled();
});

test("a real disk confirms", async () => {
  vi.mocked(fdatasync).mockRestore();
  const transactions = onDisk();
  transactions.runUnsynced(() => write(transactions));
  expect(await synced(transactions)).toBeNull();
  transactions.close();
});
