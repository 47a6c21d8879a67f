import { expect, test } from "vitest";
import { attackNames } from "../../../scripts/attack/play";

test("every attack has a name of its own, and there are at least 60", () => {
  const names = attackNames();
  expect(names.length).toBeGreaterThanOrEqual(60);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
});
