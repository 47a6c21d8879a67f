/** Work that can wait runs between requests, and under steady load now and then. */
import { beforeEach, expect, test } from "vitest";
import { createIdleWork } from "../../../main/thread/idleWork";
import { FakeClock } from "../../support/fakeClock";

let clock: FakeClock;
/** Requests kept the pipeline busy until then; undefined while one is open. */
let busyUntilUs: number | undefined;
let slices: number;

beforeEach(() => {
  clock = new FakeClock();
  busyUntilUs = Number.NEGATIVE_INFINITY;
  slices = 0;
  const whenIdle = createIdleWork(clock, () => busyUntilUs ?? clock.monotonicUs());
  const slice = () => {
    slices += 1;
    whenIdle(slice);
  };
  whenIdle(slice);
});

test("nothing runs at once", () => {
  expect(slices).toBe(0);
});

test("without requests a slice is run every few milliseconds", () => {
  clock.advance(1_000);
  expect(slices).toBe(200);
});

test("while a request is open it waits, and after the answer until nothing has come for 50 ms", () => {
  busyUntilUs = undefined;
  clock.advance(400);
  expect(slices).toBe(0);
  busyUntilUs = clock.monotonicUs();
  clock.advance(45);
  expect(slices).toBe(0);
  clock.advance(5);
  expect(slices).toBe(1);
});

test("under steady load a slice is run twice a second", () => {
  busyUntilUs = undefined;
  clock.advance(10_000);
  expect(slices).toBe(20);
});
