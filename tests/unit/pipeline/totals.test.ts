import { expect, test } from "vitest";
import { Totals } from "../../../main/pipeline/totals";

const startMs = 1_800_000_000_000;

test("is empty at first", () => {
  expect(new Totals().snapshot(startMs)).toEqual({
    requests: 0,
    refused: 0,
    byGroup: { channels: 0, payments: 0, gossip: 0, "on-chain": 0, messages: 0, other: 0 },
    lastMinute: 0,
    p50Us: null,
    p95Us: null,
    recentUs: [],
    lastPingAtMs: null,
    longestUs: null,
  });
});

test("counts by group and outcome", () => {
  const totals = new Totals();
  totals.add(startMs, "channels", false, 100);
  totals.add(startMs, "channels", true, 300);
  totals.add(startMs, "gossip", false, 200);
  expect(totals.snapshot(startMs)).toMatchObject({
    requests: 3,
    refused: 1,
    byGroup: { channels: 2, gossip: 1, payments: 0 },
    lastMinute: 3,
    p50Us: 200,
    p95Us: 300,
    longestUs: 300,
  });
});

test("the last minute forgets", () => {
  const totals = new Totals();
  for (let second = 0; second < 90; second += 1) totals.add(startMs + second * 1_000, "other", false, 1);
  expect(totals.snapshot(startMs + 89_000).lastMinute).toBe(60);
  expect(totals.snapshot(startMs + 119_000).lastMinute).toBe(30);
  expect(totals.snapshot(startMs + 300_000).lastMinute).toBe(0);
});

test("quantiles are those of the last 512 answers", () => {
  const totals = new Totals();
  for (let index = 0; index < 1_000; index += 1) totals.add(startMs, "other", false, 1_000_000);
  for (let index = 1; index <= 512; index += 1) totals.add(startMs, "other", false, index);
  expect(totals.snapshot(startMs)).toMatchObject({ p50Us: 256, p95Us: 487, longestUs: 1_000_000 });
});

test("the sparkline has a median per second with traffic, 60 at most, oldest first", () => {
  const totals = new Totals();
  for (const [second, took] of [
    [0, 10],
    [0, 30],
    [0, 20],
    [5, 40],
  ] as const) {
    totals.add(startMs + second * 1_000, "other", false, took);
  }
  expect(totals.snapshot(startMs + 5_000).recentUs).toEqual([20, 40]);
  for (let second = 6; second < 100; second += 1) totals.add(startMs + second * 1_000, "other", false, second);
  const { recentUs } = totals.snapshot(startMs + 99_000);
  expect(recentUs).toHaveLength(60);
  expect(recentUs.at(-1)).toBe(99);
});

test("remembers the last ping", () => {
  const totals = new Totals();
  totals.ping(startMs + 5);
  expect(totals.snapshot(startMs).lastPingAtMs).toBe(startMs + 5);
});
