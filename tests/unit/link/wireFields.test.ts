import { expect, test } from "vitest";
import { readRequestId, topLevelFields } from "../../../main/link/wireFields";

const hex = (text: string) => Buffer.from(text, "hex");

test("reads fields of every wire type in order", () => {
  const bytes = hex("0801" + "120161" + "19" + "00".repeat(8) + "25" + "00".repeat(4) + "2a00");
  expect([...topLevelFields(bytes)].map(({ number, type }) => [number, type])).toEqual([
    [1, 0],
    [2, 2],
    [3, 1],
    [4, 5],
    [5, 2],
  ]);
});

test("stops where the bytes make no sense", () => {
  expect([...topLevelFields(hex("08010f"))]).toHaveLength(1);
  expect([...topLevelFields(hex("08011205ff"))]).toHaveLength(1);
  expect([...topLevelFields(hex("080119ff"))]).toHaveLength(1);
  expect([...topLevelFields(hex("0000"))]).toHaveLength(0);
});

test("reads the id wherever it stands", () => {
  expect(readRequestId(hex("180108ac02"))).toBe("300");
});

test("reads the largest id", () => {
  expect(readRequestId(hex("08ffffffffffffffffff01"))).toBe("18446744073709551615");
});

test("a varint of eleven bytes is no id", () => {
  expect(readRequestId(hex("08ffffffffffffffffffff01"))).toBe(null);
});

test("field 1 of another type is no id", () => {
  expect(readRequestId(hex("0a0161"))).toBe(null);
});
