import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ChangeNotice } from "../../../main/session/changeNotice";

let notice: ChangeNotice;
let heard: number[];

beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  notice = new ChangeNotice();
  heard = [];
  notice.on(() => heard.push(Date.now()));
});
afterEach(() => {
  vi.useRealTimers();
});

test("a single change is heard at once, and once", () => {
  notice.changed();
  vi.advanceTimersByTime(1_000);
  expect(heard).toEqual([0]);
});

test("a burst is heard first and last, ten times a second in between", () => {
  for (let at = 0; at < 1_000; at += 10) {
    notice.changed();
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1_000);
  expect(heard).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1_000]);
});

test("a listener that left, and any after the end, hears nothing", () => {
  const other = vi.fn();
  notice.on(other)();
  notice.changed();
  notice.changed();
  notice.close();
  vi.advanceTimersByTime(1_000);
  expect(other).not.toHaveBeenCalled();
  expect(heard).toEqual([0]);
});
