import { expect, test } from "vitest";
import { type FailedLink, retryDelayMs } from "../../../main/link/backoff";

const failed = (failedAttempts: number, more: Partial<FailedLink> = {}): FailedLink => ({
  cause: "refused-connection",
  failedAttempts,
  onlineMs: 0,
  ...more,
});

test("waits 1 s, then half as long again each time, and never more than 60 s", () => {
  const delays = [1, 2, 3, 4, 10, 11, 12, 50, 5_000].map((attempts) => retryDelayMs(failed(attempts), 0));
  expect(delays).toEqual([1_000, 1_500, 2_250, 3_375, 38_443, 57_665, 60_000, 60_000, 60_000]);
});

test("waits 50 ms after a link that was steady for 2 s was lost, and 1 s after a younger one", () => {
  expect(retryDelayMs(failed(0, { onlineMs: 2_000 }), 0.5)).toBe(50);
  expect(retryDelayMs(failed(0, { onlineMs: 1_999 }), 0)).toBe(1_000);
});

test("waits 3 s, always, while another signer is connected", () => {
  const delays = [1, 10, 100].map((attempts) =>
    retryDelayMs(failed(attempts, { cause: "another-signer-connected" }), 0),
  );
  expect(delays).toEqual([3_000, 3_000, 3_000]);
});

test("jitter shortens by a fifth at most", () => {
  expect(retryDelayMs(failed(1), 1)).toBe(800);
  expect(retryDelayMs(failed(50), 0.5)).toBe(54_000);
  expect(retryDelayMs(failed(1, { cause: "another-signer-connected" }), 1)).toBe(2_400);
});
