import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  backupStates,
  decodeSeedRecord,
  encodeSeedRecord,
  seedOrigins,
  wipeSeedRecord,
} from "../../../main/keystore/record";
import { networks } from "../../../main/signer/network";
import { aSeedRecord } from "../../support/seedRecords";

/** Changes one byte and makes the checksum right again. */
function forged(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = value;
  copy.set(createHash("sha256").update(copy.subarray(0, -4)).digest().subarray(0, 4), copy.length - 4);
  return copy;
}

describe("seed record", () => {
  test("comes back whole, with and without words and times", () => {
    const records = [
      aSeedRecord(),
      aSeedRecord({ backup: "checked", backupCheckedAtMs: 1_764_000_000_001, encipheredSeed: null }),
      aSeedRecord({ origin: "extended-key", backup: "none", birthdayMs: null, encipheredSeed: null }),
    ];
    for (const record of records) expect(decodeSeedRecord(encodeSeedRecord(record))).toEqual(record);
  });

  test("every network, origin and backup state survives", () => {
    for (const network of networks) {
      for (const origin of seedOrigins) {
        for (const backup of backupStates) {
          const record = aSeedRecord({ network, origin, backup });
          expect(decodeSeedRecord(encodeSeedRecord(record))).toEqual(record);
        }
      }
    }
  });

  test("is laid out as documented", () => {
    const bytes = Buffer.from(encodeSeedRecord(aSeedRecord()));
    expect(bytes.length).toBe(28 + 64 + 1 + 33 + 4);
    expect([...bytes.subarray(0, 4)]).toEqual([1, 4, 0, 0]);
    expect(bytes.readBigUInt64BE(4)).toBe(1_764_000_000_000n);
    expect(bytes.readBigUInt64BE(20)).toBe(2n ** 64n - 1n);
    expect(bytes[28]).toBe(1);
    expect(bytes[92]).toBe(33);
  });

  test("does not share memory with what it was read from", () => {
    // A Buffer, whose slice() is no copy.
    const bytes = Buffer.from(encodeSeedRecord(aSeedRecord()));
    const record = decodeSeedRecord(bytes);
    bytes.fill(0);
    expect(record.masterKey[63]).toBe(64);
    expect(record.encipheredSeed?.[0]).toBe(200);
  });

  test("refuses a flipped bit anywhere", () => {
    const bytes = encodeSeedRecord(aSeedRecord());
    for (let at = 0; at < bytes.length; at++) {
      const damaged = bytes.slice();
      damaged[at] = (damaged[at] ?? 0) ^ 0x10;
      expect(() => decodeSeedRecord(damaged), `byte ${at}`).toThrow(/seed record/);
    }
  });

  test("refuses every other length", () => {
    const bytes = encodeSeedRecord(aSeedRecord());
    for (let length = 0; length < bytes.length; length++) {
      expect(() => decodeSeedRecord(bytes.subarray(0, length)), `${length} bytes`).toThrow(/length/);
    }
    expect(() => decodeSeedRecord(Uint8Array.from([...bytes, 0]))).toThrow(/length/);
  });

  test("refuses a newer version by name", () => {
    expect(() => decodeSeedRecord(forged(encodeSeedRecord(aSeedRecord()), 0, 2))).toThrow(/newer version/);
  });

  test.each([
    ["version 0", 0, 0],
    ["network", 1, networks.length],
    ["origin", 2, seedOrigins.length],
    ["backup state", 3, backupStates.length],
  ])("refuses an unknown %s even with a right checksum", (_name, at, value) => {
    expect(() => decodeSeedRecord(forged(encodeSeedRecord(aSeedRecord()), at, value))).toThrow(/unknown value/);
  });

  test("wipes both secrets", () => {
    const record = aSeedRecord();
    wipeSeedRecord(record);
    expect(record.masterKey.every((byte) => byte === 0)).toBe(true);
    expect(record.encipheredSeed?.every((byte) => byte === 0)).toBe(true);
  });
});
