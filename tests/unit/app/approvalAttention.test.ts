import { beforeEach, describe, expect, test } from "vitest";
import { ApprovalAttention } from "../../../main/app/approvalAttention";
import type { ApprovalView } from "../../../preload/contract/types";

const asked = (ref: string, state: ApprovalView["state"] = "waiting", createdAtMs = 1) => ({ ref, state, createdAtMs });
const call = { window: "show", notify: true };
const stay = { window: "leave", notify: false };

let attention: ApprovalAttention;

beforeEach(() => {
  attention = new ApprovalAttention();
});

describe("a person is called", () => {
  test("once for each request that waits", () => {
    expect(attention.next([asked("7F3K")], false)).toEqual(call);
    expect(attention.next([asked("7F3K")], false)).toEqual(stay);
    expect(attention.next([asked("7F3K"), asked("Q2WX")], false)).toEqual(call);
    expect(attention.next([asked("Q2WX")], false)).toEqual(stay);
  });
  test("again when a reference that was used up asks for something new", () => {
    attention.next([asked("7F3K", "waiting", 1)], false);
    expect(attention.next([asked("7F3K", "waiting", 2)], false)).toEqual(call);
  });
  test("after the lock is gone, for what waits by then", () => {
    expect(attention.next([asked("7F3K")], true)).toEqual({ window: "hide", notify: false });
    expect(attention.next([asked("7F3K")], false)).toEqual(call);
  });
});

describe("nobody is called", () => {
  test("when nothing waits, nor for what was granted", () => {
    expect(attention.next([], false)).toEqual(stay);
    expect(attention.next([asked("7F3K", "granted"), asked("X7LM", "in-use")], false)).toEqual(stay);
  });
  test("behind a lock, and the window goes", () => {
    attention.next([asked("7F3K")], false);
    expect(attention.next([asked("7F3K"), asked("Q2WX")], true)).toEqual({ window: "hide", notify: false });
  });
});
