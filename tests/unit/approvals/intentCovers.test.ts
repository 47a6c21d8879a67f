import { describe, expect, test } from "vitest";
import type { Intent } from "../../../main/approvals/approval";
import { intentCovers, isSameIntent } from "../../../main/approvals/intentCovers";
import { keyHashScript, scriptHashScript, taprootScript } from "../../support/approvals";

type Of<Kind extends Intent["kind"]> = Extract<Intent, { kind: Kind }>;

const send: Of<"send"> = {
  kind: "send",
  payees: [{ scriptHex: keyHashScript(0xee), amountSat: "100000" }],
  totalSat: "100000",
  feeSat: "1000",
  account: "0'",
  sighashType: 1,
};
const open: Of<"open"> = { kind: "open", outputType: "p2wsh", amountSat: "500000", feeSat: "1000" };
const close: Of<"close"> = {
  kind: "close",
  fundingOutpoint: `${"aa".repeat(32)}:0`,
  ownScriptHex: keyHashScript(1),
  ownAmountSat: "60000",
  payees: [{ scriptHex: keyHashScript(9), amountSat: "40000" }],
  feeSat: "1000",
};
const message: Of<"message"> = {
  kind: "message",
  messageHashHex: "aa",
  keyPath: "m/1017'/1'/6'/0/0",
  flags: "compact",
};

describe("a send covers", () => {
  test("itself, at any lower fee and up to a quarter more", () => {
    for (const feeSat of ["0", "999", "1000", "1250"]) expect(intentCovers(send, { ...send, feeSat })).toBe(true);
    expect(intentCovers(send, { ...send, feeSat: "1251" })).toBe(false);
  });

  test("no fee that grows by more than 50000 sat, and none above its cap", () => {
    const dear = { ...send, feeSat: "1000000" };
    expect(intentCovers(dear, { ...dear, feeSat: "1050000" })).toBe(true);
    expect(intentCovers(dear, { ...dear, feeSat: "1050001" })).toBe(false);
    const capped = { ...send, feeCapSat: "1000" };
    expect(intentCovers(capped, { ...send, feeSat: "1000" })).toBe(true);
    expect(intentCovers(capped, { ...send, feeSat: "1001" })).toBe(false);
  });

  test.each<[string, Intent]>([
    ["another amount", { ...send, payees: [{ scriptHex: keyHashScript(0xee), amountSat: "100001" }] }],
    ["a smaller amount", { ...send, payees: [{ scriptHex: keyHashScript(0xee), amountSat: "99999" }] }],
    ["another payee", { ...send, payees: [{ scriptHex: keyHashScript(0xef), amountSat: "100000" }] }],
    ["one more payee", { ...send, payees: [...send.payees, { scriptHex: keyHashScript(0xef), amountSat: "1" }] }],
    ["the same payee twice", { ...send, payees: [...send.payees, ...send.payees] }],
    ["no payee", { ...send, payees: [] }],
    ["a larger total", { ...send, totalSat: "100001" }],
    ["another account", { ...send, account: "1'" }],
    ["a channel's money", { ...send, account: "1017'" }],
    ["another sighash class", { ...send, sighashType: 3 }],
    ["a channel open of the same amount", { ...open, amountSat: "100000" }],
    ["a message", message],
  ])("not %s", (_, asked) => {
    expect(intentCovers(send, asked)).toBe(false);
  });
});

