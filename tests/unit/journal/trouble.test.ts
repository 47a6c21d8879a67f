import path from "node:path";
import { describe, expect, test, vi } from "vitest";
import { type JournalErrorCode, journalErrorCodes, journalErrorOf } from "../../../main/journal/journalError";
import { LimitTable } from "../../../main/state/limits";
import { requestEntry, testFolder, testJournal, verified } from "../../support/journal";
import { smallDisk } from "../../support/smallDisk";

const events = (journal: ReturnType<typeof testJournal>["journal"]) =>
  journal
    .page({ limit: 100, filter: { groups: ["event"] } })
    .entries.map(({ entry }) => (entry.kind === "event" ? `${entry.event}: ${entry.detail}` : ""));

/** The database cannot grow until the returned function is called: SQLite says what it says of a full disk. */
function fullDatabase(journal: ReturnType<typeof testJournal>): () => void {
  const { database } = journal.transactions;
  const [{ page_count: pages }] = database.pragma("page_count") as [{ page_count: number }];
  database.pragma(`max_page_count = ${pages}`);
  return () => void database.pragma("max_page_count = 1000000");
}

const large = (id: number) => requestEntry(id, { summary: { text: "x".repeat(5_000) } });

describe("a database that cannot be written", () => {
  test("append throws, nothing of it is written, and the trouble is told", () => {
    const onTrouble = vi.fn();
    const opened = testJournal(path.join(testFolder(), "state.db"), { onTrouble });
    const { journal, transactions } = opened;
    journal.append([requestEntry(1)]);
    fullDatabase(opened);
    const alongside = () => void transactions.database.exec("INSERT INTO settings VALUES ('a', '1')");
    expect(() => journal.append([large(2)], alongside)).toThrow(
      expect.objectContaining({ name: "JournalError", code: "FULL" }),
    );
    expect(journal.head.newest.seq).toBe(1);
    expect(transactions.database.prepare("SELECT count(*) FROM settings").raw().get()).toEqual([0]);
    expect(journal.trouble).toMatchObject({ code: "FULL", held: 0, lost: 0 });
    expect(onTrouble).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ code: "FULL" }));
  });

  test("what is held is written once there is room, in order, with an event that says so", async () => {
    const onTrouble = vi.fn();
    const opened = testJournal(path.join(testFolder(), "state.db"), { onTrouble });
    const { journal, clock } = opened;
    const makeRoom = fullDatabase(opened);
    expect(() => journal.append([large(1)])).toThrow(expect.objectContaining({ code: "FULL" }));
    journal.hold([large(1)]);
    journal.hold([large(2)]);
    expect(journal.trouble).toMatchObject({ held: 2 });
    clock.advance(120_000);
    expect(journal.trouble).toMatchObject({ held: 2 });
    makeRoom();
    clock.advance(30_000);
    await expect.poll(() => journal.trouble).toBe(null);
    expect(onTrouble).toHaveBeenLastCalledWith(null);
    expect(journal.page({ limit: 9 }).entries.map(({ entry }) => entry.kind)).toEqual(["event", "request", "request"]);
    expect(events(journal)).toEqual([
      "journal-recovered: 2 entries from 2026-01-02T03:04:05.001Z to 2026-01-02T03:04:05.002Z are written late",
    ]);
    expect(verified(journal.verify())).toMatchObject({ ok: true, checked: 3 });
  });

  test("the next entry that can be written takes the held ones along, ahead of itself", () => {
    const opened = testJournal(path.join(testFolder(), "state.db"));
    const { journal } = opened;
    const makeRoom = fullDatabase(opened);
    journal.hold([large(1)]);
    expect(() => journal.append([])).toThrow(expect.objectContaining({ code: "FULL" }));
    makeRoom();
    journal.append([requestEntry(2)]);
    expect(
      journal.page({ limit: 9 }).entries.map(({ entry }) => (entry.kind === "request" ? entry.requestId : entry.kind)),
    ).toEqual(["2", "event", "1"]);
  });

  test("what finds no room in memory is counted, and the journal says how many", () => {
    const opened = testJournal(path.join(testFolder(), "state.db"), { mostHeld: 3 });
    const { journal } = opened;
    const makeRoom = fullDatabase(opened);
    for (let id = 1; id <= 5; id += 1) journal.hold([large(id)]);
    expect(() => journal.append([])).toThrow(expect.objectContaining({ code: "FULL" }));
    expect(journal.trouble).toMatchObject({ held: 3, lost: 2 });
    makeRoom();
    journal.append([]);
    expect(events(journal)).toEqual([expect.stringMatching(/^journal-recovered: 3 entries .* 2 found no room/)]);
  });

  test("attempts become ever more seldom, up to every 30 s", () => {
    const onTrouble = vi.fn();
    const opened = testJournal(path.join(testFolder(), "state.db"), { onTrouble });
    fullDatabase(opened);
    opened.journal.hold([large(1)]);
    const attemptsWithin = (ms: number) => {
      onTrouble.mockClear();
      opened.clock.advance(ms);
      return onTrouble.mock.calls.length;
    };
    expect([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 29_000].map(attemptsWithin)).toEqual([
      1, 1, 1, 1, 1, 1, 1, 0,
    ]);
  });

  test("minutes that end meanwhile are held too", () => {
    const opened = testJournal(path.join(testFolder(), "state.db"));
    const { journal, clock } = opened;
    const makeRoom = fullDatabase(opened);
    journal.hold([large(1)]);
    journal.count(clock.nowMs(), null, "node-ecdh", true);
    clock.advance(300_000);
    expect(journal.trouble).toMatchObject({ held: 2 });
    makeRoom();
    journal.append([]);
    expect(journal.page({ limit: 9 }).entries.map(({ entry }) => entry.kind)).toEqual(["event", "routine", "request"]);
  });
});

