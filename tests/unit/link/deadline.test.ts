import { expect, test } from "vitest";
import { answerDeadlineUs } from "../../../main/link/deadline";

test("keeps back a second of the node's timeout", () => {
  expect(answerDeadlineUs(7_000, 5_000, 1)).toBe(7_000 + 4_000_000);
});

test("keeps back three round trips when they are longer", () => {
  expect(answerDeadlineUs(0, 5_000, 600)).toBe(3_200_000);
});

test("never keeps back more than half: lnd allows a timeout of one second", () => {
  expect(answerDeadlineUs(0, 1_000, 0)).toBe(500_000);
  expect(answerDeadlineUs(0, 5_000, 60_000)).toBe(2_500_000);
});