describe("an open covers", () => {
  test("a channel of this amount under a new funding key", () => {
    expect(intentCovers(open, { ...open, feeSat: "1250" })).toBe(true);
  });

  test("a taproot output of this amount, when it was approved as an open", () => {
    const payee = { scriptHex: taprootScript(7), amountSat: "500000" };
    const asked = { ...send, payees: [payee], totalSat: "500000" };
    expect(intentCovers({ ...open, outputType: "p2tr" }, asked)).toBe(true);
    expect(intentCovers(open, asked)).toBe(false);
  });

  test.each<[string, Intent]>([
    ["another amount", { ...open, amountSat: "500001" }],
    ["another type", { ...open, outputType: "p2tr" }],
    ["a dearer fee", { ...open, feeSat: "1251" }],
    [
      "a second payee",
      { ...send, payees: [1, 2].map((n) => ({ scriptHex: scriptHashScript(n), amountSat: "500000" })) },
    ],
    ["a key hash", { ...send, payees: [{ scriptHex: keyHashScript(1), amountSat: "500000" }] }],
  ])("not %s", (_, asked) => {
    expect(intentCovers(open, asked)).toBe(false);
  });
});

describe("a close covers", () => {
  test("a round of fees that takes a little from our share or from the peer's", () => {
    expect(intentCovers(close, { ...close, ownAmountSat: "59750", feeSat: "1250" })).toBe(true);
    const dearer = [{ scriptHex: keyHashScript(9), amountSat: "39800" }];
    expect(intentCovers(close, { ...close, payees: dearer, feeSat: "1200" })).toBe(true);
    expect(intentCovers(close, { ...close, ownAmountSat: "60100", feeSat: "900" })).toBe(true);
  });

  test.each<[string, Intent]>([
    ["a smaller share", { ...close, ownAmountSat: "59749" }],
    ["another of our scripts", { ...close, ownScriptHex: keyHashScript(2) }],
    ["no output of ours", { ...close, ownScriptHex: null, ownAmountSat: "0" }],
    ["another channel", { ...close, fundingOutpoint: `${"aa".repeat(32)}:1` }],
    ["a dearer fee", { ...close, feeSat: "1251" }],
  ])("not %s", (_, asked) => {
    expect(intentCovers(close, asked)).toBe(false);
  });

  test("without an output of ours: the same payees, each with no less than the fee explains", () => {
    const foreign = { ...close, ownScriptHex: null, ownAmountSat: "0" };
    const paying = (scriptHex: string, amountSat: string) => ({ ...foreign, payees: [{ scriptHex, amountSat }] });
    expect(intentCovers(foreign, paying(keyHashScript(9), "39750"))).toBe(true);
    expect(intentCovers(foreign, paying(keyHashScript(9), "39749"))).toBe(false);
    expect(intentCovers(foreign, paying(keyHashScript(8), "40000"))).toBe(false);
  });
});

test("a message covers the same bytes under the same key with the same flags", () => {
  expect(intentCovers(message, { ...message })).toBe(true);
  for (const change of [{ messageHashHex: "ab" }, { keyPath: "m/1017'/1'/6'/0/1" }, { flags: "schnorr" }]) {
    expect(intentCovers(message, { ...message, ...change })).toBe(false);
  }
});

test("a family covers itself, exact content covers itself", () => {
  expect(intentCovers({ kind: "family", keyFamily: 99 }, { kind: "family", keyFamily: 99 })).toBe(true);
  expect(intentCovers({ kind: "family", keyFamily: 99 }, { kind: "family", keyFamily: 98 })).toBe(false);
  const exact: Intent = { kind: "exact", contentHashHex: "aa", feeSat: "100" };
  expect(intentCovers(exact, { ...exact, feeSat: "125" })).toBe(true);
  expect(intentCovers(exact, { ...exact, feeSat: "126" })).toBe(false);
  expect(intentCovers(exact, { ...exact, feeSat: null })).toBe(false);
  expect(intentCovers(exact, { ...exact, contentHashHex: "ab" })).toBe(false);
});

test("the same intent at any fee is the same intent", () => {
  expect(isSameIntent(send, { ...send, feeSat: "99999999" })).toBe(true);
  expect(isSameIntent(close, { ...close, ownAmountSat: "1" })).toBe(true);
  expect(isSameIntent(send, { ...send, account: "1'" })).toBe(false);
});