describe("a disk that is really full", () => {
  test("FULL: nothing is half written, memory follows, and what was held is written when there is room", async ({
    annotate,
  }) => {
    const disk = smallDisk(2_048);
    // Without the right to mount a disk SQLite's own limit stands in: it fails in the same place.
    void annotate(disk === null ? "no disk could be mounted: the limit of the database itself" : "a full tmpfs");
    const file = path.join(disk?.folder ?? testFolder(), "state.db");
    const opened = testJournal(file);
    const { journal, transactions, clock } = opened;
    const limits = new LimitTable(transactions, clock);
    const spend = (id: number) =>
      journal.append([large(id)], () => limits.apply([{ measure: "fees", key: `tx:${id}`, amountSat: 1n }]));
    for (let id = 1; id <= 20; id += 1) spend(id);
    const makeRoom = disk === null ? fullDatabase(opened) : disk.makeRoom;
    disk?.fill();
    let refused = 0;
    for (let id = 21; id <= 200; id += 1) {
      try {
        spend(id);
      } catch (error) {
        expect(error).toMatchObject({ name: "JournalError", code: expect.stringMatching(/^(FULL|IO)$/) });
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(0);
    const written = 200 - refused;
    expect(limits.spentSat("fees", 3_600_000, "")).toBe(BigInt(written));
    journal.hold([large(201)]);
    makeRoom();
    clock.advance(60_000);
    await expect.poll(() => journal.trouble).toBe(null);
    expect(verified(journal.verify())).toMatchObject({ ok: true, checked: written + 2 });
    expect(new LimitTable(transactions, clock).spentSat("fees", 3_600_000, "")).toBe(BigInt(written));
    transactions.database.close();
    const { journal: later } = testJournal(file);
    expect(verified(later.verify())).toMatchObject({ ok: true, checked: written + 2 });
  });
});

describe("a database that turned read-only", () => {
  test("READ_ONLY: nothing is written until it can be", () => {
    const { journal, transactions, clock } = testJournal();
    transactions.database.pragma("query_only = ON");
    expect(() => journal.append([requestEntry(1)])).toThrow(expect.objectContaining({ code: "READ_ONLY" }));
    journal.hold([requestEntry(1)]);
    transactions.database.pragma("query_only = OFF");
    clock.advance(1_000);
    expect(verified(journal.verify())).toMatchObject({ ok: true, checked: 2 });
  });
});

describe("journalErrorOf", () => {
  const sqlite = (code: string) => Object.assign(new Error("said"), { code });

  test.each<[JournalErrorCode, string]>([
    ["FULL", "SQLITE_FULL"],
    ["READ_ONLY", "SQLITE_READONLY_DBMOVED"],
    ["CORRUPT", "SQLITE_CORRUPT_INDEX"],
    ["BUSY", "SQLITE_BUSY_SNAPSHOT"],
    ["IO", "SQLITE_IOERR_FSYNC"],
  ])("%s from %s", (code, name) => {
    expect(journalErrorOf(sqlite(name))).toMatchObject({ code, message: `${name}: said` });
    expect(journalErrorCodes).toContain(code);
  });

  test.each([sqlite("SQLITE_CONSTRAINT_UNIQUE"), sqlite("SQLITE_ERROR"), new Error("no code"), "text"])(
    "a bug stays a bug: %s",
    (error) => expect(journalErrorOf(error)).toBe(null),
  );
});
