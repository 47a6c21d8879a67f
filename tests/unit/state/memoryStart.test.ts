import { writeFileSync } from "node:fs";
import path from "node:path";
import Libsql from "libsql";
import { expect, test } from "vitest";
import { openDatabase } from "../../../main/state/database";
import { memoryStart, startsWithoutMemory } from "../../../main/state/memoryStart";
import { migrations } from "../../../main/state/migrations";
import { startMs, testFolder } from "../../support/journal";

function startOf(file: string, nowMs = startMs) {
  const { database } = openDatabase(file, nowMs);
  const start = memoryStart(database);
  database.close();
  return start;
}

test("a new database remembers from its first start on, which later starts do not change", () => {
  const file = path.join(testFolder(), "state.db");
  expect(startOf(file)).toEqual({ atMs: startMs, reason: "new", file: null, importedAtMs: null });
  expect(startOf(file, startMs + 1)).toMatchObject({ atMs: startMs, reason: "new" });
});

test("one that a version without memory made was upgraded", () => {
  const file = path.join(testFolder(), "state.db");
  const old = new Libsql(file);
  old.exec(`CREATE TABLE migrations (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT;
    ${migrations[0]} ${migrations[1]};
    INSERT INTO migrations VALUES (1, ''), (2, '')`);
  old.close();
  expect(startOf(file)).toMatchObject({ reason: "upgraded" });
});

test("one that stands in for an unreadable one says where that is", () => {
  const file = path.join(testFolder(), "state.db");
  writeFileSync(file, "this is no database ".repeat(500));
  expect(startOf(file)).toMatchObject({ reason: "moved-aside", file: expect.stringContaining("state.db.unreadable-") });
});

test("a signer starts without memory unless its seed is as new as its database, or memory was brought along", () => {
  const start = { atMs: startMs, reason: "new", file: null, importedAtMs: null } as const;
  expect(startsWithoutMemory(start, true)).toBe(false);
  expect(startsWithoutMemory(start, false)).toBe(true);
  expect(startsWithoutMemory({ ...start, reason: "upgraded" }, true)).toBe(true);
  expect(startsWithoutMemory({ ...start, reason: "moved-aside" }, true)).toBe(true);
  expect(startsWithoutMemory({ ...start, reason: "moved-aside", importedAtMs: 1 }, true)).toBe(false);
});
