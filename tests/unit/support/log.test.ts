import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLog } from "../../../main/support/log";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "countersign-log-"));
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(() => rmSync(folder, { recursive: true }));

test("every line is redacted, in the file as on standard error", () => {
  const file = path.join(folder, "log.txt");
  createLog(file)("warn", `key ${"0f".repeat(32)}`);
  expect(readFileSync(file, "utf8")).toMatch(/^\S+ warn key \[hex\]\n$/);
  expect(process.stderr.write).toHaveBeenCalledWith(expect.stringContaining("warn key [hex]"));
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("a bug is written with its stack under the reference that is returned", () => {
  const file = path.join(folder, "log.txt");
  const ref = createLog(file).bug("here", new RangeError("boom"));
  expect(ref).toMatch(/^[0-9a-f]{8}$/);
  expect(readFileSync(file, "utf8")).toContain(`[${ref}] here: RangeError: boom\n    at`);
});

test("a large file is put aside at the next start", () => {
  const file = path.join(folder, "log.txt");
  writeFileSync(file, "x".repeat(1_048_577));
  createLog(file)("info", "new");
  expect(statSync(`${file}.old`).size).toBe(1_048_577);
  expect(readFileSync(file, "utf8")).toContain("info new");
});

test("a log that cannot be written says so on standard error and goes on", () => {
  const log = createLog(path.join(folder, "log.txt"));
  rmSync(folder, { recursive: true });
  log("info", "lost");
  expect(process.stderr.write).toHaveBeenLastCalledWith(expect.stringContaining("the log cannot be written"));
  mkdirSync(folder);
});
