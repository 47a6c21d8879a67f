// A page of a journal of a million entries costs what a page of a small one costs: every query walks an index.
import { describe, expect, test } from "vitest";
import { type JournalFilter, JournalPages, seqsSql } from "../../../main/journal/pages";
import { systemClock } from "../../../main/support/clock";
import { testTransactions } from "../../support/journal";

const filters: readonly (readonly [string, JournalFilter])[] = [
  ["everything", {}],
  ["a group", { groups: ["channels"] }],
  ["bad ends", { outcomes: ["denied", "expired", "failed", "bug"] }],
  ["text", { text: "nowhere to be found" }],
];

function planOf(statement: string): string[] {
  const plan = testTransactions().database.prepare(`EXPLAIN QUERY PLAN ${statement}`).all();
  return (plan as { readonly detail: string }[]).map(({ detail }) => detail);
}

describe("a page of the journal", () => {
  test.each(filters)("%s: no query scans the journal", (_, filter) => {
    const { database } = testTransactions();
    const statements: string[] = [];
    const watched = new Proxy(database, {
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
      const details = planOf(statement);
      expect(details.filter((detail) => /^SCAN journal/.test(detail))).toEqual([]);
      expect(details.some((detail) => /^SEARCH journal USING/.test(detail))).toBe(true);
    }
  });

  test("group and outcome are found in the index alone, in order", () => {
    expect(planOf(seqsSql(1))).toContain(
      "SEARCH journal USING COVERING INDEX journal_by_group (class_group=? AND outcome=? AND rowid<?)",
    );
  });
});
