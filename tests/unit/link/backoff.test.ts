import { expect, test } from "vitest";
import { backoffDelayMs } from "../../../main/link/backoff";

test("waits 1 s, then half as long again each time, and never more than 60 s", () => {
  const delays = [1, 2, 3, 4, 10, 11, 12, 50, 5_000].map((failed) => backoffDelayMs(failed, 0));
  expect(delays).toEqual([1_000, 1_500, 2_250, 3_375, 38_443, 57_665, 60_000, 60_000, 60_000]);
});

test("waits 1 s after a link was lost", () => {
  expect(backoffDelayMs(0, 0)).toBe(1_000);
});

test("jitter shortens by a fifth at most", () => {
  expect(backoffDelayMs(1, 1)).toBe(800);
  expect(backoffDelayMs(50, 0.5)).toBe(54_000);
});
