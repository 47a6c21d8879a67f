import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ToldOnce } from "../../../main/app/toldOnce";
import { logThrough } from "../../../main/support/log";

let folder: string;
let file: string;
let lines: string[];
const log = logThrough((_level, text) => void lines.push(text));
const open = () => ToldOnce.open(file, log);

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "countersign-told-"));
  file = path.join(folder, "notices.json");
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("ToldOnce", () => {
  test("a key is new once, also for the run after", async () => {
    const first = await open();
    expect(first.isFirst("macaroon 1 soon")).toBe(true);
    expect(first.isFirst("macaroon 1 soon")).toBe(false);
    await first.settled();
    const second = await open();
    expect(second.isFirst("macaroon 1 soon")).toBe(false);
    expect(second.isFirst("macaroon 1 over")).toBe(true);
    await second.settled();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("a damaged file counts as empty", async () => {
    writeFileSync(file, "{half");
    const told = await open();
    expect(told.isFirst("a")).toBe(true);
    await told.settled();
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(["a"]);
  });

  test("the oldest of many is forgotten", async () => {
    const told = await open();
    for (let index = 0; index <= 50; index += 1) told.isFirst(`key ${index}`);
    await told.settled();
    const again = await open();
    expect(again.isFirst("key 50")).toBe(false);
    expect(again.isFirst("key 0")).toBe(true);
    await again.settled();
  });

  test("a file that cannot be written is a line in the log, and the run remembers all the same", async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "");
    const told = await open();
    expect(told.isFirst("a")).toBe(true);
    await told.settled();
    expect(told.isFirst("a")).toBe(false);
    expect(lines.join()).toMatch(/notices/);
  });
});
