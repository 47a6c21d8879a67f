import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Profile } from "../../../main/session/profile";

let folder: string;
let file: string;

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), "countersign-profile-")), "new");
  file = path.join(folder, "profile.json");
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true }));

test("a new profile has an id of its own, which stays", async () => {
  expect(Profile.exists(folder)).toBe(false);
  const first = await Profile.open(folder);
  expect(first.id).toMatch(/^[0-9a-f]{16}$/);
  expect(first.store).toBeNull();
  expect(Profile.exists(folder)).toBe(true);
  expect((await Profile.open(folder)).id).toBe(first.id);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("remembers where the seed is kept", async () => {
  const profile = await Profile.open(folder);
  await profile.recordStore("file");
  expect(profile.store).toBe("file");
  expect((await Profile.open(folder)).store).toBe("file");
  await profile.recordStore(null);
  expect((await Profile.open(folder)).store).toBeNull();
});

test("keeps database and secrets inside the folder", async () => {
  const profile = await Profile.open(folder);
  expect(path.dirname(profile.databaseFile)).toBe(folder);
  expect(path.dirname(profile.secretsFolder)).toBe(folder);
});

test.each([
  "",
  "{",
  "[]",
  '{"version":2,"id":"0011223344556677","store":null}',
  '{"version":1,"id":"../x","store":null}',
])("a damaged profile.json (%j) is said and left as it is, never replaced", async (text) => {
  await Profile.open(folder);
  writeFileSync(file, text);
  await expect(Profile.open(folder)).rejects.toThrow(/profile\.json is damaged/);
  expect(readFileSync(file, "utf8")).toBe(text);
});
