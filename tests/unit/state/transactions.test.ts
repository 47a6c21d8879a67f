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
const write = ({ database }: Transactions) => database.exec("INSERT INTO settings VALUES ('theme', '{}')");
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

/** Lets the disk take so long from now on. */
function diskTakes(ms: number): void {
  const sync = vi.mocked(fdatasyncSync);
  sync.mockImplementation(() => void vi.advanceTimersByTime(ms));
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  diskTakes(0.2);
  vi.mocked(fdatasync).mockReset();
});
afterEach(() => void vi.useRealTimers());

test("a quick disk is waited for, and the log is what is synced", () => {
  const transactions = onDisk();
  transactions.runUnsynced(() => write(transactions));
  const done = vi.fn();
  transactions.whenSynced(done);
  expect(openSync).toHaveBeenLastCalledWith(expect.stringMatching(/state\.db-wal$/), "r+");
  expect(fdatasyncSync).toHaveBeenCalled();
  expect(done).toHaveBeenCalledExactlyOnceWith(null);
  expect(fdatasync).not.toHaveBeenCalled();
  transactions.close();
});

test("a slow one is left to another thread, and said to be done only when it is", () => {
  const transactions = onDisk();
  transactions.runUnsynced(() => write(transactions));
  diskTakes(5);
  const done = vi.fn();
  transactions.whenSynced(done);
  expect(done).toHaveBeenCalledTimes(1);
  transactions.whenSynced(done);
  expect(done).toHaveBeenCalledTimes(1);
  vi.mocked(fdatasync).mock.calls[0]?.[1](null);
  expect(done).toHaveBeenCalledTimes(2);
  transactions.close();
});

test("the disk is tried again after a while, unless it is in trouble", () => {
  const transactions = onDisk();
  transactions.runUnsynced(() => write(transactions));
  diskTakes(5);
  const countHere = () => vi.mocked(fdatasyncSync).mock.calls.length;
  const before = countHere();
  for (let n = 0; n < 501; n++) transactions.whenSynced(() => undefined);
  expect(countHere() - before).toBe(1);
  vi.advanceTimersByTime(60);
  vi.mocked(fdatasync).mock.calls.at(-1)?.[1](null);
  for (let n = 0; n < 500; n++) transactions.whenSynced(() => undefined);
  expect(countHere() - before).toBe(1);
  transactions.whenSynced(() => undefined);
  expect(countHere() - before).toBe(2);
});

test("a disk that does not confirm is told, either way", async () => {
  const transactions = onDisk();
  transactions.runUnsynced(() => write(transactions));
  vi.mocked(fdatasyncSync).mockImplementationOnce(() => {
    throw new Error("EIO: i/o error, fdatasync");
  });
  expect((await synced(transactions))?.message).toContain("EIO");
  diskTakes(5);
  await synced(transactions);
  vi.mocked(fdatasync).mockImplementationOnce((_descriptor, done) => done(new Error("EIO: i/o error, fdatasync")));
  expect((await synced(transactions))?.message).toContain("EIO");
  const other = onDisk();
  vi.mocked(openSync).mockImplementationOnce(() => {
    throw new Error("EMFILE: too many open files");
  });
  expect((await synced(other))?.message).toContain("EMFILE");
  transactions.close();
});

test("a database in memory has nothing to sync, and nobody is called after the end", async () => {
  expect(await synced(testTransactions())).toBeNull();
  const transactions = onDisk();
  transactions.runUnsynced(() => write(transactions));
  diskTakes(5);
  await synced(transactions);
  const done = vi.fn();
  transactions.whenSynced(done);
  transactions.close();
  vi.mocked(fdatasync).mock.calls[0]?.[1](null);
  expect(done).not.toHaveBeenCalled();
});

test("a real disk confirms", async () => {
  vi.mocked(fdatasyncSync).mockRestore();
  const transactions = onDisk();
  transactions.runUnsynced(() => write(transactions));
  expect(await synced(transactions)).toBeNull();
  transactions.close();
});
