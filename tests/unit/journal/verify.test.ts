import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import Libsql from "libsql";
import { describe, expect, test } from "vitest";
import { sealKeyOf } from "../../../main/journal/chain";
import { textOf } from "../../../main/journal/entryText";
import { type Verification, verifyJournal } from "../../../main/journal/verify";
import type { Transactions } from "../../../main/state/transactions";
import { requestEntry, runThrough, testFolder, testJournal, verified } from "../../support/journal";

const sealKey = sealKeyOf(new Uint8Array(64).fill(7));
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

function sealedJournal(file: string | null, count: number) {
  const opened = testJournal(file);
  opened.journal.sealWith(sealKey);
  for (const id of numbers(count)) opened.journal.append([requestEntry(id)]);
  return opened;
}

/** What the check says after somebody ran SQL on the file. */
function afterTampering(sql: string, count = 20): Verification {
  const { transactions } = sealedJournal(null, count);
  transactions.database.exec(sql);
  return verified(verifyJournal(transactions.database, { sealKey, slice: 7 }));
}

describe("an honest journal", () => {
  test("adds up; the check makes a pause after every slice and says how far it is", () => {
    const { journal, transactions } = sealedJournal(null, 45);
    const work = verifyJournal(transactions.database, { sealKey, slice: 10 });
    expect(work.next().value).toEqual({ checked: 10, total: 45 });
    const { result, pauses } = runThrough(work);
    expect(pauses).toBe(4);
    expect(result).toEqual({
      ok: true,
      checked: 45,
      firstSeq: 1,
      lastSeq: 45,
      headHashHex: Buffer.from(journal.head.newest.hash).toString("hex"),
      seal: "valid",
      unsealed: 0,
    });
  });

  test("an empty one adds up", () => {
    expect(verified(testJournal().journal.verify())).toMatchObject({ ok: true, checked: 0, seal: "not-checked" });
  });

  test("only its newest part, when that is all there is time for", () => {
    const { journal } = sealedJournal(null, 45);
    expect(verified(journal.verify({ newest: 5 }))).toMatchObject({
      ok: true,
      checked: 5,
      firstSeq: 41,
      seal: "valid",
    });
    expect(verified(journal.verify({ newest: 500 }))).toMatchObject({ ok: true, checked: 45 });
  });

  test("entries that are written during the check do not disturb it", () => {
    const { journal } = sealedJournal(null, 450);
    const work = journal.verify();
    work.next();
    journal.append([requestEntry(451)]);
    expect(verified(work)).toMatchObject({ ok: true, checked: 450, seal: "valid" });
  });

  test("nor do entries that are removed during the check", () => {
    const { journal, transactions } = sealedJournal(null, 450);
    const work = verifyJournal(transactions.database, { sealKey, slice: 100 });
    work.next();
    const { hash } = transactions.database.prepare("SELECT hash FROM journal WHERE seq = 300").get() as {
      hash: ArrayBuffer;
    };
    journal.removeUpTo({ seq: 300, hash: Buffer.from(hash) }, "a test");
    expect(verified(work)).toMatchObject({ ok: true, lastSeq: 450 });
  });
});

describe("every change is noticed and named", () => {
  test.each<[string, string, object]>([
    [
      "an entry",
      "UPDATE journal SET entry = replace(entry, '10005', '10006') WHERE seq = 5",
      { seq: 5, reason: "hash" },
    ],
    ["a hash", "UPDATE journal SET hash = zeroblob(32) WHERE seq = 6", { seq: 6, reason: "hash" }],
    ["a short hash", "UPDATE journal SET hash = x'00' WHERE seq = 6", { seq: 6, reason: "hash" }],
    ["an entry taken out", "DELETE FROM journal WHERE seq = 7", { seq: 7, reason: "missing" }],
    ["the first taken out", "DELETE FROM journal WHERE seq <= 3", { seq: 1, reason: "missing" }],
    ["the last taken out", "DELETE FROM journal WHERE seq > 18", { seq: 19, reason: "missing" }],
    ["all of them", "DELETE FROM journal", { seq: 1, reason: "missing" }],
    ["two that change places", swap(8, 9), { seq: 8, reason: "hash" }],
    ["its time", "UPDATE journal SET at_ms = at_ms + 1 WHERE seq = 10", { seq: 10, reason: "columns" }],
    ["its group", "UPDATE journal SET class_group = 'gossip' WHERE seq = 11", { seq: 11, reason: "columns" }],
    ["its outcome", "UPDATE journal SET outcome = 'denied' WHERE seq = 12", { seq: 12, reason: "columns" }],
    ["one put in at the end", insertAt(21), { seq: 21, reason: "extra" }],
    ["another end", "UPDATE journal_head SET head_hash = zeroblob(32)", { seq: 20, reason: "cut" }],
    ["an end beyond the end", "UPDATE journal_head SET head_seq = 25", { seq: 21, reason: "missing" }],
    ["the end, with a head that fits", cutTo(15), { seq: null, reason: "seal" }],
    ["the beginning, with a checkpoint that fits", dropTo(5), { seq: null, reason: "seal" }],
    ["the seal", "UPDATE journal_head SET seal = zeroblob(32)", { seq: null, reason: "seal" }],
    ["what is sealed", "UPDATE journal_head SET sealed_hash = zeroblob(32)", { seq: 20, reason: "seal" }],
  ])("%s", (_, sql, failure) => {
    expect(afterTampering(sql)).toMatchObject({ ok: false, ...failure });
  });

  test("the whole file written anew, with a chain that adds up, but without the key", () => {
    const { transactions } = sealedJournal(null, 20);
    const { transactions: forged } = sealedJournal(null, 0);
    const { journal } = testJournal(null, { transactions: forged });
    journal.append(numbers(20).map((id) => requestEntry(id, { summary: { amountSat: "1" } })));
    copyTable("journal", forged, transactions);
    transactions.database.prepare("UPDATE journal_head SET head_hash = ?").run([Buffer.from(journal.head.newest.hash)]);
    expect(verified(verifyJournal(transactions.database))).toMatchObject({ ok: false, reason: "seal" });
    transactions.database.exec("UPDATE journal_head SET seal = NULL");
    expect(verified(verifyJournal(transactions.database, { sealKey }))).toMatchObject({ ok: true, seal: "absent" });
  });

  test("the key of another seed is told from a broken seal", () => {
    const { transactions } = sealedJournal(null, 3);
    const other = sealKeyOf(new Uint8Array(64).fill(8));
    expect(verified(verifyJournal(transactions.database, { sealKey: other }))).toMatchObject({ seal: "other-seed" });
  });
});

