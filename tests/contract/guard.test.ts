import { describe, expect, test } from "vitest";
import { approvalCalls, approvalEvents } from "../../preload/contract/approvals";
import { guardCalls, guardSummarySchema } from "../../preload/contract/guard";
import { journalCalls } from "../../preload/contract/journal";
import { anApproval, guardSamples } from "./guardSamples";

const calls = { ...guardCalls, ...approvalCalls, ...journalCalls };

describe.each(Object.keys(calls) as (keyof typeof calls)[])("%s", (name) => {
  const { input, output, bad } = guardSamples[name];

  test("takes its input and nothing else", () => {
    expect(calls[name].input.parse(input)).toEqual(input);
    expect(calls[name].input.safeParse(bad).success).toBe(false);
    expect(calls[name].input.safeParse({ ...input, extra: 1 }).success).toBe(false);
  });

  test("lets nothing out that is not named", () => {
    expect(calls[name].output.parse(output)).toEqual(output);
    expect(calls[name].output.safeParse({ ...output, seed: "abandon" }).success).toBe(false);
  });
});

test("an amount is whole satoshi as text, and no more than there will ever be", () => {
  const pay = (amountSat: string) =>
    approvalCalls["approvals.preApprove"].input.safeParse({
      payees: [{ text: "bc1q", amountSat }],
      maxFeeSat: "1",
      minutes: 1,
    }).success;
  expect(["0", "1", "2100000000000000"].map(pay)).toEqual([true, true, true]);
  expect(["", "-1", "01", "1.5", "1e3", "99999999999999999"].map(pay)).toEqual(Array(6).fill(false));
});

test("a change names its measures, and all of them", () => {
  const change = (limits: object) => guardCalls["guard.change"].input.safeParse({ limits }).success;
  expect(change({ "onchain-out": { perDaySat: "5" }, fees: {}, "channel-opens": {} })).toBe(true);
  expect(change({ "onchain-out": { perDaySat: "5" } })).toBe(false);
  expect(change({ "onchain-out": {}, fees: {}, "channel-opens": {}, coffee: {} })).toBe(false);
});

test("the event carries what the list does", () => {
  const event = { seq: 1, open: [anApproval] };
  expect(approvalEvents["approvals.changed"].parse(event)).toEqual(event);
});

test("the snapshot's part has no room for more than counts and states", () => {
  const summary = {
    preset: "standard",
    waiting: 1,
    alerts: 0,
    journal: "ok",
    memoryIsNew: false,
    pendingChangeAtMs: null,
  };
  expect(guardSummarySchema.parse(summary)).toEqual(summary);
  expect(guardSummarySchema.safeParse({ ...summary, open: [anApproval] }).success).toBe(false);
});
