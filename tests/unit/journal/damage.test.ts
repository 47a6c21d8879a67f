import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import Libsql from "libsql";
import { describe, expect, test } from "vitest";
import { Journal } from "../../../main/journal/journal";
import { isSuspect } from "../../../main/state/suspicion";
import { Transactions } from "../../../main/state/transactions";
import { FakeClock } from "../../support/fakeClock";
import { requestEntry, startMs, testFolder, testJournal, testTransactions, verified } from "../../support/journal";

describe("an entry that is damaged on disk", () => {
  test("is shown as damaged among the others, exported, and does not end the process", () => {
    const { journal, transactions } = testJournal();
    journal.append([requestEntry(1), requestEntry(2), requestEntry(3)]);
    transactions.database.exec("UPDATE journal SET entry = CAST(x'7bff' AS TEXT) WHERE seq = 2");
    expect(journal.page({ limit: 10 }).entries.map(({ entry }) => entry)).toEqual([
      requestEntry(3),
      { kind: "event", atMs: startMs + 2, event: "journal-entry-damaged", detail: "entry 2 cannot be read" },
      requestEntry(1),
    ]);
    expect(verified(journal.verify())).toMatchObject({ ok: false, seq: 2, reason: "hash" });
  });

  test("text beside an entry that is not UTF-8 is named too", () => {
    const { journal, transactions } = testJournal();
    journal.append([requestEntry(1)]);
    transactions.database.exec("UPDATE journal SET outcome = CAST(x'ff' AS TEXT)");
    expect(verified(journal.verify())).toMatchObject({ ok: false, seq: 1, reason: "columns" });
  });
});

describe("a page that is corrupted while the signer runs", () => {
  test("CORRUPT: writing and reading say so, and nothing is written", () => {
    const file = path.join(testFolder(), "state.db");
    const first = testJournal(file);
    for (let id = 1; id <= 400; id += 1) first.journal.append([requestEntry(id)]);
    first.transactions.database.pragma("wal_checkpoint(TRUNCATE)");
    first.transactions.database.close();
    // Opened anew without the check at the start, as by a process that has been running for long.
    const database = new Libsql(file);
    const journal = new Journal({ transactions: new Transactions(database), clock: new FakeClock(startMs) });
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 20 * 4_096);
    writeFileSync(file, bytes);
    expect(() => journal.append([requestEntry(401)])).toThrow(expect.objectContaining({ code: "CORRUPT" }));
    expect(journal.trouble).toMatchObject({ code: "CORRUPT" });
    expect(isSuspect(file)).toBe(true);
    expect(() => journal.page({ limit: 10 })).toThrow(expect.objectContaining({ code: "CORRUPT" }));
    expect(verified(journal.verify())).toMatchObject({ ok: false, reason: "unreadable" });
    database.close();
    // The next start moves the file aside and begins anew.
    expect(testTransactions(file).database.prepare("SELECT count(*) FROM journal").raw().get()).toEqual([0]);
  });
});