describe("one byte of the file", () => {
  test("flipped anywhere in an entry or its hash is noticed, and the entry is named", () => {
    const folder = testFolder();
    const file = path.join(folder, "state.db");
    const { transactions } = sealedJournal(file, 40);
    transactions.database.pragma("wal_checkpoint(TRUNCATE)");
    const rows = transactions.database.prepare("SELECT seq, hash FROM journal").all() as {
      seq: number;
      hash: ArrayBuffer;
    }[];
    transactions.database.close();
    const original = readFileSync(file);
    const copy = path.join(folder, "copy.db");
    let flips = 0;
    for (const { seq, hash } of rows) {
      const text = Buffer.from(textOf(requestEntry(seq)));
      for (const part of [text, Buffer.from(hash)]) {
        // The first page of a table keeps a copy of what was on it before there were more, which nobody reads.
        const start = original.lastIndexOf(part);
        expect(start).toBeGreaterThan(0);
        const bytes = Buffer.from(original);
        // Another place in each entry, and another bit.
        const offset = start + ((seq * 37) % part.length);
        bytes[offset] = (bytes[offset] ?? 0) ^ (1 << (seq % 8));
        copyFileSync(file, copy);
        writeFileSync(copy, bytes);
        const database = new Libsql(copy);
        expect(verified(verifyJournal(database, { sealKey })), `byte ${offset}`).toMatchObject({ ok: false, seq });
        database.close();
        flips += 1;
      }
    }
    expect(flips).toBe(80);
  });

  test("a page that SQLite cannot read is named by its first entry", () => {
    const file = path.join(testFolder(), "state.db");
    const { transactions } = sealedJournal(file, 400);
    transactions.database.pragma("wal_checkpoint(TRUNCATE)");
    transactions.database.close();
    const bytes = readFileSync(file);
    const pageStart = Math.floor(bytes.lastIndexOf(Buffer.from(textOf(requestEntry(200)))) / 4_096) * 4_096;
    bytes.fill(0xa5, pageStart, pageStart + 4_096);
    writeFileSync(file, bytes);
    const database = new Libsql(file);
    const result = verified(verifyJournal(database, { sealKey }));
    expect(result).toMatchObject({
      ok: false,
      reason: "unreadable",
      detail: expect.stringContaining("SQLITE_CORRUPT"),
    });
    expect(result.ok === false && result.seq).toBeGreaterThan(190);
    expect(result.ok === false && result.seq).toBeLessThanOrEqual(200);
    database.close();
  });
});

function swap(a: number, b: number): string {
  return `UPDATE journal SET seq = 1000 WHERE seq = ${a}; UPDATE journal SET seq = ${a} WHERE seq = ${b};
    UPDATE journal SET seq = ${b} WHERE seq = 1000`;
}

function insertAt(seq: number): string {
  return `INSERT INTO journal SELECT ${seq}, at_ms, class_group, outcome, entry, hash FROM journal WHERE seq = 20`;
}

function cutTo(seq: number): string {
  return `DELETE FROM journal WHERE seq > ${seq};
    UPDATE journal_head SET head_seq = ${seq}, head_hash = (SELECT hash FROM journal WHERE seq = ${seq})`;
}

function dropTo(seq: number): string {
  return `UPDATE journal_head SET checkpoint_seq = ${seq},
      checkpoint_hash = (SELECT hash FROM journal WHERE seq = ${seq});
    DELETE FROM journal WHERE seq <= ${seq}`;
}

function copyTable(name: string, from: Transactions, to: Transactions): void {
  to.database.exec(`DELETE FROM ${name}`);
  const rows = from.database.prepare(`SELECT * FROM ${name}`).raw().all() as unknown[][];
  for (const row of rows) {
    const values = row.map((value) => (value instanceof ArrayBuffer ? Buffer.from(value) : value));
    to.database.prepare(`INSERT INTO ${name} VALUES (${values.map(() => "?").join(", ")})`).run(values);
  }
}
