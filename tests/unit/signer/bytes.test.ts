import { describe, expect, test } from "vitest";
import {
  assertBytes,
  bytesToHex,
  compareBytes,
  equalBytes,
  hexToBytes,
  readUint32BE,
  readUint32LE,
  uint32BE,
  uint32LE,
  wipe,
} from "../../../main/signer/bytes";

describe("bytes", () => {
  test("equalBytes compares length and every byte", () => {
    expect(equalBytes(hexToBytes("0102"), hexToBytes("0102"))).toBe(true);
    expect(equalBytes(hexToBytes("0102"), hexToBytes("0103"))).toBe(false);
    expect(equalBytes(hexToBytes("0102"), hexToBytes("010200"))).toBe(false);
    expect(equalBytes(new Uint8Array(), new Uint8Array())).toBe(true);
  });

  test("compareBytes orders like bytes.Compare", () => {
    const sorted = ["", "00", "0001", "01", "0100", "ff"].map(hexToBytes);
    expect([...sorted].reverse().sort(compareBytes).map(bytesToHex)).toEqual(sorted.map(bytesToHex));
    expect(compareBytes(hexToBytes("0a"), hexToBytes("0a"))).toBe(0);
  });

  test("integers are written and read in both byte orders", () => {
    expect(bytesToHex(uint32BE(0x80000001))).toBe("80000001");
    expect(bytesToHex(uint32LE(0x80000001))).toBe("01000080");
    const inner = hexToBytes("aa80000001bb").subarray(1, 5);
    expect(readUint32BE(inner)).toBe(0x80000001);
    expect(readUint32LE(inner)).toBe(0x01000080);
    for (const read of [readUint32BE, readUint32LE]) {
      for (const offset of [1, 4, -1]) expect(() => read(inner, offset)).toThrow(RangeError);
    }
  });

  test("bytesToHex writes every byte, of any number of bytes", () => {
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    for (const bytes of [new Uint8Array(), every, new Uint8Array(10_001).fill(0xab)]) {
      expect(bytesToHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
    }
    expect(() => bytesToHex([1, 2] as unknown as Uint8Array)).toThrow(TypeError);
  });

  test("wipe zeroes every array given", () => {
    const a = hexToBytes("0102");
    const b = hexToBytes("03");
    wipe(a, b);
    expect(bytesToHex(a) + bytesToHex(b)).toBe("000000");
  });

  test("assertBytes names what arrived", () => {
    expect(() => assertBytes(hexToBytes("01"), 2, "chain code")).toThrow(/chain code/);
  });
});
