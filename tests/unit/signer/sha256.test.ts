/** SHA-256 on one hash object, against another implementation. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { bytesToHex } from "../../../main/signer/bytes";
import { doubleSha256, sha256, sha256OfAll } from "../../../main/signer/sha256";

const bytes = (length: number) => Uint8Array.from({ length }, (_, at) => (at * 31 + length) & 0xff);
const reference = (...parts: Uint8Array[]) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};
/** Around the ends of blocks, where padding takes another one. */
const lengths = [0, 1, 31, 32, 55, 56, 63, 64, 65, 119, 120, 128, 1_000, 100_000];

test.each(lengths)("hashes %i bytes", (length) => {
  expect(bytesToHex(sha256(bytes(length)))).toBe(reference(bytes(length)).toString("hex"));
  expect(bytesToHex(doubleSha256(bytes(length)))).toBe(reference(reference(bytes(length))).toString("hex"));
});

test("hashes parts as if they were one", () => {
  const parts = [bytes(3), bytes(0), bytes(64), bytes(60), bytes(200)];
  expect(bytesToHex(sha256(...parts))).toBe(reference(...parts).toString("hex"));
  expect(bytesToHex(sha256())).toBe(reference().toString("hex"));
});

test("hashes more parts than a call takes arguments", () => {
  const parts = Array.from({ length: 300_000 }, (_, at) => Uint8Array.of(at, at >> 8));
  expect(bytesToHex(sha256OfAll(parts))).toBe(reference(Buffer.concat(parts)).toString("hex"));
});

test("a hash is the caller's own", () => {
  const first = sha256(bytes(1));
  const kept = bytesToHex(first);
  doubleSha256(bytes(2));
  first.fill(0);
  expect(bytesToHex(sha256(bytes(1)))).toBe(kept);
});
