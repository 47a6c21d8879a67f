import { describe, expect, test } from "vitest";
import { sealKeyOf } from "../../../main/journal/chain";
import { type RetentionRule, trimJournal } from "../../../main/journal/retention";
import { requestEntry, startMs, testJournal, verified } from "../../support/journal";

const dayMs = 24 * 3_600_000;
const sealKey = sealKeyOf(new Uint8Array(64).fill(7));
const keepAll: RetentionRule = { longestMs: null, mostEntries: null };

/** One entry an hour. */
function filled(count: number) {
  const opened = testJournal();
  opened.journal.sealWith(sealKey);
  opened.journal.append(
    Array.from({ length: count }, (_, index) => requestEntry(index + 1, { atMs: startMs + index * 3_600_000 })),
  );
  const trim = (rule: RetentionRule, nowMs = startMs) =>
    trimJournal(opened.journal, opened.transactions.database, rule, nowMs);
  const seqs = opened.transactions.database.prepare("SELECT min(seq), count(*) FROM journal").raw();
  return { ...opened, trim, kept: () => seqs.get() };
}

describe("retention", () => {
  test("by number: the oldest go in portions, the chain goes on from a checkpoint, and the journal says so", () => {
    const { journal, trim, kept } = filled(2_600);
    const rule = { ...keepAll, mostEntries: 500 };
    expect(trim(rule)).toBe(1_000);
    expect(trim(rule)).toBe(1_000);
    expect(trim(rule)).toBe(0);
    expect(kept()).toEqual([2_001, 602]);
    expect(journal.head.checkpoint.seq).toBe(2_000);
    expect(verified(journal.verify())).toMatchObject({ ok: true, firstSeq: 2_001, lastSeq: 2_602, seal: "valid" });
    const [newest] = journal.page({ limit: 1 }).entries;
    expect(newest?.entry).toMatchObject({
      kind: "event",
      event: "journal-trimmed",
      detail: "entries 1001 to 2000 were removed: 500 entries are kept",
    });
  });

  test("by age: what is a day too old goes", () => {
    const { trim, kept, journal } = filled(100);
    const rule = { ...keepAll, longestMs: 30 * dayMs };
    expect(trim(rule, startMs + 30.5 * dayMs)).toBe(0);
    expect(trim(rule, startMs + 31.5 * dayMs)).toBe(36);
    expect(kept()).toEqual([37, 65]);
    expect(verified(journal.verify())).toMatchObject({ ok: true, firstSeq: 37 });
  });

  test("nothing goes when everything is kept, and never the newest entry", () => {
    const { trim, kept } = filled(50);
    expect(trim(keepAll, startMs + 9_999 * dayMs)).toBe(0);
    expect(trim({ ...keepAll, longestMs: dayMs }, startMs + 9_999 * dayMs)).toBe(0);
    expect(kept()).toEqual([1, 50]);
  });

  test("without the key nothing goes: the seal over the beginning could not be made anew", () => {
    const { journal, trim, kept } = filled(2_000);
    journal.sealWith(null);
    expect(trim({ ...keepAll, mostEntries: 500 })).toBe(0);
    expect(kept()).toEqual([1, 2_000]);
  });
});
