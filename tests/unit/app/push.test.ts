import type { WebContents } from "electron";
import { beforeEach, expect, test, vi } from "vitest";
import { createPush } from "../../../main/app/push";
import { aSnapshot } from "../../support/snapshots";

const page = { isDestroyed: vi.fn(() => false), isCrashed: vi.fn(() => false), send: vi.fn() };
let isThere = true;
const target = () => (isThere ? (page as unknown as WebContents) : null);

beforeEach(() => {
  isThere = true;
  page.send.mockClear();
});

test("numbers the events of each name from 1", () => {
  const push = createPush(target);
  push("quit.asked", {});
  push("quit.asked", {});
  push("feed.appended", { entries: [] });
  expect(page.send.mock.calls).toEqual([
    ["countersign:quit.asked", { seq: 1 }],
    ["countersign:quit.asked", { seq: 2 }],
    ["countersign:feed.appended", { seq: 1, entries: [] }],
  ]);
});

test("counts what no page was there to receive, so that the next one shows a gap", () => {
  const push = createPush(target);
  isThere = false;
  push("feed.appended", { entries: [] });
  isThere = true;
  page.isCrashed.mockReturnValueOnce(true);
  push("feed.appended", { entries: [] });
  push("feed.appended", { entries: [] });
  expect(page.send.mock.calls).toEqual([["countersign:feed.appended", { seq: 3, entries: [] }]]);
});

test("sends nothing that the contract does not name", () => {
  const push = createPush(target);
  const snapshot = { ...aSnapshot(), seed: "abandon" };
  expect(() => push("app.changed", { snapshot })).toThrow(/unrecognized/i);
  expect(page.send).not.toHaveBeenCalled();
});
