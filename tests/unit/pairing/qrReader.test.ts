import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { qrReader } from "../../../main/pairing/qrReader";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-qr-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** A thread that does this instead of reading the picture. */
function threadThat(does: string): string {
  const file = path.join(folder, "thread.cjs");
  writeFileSync(file, does);
  return file;
}
const picture = Uint8Array.of(0x89, 0x50);

test("hands the bytes over and the text back", async () => {
  const echo = threadThat(
    `const { parentPort, workerData } = require("node:worker_threads"); parentPort.postMessage({ text: [...workerData].join() });`,
  );
  expect(await qrReader(echo)(picture)).toEqual({ text: "137,80" });
  expect(picture).toEqual(Uint8Array.of(0x89, 0x50));
});

test("image-too-slow: a thread that reads for ever is ended", async () => {
  expect(await qrReader(threadThat("for (;;);"), 200)(picture)).toEqual({ trouble: "image-too-slow" });
});

test("image-unreadable: a thread that dies", async () => {
  expect(await qrReader(threadThat('throw new Error("out of memory");'))(picture)).toEqual({
    trouble: "image-unreadable",
  });
});
