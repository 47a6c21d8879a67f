// A page of a journal of a million entries costs what a page of a small one costs: every query walks an index.
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type JournalFilter, JournalPages, seqsSql } from "../../../main/journal/pages";
import { type Database, openDatabase } from "../../../main/state/database";
import { systemClock } from "../../../main/support/clock";
import { requestEntry, startMs } from "../../support/journal";

/** One entry in so many is a spend, and one in so many of those was refused. */
const oneIn = 5_000;

/** As a busy node leaves it: nearly all commitments. The hashes are not the point here. */
function fill(database: Database, count: number): void {
  const commitment = JSON.stringify(requestEntry(1, { class: "remote-commitment" }));
  const spend = JSON.stringify(requestEntry(1, { class: "wallet-send" }));
  database.pragma("synchronous = OFF");
  database
    .prepare(
      `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
       INSERT INTO journal SELECT n, ?, CASE WHEN n % ${oneIn} = 1 THEN 'on-chain' ELSE 'channels' END,
         CASE WHEN n % ${oneIn * 10} = 1 THEN 'denied' ELSE 'signed' END,
         CASE WHEN n % ${oneIn} = 1 THEN ? ELSE ? END, zeroblob(32) FROM numbers`,
    )
    .run(count, startMs, spend, commitment);
}

let small: Database;
let large: Database;

beforeAll(() => {
  const folder = mkdtempSync(path.join(os.tmpdir(), "countersign-million-"));
  small = openDatabase(path.join(folder, "small.db"), startMs).database;
  fill(small, 10_000);
  large = openDatabase(path.join(folder, "large.db"), startMs).database;
  fill(large, 1_000_000);
  return () => {
    small.close();
    large.close();
    rmSync(folder, { recursive: true });
  };
}, 120_000);

const filters: readonly (readonly [string, JournalFilter])[] = [
  ["everything", {}],
  ["a common group", { groups: ["channels"] }],
  ["a rare group", { groups: ["on-chain"] }],
  ["a rare outcome", { outcomes: ["denied", "expired", "failed", "bug"] }],
  ["a group without entries", { groups: ["gossip"] }],
  ["text that no entry has", { text: "nowhere to be found" }],
];

describe("a page of a million entries", () => {
  test.each(filters)("%s: no query scans the journal", (_, filter) => {
    const statements: string[] = [];
    const watched = new Proxy(large, {
      get(target, name) {
        const value = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...input: unknown[]) => {
          if (name === "prepare") statements.push(String(input[0]));
          return value.apply(target, input);
        };
      },
    });
    new JournalPages(watched, systemClock).page({ limit: 50, filter });
    expect(statements.length).toBeGreaterThan(3);
    for (const statement of statements) {
      const plan = large.prepare(`EXPLAIN QUERY PLAN ${statement}`).all() as { readonly detail: string }[];
      const details = plan.map(({ detail }) => detail);
      expect(details.filter((detail) => /^SCAN journal/.test(detail))).toEqual([]);
      expect(details.some((detail) => /^SEARCH journal USING/.test(detail))).toBe(true);
    }
  });

  test("group and outcome are found in the index alone, in order", () => {
    const plan = large.prepare(`EXPLAIN QUERY PLAN ${seqsSql(1)}`).all() as { readonly detail: string }[];
    expect(plan.map(({ detail }) => detail)).toContain(
      "SEARCH journal USING COVERING INDEX journal_by_group (class_group=? AND outcome=? AND rowid<?)",
    );
  });

  test.each(filters)("%s: costs little more than of ten thousand", (_, filter) => {
    const [few, many] = [small, large].map((database) => new JournalPages(database, systemClock));
    const beforeSeq = { few: 9_000, many: 900_000 };
    const fastest = (work: () => void) =>
      Math.min(
        ...Array.from({ length: 12 }, () => {
          const started = performance.now();
          work();
          return performance.now() - started;
        }),
      );
    const fewMs = fastest(() => few?.page({ limit: 50, filter, beforeSeq: beforeSeq.few }));
    const manyMs = fastest(() => many?.page({ limit: 50, filter, beforeSeq: beforeSeq.many }));
    // A hundred times the entries: a scan would take a hundred times as long. Looking for text stops at its time.
    expect(manyMs).toBeLessThan("text" in filter ? 50 + 10 * fewMs : 10 * fewMs + 2);
  });
});
