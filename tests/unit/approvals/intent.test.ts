import { describe, expect, test } from "vitest";
import { asOpen, intentOf } from "../../../main/approvals/intent";
import { requestClasses } from "../../../main/policy/summary";
import { keyHashScript, messageOf, scriptHashScript, spendOf, taprootScript, txidOf } from "../../support/approvals";

describe("the intent of a request", () => {
  test("a send is who gets how much; own outputs are left out, the order makes no difference", () => {
    const payments = [
      { scriptHex: keyHashScript(0xee), amountSat: 2_000 },
      { scriptHex: keyHashScript(0xaa), amountSat: 1_000 },
    ];
    const intent = intentOf(spendOf({ pays: payments, feeSat: 321 }));
    expect(intent).toEqual({
      kind: "send",
      payees: [
        { scriptHex: keyHashScript(0xaa), amountSat: "1000" },
        { scriptHex: keyHashScript(0xee), amountSat: "2000" },
      ],
      totalSat: "3000",
      feeSat: "321",
      account: "0'",
      sighashType: 1,
    });
    expect(intentOf(spendOf({ pays: [...payments].reverse(), feeSat: 321 }))).toEqual(intent);
  });

  test("coins under any purpose belong to one account, and taproot's DEFAULT is ALL", () => {
    const segwit = intentOf(spendOf({ keyPath: "m/84'/0'/0'/0/3" }));
    expect(intentOf(spendOf({ keyPath: "m/86'/0'/0'/1/9", sighashType: 0 }))).toEqual(segwit);
    expect(intentOf(spendOf({ keyPath: "m/84'/0'/7'/0/3" }))).toMatchObject({ account: "7'" });
    expect(intentOf(spendOf({ keyPath: "m/1017'/1'/3'/0/5", class: "to-remote-sweep" }))).toMatchObject({
      account: "1017'",
    });
  });

  test("a channel open is its amount, not its script", () => {
    const pays = [{ scriptHex: scriptHashScript(0x77), amountSat: 500_000 }];
    expect(intentOf(spendOf({ class: "funding", pays }))).toEqual({
      kind: "open",
      outputType: "p2wsh",
      amountSat: "500000",
      feeSat: "1000",
    });
  });

  test("a send to one taproot output is a send, and may be approved as an open", () => {
    const intent = intentOf(spendOf({ pays: [{ scriptHex: taprootScript(0x77), amountSat: 500_000 }] }));
    expect(intent?.kind).toBe("send");
    expect(intent && asOpen(intent)).toMatchObject({ kind: "open", outputType: "p2tr", amountSat: "500000" });
  });

  test.each([
    ["two payees", spendOf({ pays: [1, 2].map((amountSat) => ({ scriptHex: taprootScript(7), amountSat })) })],
    ["a key hash", spendOf()],
    [
      "a channel's output",
      spendOf({ pays: [{ scriptHex: taprootScript(7), amountSat: 5 }], keyPath: "m/1017'/1'/3'/0/5" }),
    ],
  ])("a payment to %s cannot be approved as an open", (_, summary) => {
    const intent = intentOf(summary);
    expect(intent && asOpen(intent)).toBeNull();
  });

  test("a cooperative close is the channel, our script and our share", () => {
    const summary = spendOf({
      class: "cooperative-close",
      keyPath: "m/1017'/1'/0'/0/2",
      pays: [{ scriptHex: keyHashScript(0x99), amountSat: 40_000 }],
      own: [{ scriptHex: keyHashScript(0x01), amountSat: 60_000 }],
      feeSat: 500,
    });
    expect(intentOf(summary)).toEqual({
      kind: "close",
      fundingOutpoint: summary.outpoint,
      ownScriptHex: keyHashScript(0x01),
      ownAmountSat: "60000",
      payees: [{ scriptHex: keyHashScript(0x99), amountSat: "40000" }],
      feeSat: "500",
    });
    expect(intentOf({ ...summary, outputs: summary.outputs.slice(0, 1), outputCount: 1 })).toMatchObject({
      ownScriptHex: null,
      ownAmountSat: "0",
    });
  });

  test("a message is its bytes, its key and how it is signed", () => {
    expect(intentOf(messageOf("ab".repeat(32)))).toEqual({
      kind: "message",
      messageHashHex: "ab".repeat(32),
      keyPath: "m/1017'/1'/6'/0/0",
      flags: "compact double-hash",
    });
  });

  test("an app's key family is the intent of its ECDH and MuSig2 sessions", () => {
    const app = { keyFamily: 99, keyPath: "m/1017'/1'/99'/0/0" };
    expect(intentOf(messageOf("ab", { ...app, class: "other-ecdh" }))).toEqual({ kind: "family", keyFamily: 99 });
    expect(intentOf(messageOf("ab", { ...app, class: "musig2-app-session" }))).toEqual({
      kind: "family",
      keyFamily: 99,
    });
  });

  test("what is not understood is exactly this transaction, the same for each of its inputs", () => {
    const [first, second] = [0, 1].map((input) => spendOf({ class: "unknown-psbt", input, inputs: 2 }));
    expect(first && intentOf(first)).toEqual({ kind: "exact", contentHashHex: txidOf(1), feeSat: "1000" });
    expect(second && intentOf(second)).toEqual(first && intentOf(first));
  });

  test.each([
    ["SINGLE", 3],
    ["NONE", 2],
    ["ALL with ANYONECANPAY", 0x81],
  ])("a payment signed with %s is exactly this request: the transaction may still change", (_, sighashType) => {
    const summary = spendOf({ sighashType });
    expect(intentOf(summary)).toEqual({ kind: "exact", contentHashHex: summary.contentHashHex, feeSat: "1000" });
  });

  test("a second input of the packet that is signed otherwise makes it exactly this request as well", () => {
    const summary = spendOf();
    if (summary.facts.kind !== "psbt") throw new Error("a payment has PSBT facts");
    const signings = [...summary.facts.signings, { ...summary.facts.signings[0], sighashType: 2 }];
    expect(intentOf({ ...summary, facts: { ...summary.facts, signings } as typeof summary.facts })).toEqual({
      kind: "exact",
      contentHashHex: summary.contentHashHex,
      feeSat: "1000",
    });
  });

  test("a packet that was not examined whole is exactly this request: what else it signs is not known", () => {
    const summary = spendOf({ facts: { isExaminedWhole: false } });
    expect(intentOf(summary)).toMatchObject({ kind: "exact", contentHashHex: summary.contentHashHex });
  });

  test("a payment with more outputs than are listed is exactly this transaction", () => {
    expect(intentOf({ ...spendOf(), outputCount: 65 })).toEqual({
      kind: "exact",
      contentHashHex: txidOf(1),
      feeSat: "1000",
    });
  });

  test("a transaction whose fee is unknown has none", () => {
    for (const requestClass of ["wallet-send", "funding", "cooperative-close", "unknown-psbt"] as const) {
      expect(intentOf(spendOf({ class: requestClass, feeSat: null }))).toBeNull();
    }
  });

  test("channel traffic has none: nobody is asked about it", () => {
    const asked = requestClasses.filter((requestClass) => {
      const psbt = intentOf(spendOf({ class: requestClass }));
      return psbt !== null || intentOf(messageOf("ab", { class: requestClass })) !== null;
    });
    for (const routine of ["node-ecdh", "channel-update", "remote-commitment", "own-commitment", "htlc-second-level"]) {
      expect(asked).not.toContain(routine);
    }
    expect(asked).not.toContain("malformed");
    expect(asked).not.toContain("disguised-sighash");
    expect(asked).not.toContain("musig2-session");
  });
});
