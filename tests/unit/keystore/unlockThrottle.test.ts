import { expect, test } from "vitest";
import { afterFailure, freshThrottle, waitMs } from "../../../main/keystore/unlockThrottle";

function delayAfter(failures: number): number {
  let throttle = freshThrottle;
  for (let count = 0; count < failures; count++) throttle = afterFailure(throttle, 1_000);
  return waitMs(throttle, 1_000);
}

test("three attempts are free", () => {
  expect([0, 1, 2].map(delayAfter)).toEqual([0, 0, 0]);
});

test("from the third failure on the delay doubles, up to five minutes", () => {
  expect([3, 4, 5, 6, 10, 11, 12, 500].map(delayAfter)).toEqual([
    2_000, 4_000, 8_000, 16_000, 256_000, 300_000, 300_000, 300_000,
  ]);
});

test("the delay runs down", () => {
  let throttle = freshThrottle;
  for (let count = 0; count < 3; count++) throttle = afterFailure(throttle, 0);
  expect(waitMs(throttle, 1_500)).toBe(500);
  expect(waitMs(throttle, 2_000)).toBe(0);
  expect(waitMs(throttle, 9_000)).toBe(0);
});
