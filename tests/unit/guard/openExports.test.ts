import { expect, test } from "vitest";
import { OpenExports } from "../../../main/guard/openExports";

test("an export is read to its end in portions, and is over then", () => {
  const exports = new OpenExports();
  const id = exports.open(["a", "b"].values());
  expect([exports.next(id), exports.next(id), exports.next(id)]).toEqual(["a", "b", null]);
  expect(() => exports.next(id)).toThrow("not open");
});

test("of many that nobody reads the oldest are forgotten", () => {
  const exports = new OpenExports();
  const ids = Array.from({ length: 5 }, () => exports.open(["a"].values()));
  expect(() => exports.next(ids[0] ?? 0)).toThrow("not open");
  expect(exports.next(ids[1] ?? 0)).toBe("a");
});
