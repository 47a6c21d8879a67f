import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { FileStore } from "../../../main/keystore/fileStore";

let folder: string;
let store: FileStore;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-file-store-"));
  store = new FileStore(path.join(folder, "secrets"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const failed = (words: RegExp) =>
  expect.objectContaining({ name: "SecretStoreError", trouble: "failed", message: expect.stringMatching(words) });

test("nothing stored reads as null", async () => {
  expect(await store.read("seed")).toBeNull();
  await store.remove("seed");
});

test("gives back what was written, replaces it, and forgets it", async () => {
  await store.write("seed", Uint8Array.of(0, 255, 10, 13));
  expect(await store.read("seed")).toEqual(Uint8Array.of(0, 255, 10, 13));
  await store.write("seed", Uint8Array.of(7));
  expect(await store.read("seed")).toEqual(Uint8Array.of(7));
  await store.remove("seed");
  expect(await store.read("seed")).toBeNull();
});

test("the file is its owner's alone, in a folder of its own, with nothing left beside it", async () => {
  await store.write("seed", Uint8Array.of(1));
  await store.write("seed", Uint8Array.of(2));
  expect(statSync(path.join(folder, "secrets")).mode & 0o777).toBe(0o700);
  expect(statSync(path.join(folder, "secrets", "seed")).mode & 0o777).toBe(0o600);
  expect(readdirSync(path.join(folder, "secrets"))).toEqual(["seed"]);
});

test("a file others can read is refused with the command that helps", async () => {
  await store.write("seed", Uint8Array.of(1));
  chmodSync(path.join(folder, "secrets", "seed"), 0o640);
  await expect(store.read("seed")).rejects.toEqual(failed(/chmod 600/));
});

test("a link in place of the file is refused", async () => {
  await store.write("seed", Uint8Array.of(1));
  symlinkSync(path.join(folder, "secrets", "seed"), path.join(folder, "secrets", "other"));
  await expect(store.read("other")).rejects.toEqual(failed(/ELOOP/));
});

test("a file far too large is refused", async () => {
  await store.write("seed", new Uint8Array(65_536));
  await store.write("huge", new Uint8Array(1));
  writeFileSync(path.join(folder, "secrets", "huge"), new Uint8Array(65_537));
  await expect(store.read("huge")).rejects.toEqual(failed(/too large/));
});

test("a folder that cannot be made is trouble, not emptiness", async () => {
  writeFileSync(path.join(folder, "secrets"), "in the way");
  await expect(store.write("seed", Uint8Array.of(1))).rejects.toEqual(failed(/cannot write/));
  await expect(store.read("seed")).rejects.toEqual(failed(/cannot open/));
});

test.each(["", "../seed", "a/b", "SEED", "x".repeat(65)])("the name %j is a programming error", async (name) => {
  await expect(store.read(name)).rejects.toThrow(RangeError);
});
