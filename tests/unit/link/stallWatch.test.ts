import { beforeEach, expect, test } from "vitest";
import { StallWatch } from "../../../main/link/stallWatch";
import { FakeClock } from "../../support/fakeClock";

/** A fake clock whose wall time can be set. */
class SettableClock extends FakeClock {
  #offsetMs = 0;

  override nowMs(): number {
    return super.nowMs() + this.#offsetMs;
  }

  set(byMs: number): void {
    this.#offsetMs += byMs;
  }
}

let clock: SettableClock;
let stalls: number[];
let watch: StallWatch;

beforeEach(() => {
  clock = new SettableClock();
  stalls = [];
  watch = new StallWatch(clock, (forMs) => stalls.push(forMs));
});

test("says nothing while the thread runs, and a message arrived when it is read", () => {
  clock.advance(60_000);
  expect(stalls).toEqual([]);
  expect(watch.arrivalUs()).toBe(clock.monotonicUs());
});

test("a message read before the late tick may have arrived at the tick before", () => {
  clock.advance(500);
  clock.spend(3_000_000);
  expect(watch.arrivalUs()).toBe(500_000);
});

test("a message read after the late tick may have arrived before it, until the next tick", () => {
  clock.advance(500);
  clock.spend(3_000_000);
  clock.advance(0);
  expect(stalls).toEqual([2_750]);
  expect(watch.arrivalUs()).toBe(500_000);
  clock.advance(250);
  expect(watch.arrivalUs()).toBe(clock.monotonicUs());
});

test("lateness of a second is load, not a stall", () => {
  clock.advance(500);
  clock.spend(1_250_000);
  expect(watch.arrivalUs()).toBe(clock.monotonicUs());
  clock.advance(0);
  expect(stalls).toEqual([]);
});

test("a wall clock that jumps ahead is a stall, as monotonic clocks sleep with the machine", () => {
  clock.set(3_600_000);
  clock.advance(250);
  expect(stalls).toEqual([3_600_000]);
  expect(watch.arrivalUs()).toBe(clock.monotonicUs());
});

test("a wall clock that is set back is none", () => {
  clock.set(-3_600_000);
  clock.advance(1_000);
  expect(stalls).toEqual([]);
});

test("is silent after stop", () => {
  watch.stop();
  clock.spend(5_000_000);
  clock.advance(1_000);
  expect(stalls).toEqual([]);
});
