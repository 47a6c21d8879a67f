import { expect, test } from "vitest";
import { FeedLog } from "../../../main/pipeline/feedLog";
import { plainSummary } from "../../../main/pipeline/plainSummary";

const summary = plainSummary(null, "regtest");
const fields = (requestId: string, outputs = 0) => ({
  atMs: 1,
  requestId,
  summary: {
    ...summary,
    outputs: Array.from({ length: outputs }, () => ({
      amountSat: "1",
      address: null,
      scriptHex: "",
      owner: "unknown" as const,
      path: null,
    })),
  },
  findings: [],
  outcome: { kind: "signed" } as const,
  tookUs: 1,
});

test("numbers entries from 1 and pages them newest first", () => {
  const log = new FeedLog();
  for (const id of ["a", "b", "c", "d"]) log.append(fields(id));
  expect(log.page(2).map(({ seq, requestId }) => [seq, requestId])).toEqual([
    [4, "d"],
    [3, "c"],
  ]);
  expect(log.page(10, 3).map(({ seq }) => seq)).toEqual([2, 1]);
  expect(log.page(10, 1)).toEqual([]);
  expect(log.page(1, 1_000).map(({ seq }) => seq)).toEqual([4]);
});

test("keeps the latest 2,000", () => {
  const log = new FeedLog();
  for (let index = 0; index < 2_500; index += 1) log.append(fields(String(index)));
  expect(log.page(5_000)).toHaveLength(2_000);
  expect(log.page(10, 502).map(({ seq }) => seq)).toEqual([501]);
});

test("keeps fewer when their transactions are large, and always the last", () => {
  const log = new FeedLog();
  for (let index = 0; index < 5; index += 1) log.append(fields(String(index), 6_000));
  expect(log.page(10).map(({ seq }) => seq)).toEqual([5, 4, 3]);
  log.append(fields("huge", 50_000));
  expect(log.page(10).map(({ seq }) => seq)).toEqual([6]);
});
