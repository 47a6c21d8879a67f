import { beforeEach, describe, expect, test } from "vitest";
import { Scheduler } from "../../../main/pipeline/scheduler";
import { FakeClock, FakeTurns } from "../../support/fakeClock";

let clock: FakeClock;
let turns: FakeTurns;
let scheduler: Scheduler;
let log: string[];
let turnEnds: number;

beforeEach(() => {
  clock = new FakeClock();
  turns = new FakeTurns();
  scheduler = new Scheduler(
    turns,
    () => clock.monotonicUs(),
    () => {
      turnEnds += 1;
    },
  );
  log = [];
  turnEnds = 0;
});

/** Work of so many slices, each taking a time of its own. */
function add(name: string, slices: number, sliceUs = 10): void {
  let done = 0;
  scheduler.add({
    advance: () => {
      done += 1;
      log.push(`${name}${done}`);
      clock.spend(sliceUs);
      return done === slices;
    },
  });
}

describe("Scheduler", () => {
  test("says when a turn is over, once for all the work in it", () => {
    add("a", 1);
    add("b", 2);
    expect(turnEnds).toBe(0);
    turns.runAll();
    expect(turnEnds).toBe(1);
  });

  test("does nothing before the next turn", () => {
    add("a", 1);
    expect(log).toEqual([]);
    turns.turn();
    expect(log).toEqual(["a1"]);
    expect(turns.waiting).toBe(0);
  });

  test("gives everybody a slice in turn", () => {
    add("a", 3);
    add("b", 2);
    add("c", 1);
    turns.turn();
    expect(log).toEqual(["a1", "b1", "c1", "a2", "b2", "a3"]);
  });

  test("lets the event loop in after 2 ms, and goes on where it stopped", () => {
    add("a", 2, 1_500);
    add("b", 2, 1_500);
    add("c", 1, 10);
    turns.turn();
    expect(log).toEqual(["a1", "b1"]);
    expect(turns.breaks).toBe(1);
    turns.turn();
    expect(log).toEqual(["a1", "b1", "c1", "a2", "b2"]);
    turns.runAll();
    expect(log).toHaveLength(5);
  });

  test("new work is served before the second slice of what has had its share", () => {
    add("long", 1_000, 5_000);
    turns.turn();
    turns.turn();
    add("short", 1);
    turns.turn();
    turns.turn();
    expect(log.indexOf("short1")).toBeLessThanOrEqual(3);
  });

  test("work added from within a slice is run too", () => {
    scheduler.add({
      advance: () => {
        add("inner", 1);
        return true;
      },
    });
    turns.runAll();
    expect(log).toEqual(["inner1"]);
  });

  test("clear forgets what waits, and later work is run", () => {
    add("a", 2, 5_000);
    turns.turn();
    scheduler.clear();
    turns.runAll();
    expect(log).toEqual(["a1"]);
    add("b", 1);
    turns.runAll();
    expect(log).toEqual(["a1", "b1"]);
  });
});
