import { describe, expect, test } from "vitest";
import { type GrantDraft, preApproval, standingApproval } from "../../../main/approvals/preApproval";
import { addressFromScript } from "../../../main/signer/address";
import { hexToBytes } from "../../../main/signer/bytes";
import {
  ApprovalDesk,
  keyHashScript,
  messageOf,
  nodeId,
  type Question,
  spendOf,
  taprootScript,
  txidOf,
} from "../../support/approvals";

const minuteMs = 60_000;

function approveLate(desk: ApprovalDesk, summary = spendOf()): string {
  const question = desk.ask(summary);
  desk.clock.advance(5_000);
  desk.approvals.decide(question.ref, "approve");
  return question.ref;
}

const stateOf = (desk: ApprovalDesk, ref: string) =>
  [...desk.store.records.values()].find((record) => record.ref === ref)?.state;

describe("the inputs of one transaction", () => {
  const tenInputs = (desk: ApprovalDesk): Question[] =>
    Array.from({ length: 10 }, (_, input) => desk.ask(spendOf({ input, inputs: 10 })));

  test("make one card and settle together", () => {
    const desk = new ApprovalDesk();
    const questions = tenInputs(desk);
    expect(desk.cards()).toHaveLength(1);
    desk.approvals.decide(questions[0]?.ref ?? "", "approve");
    expect(questions.map(({ now }) => now)).toEqual(Array(10).fill("allowed"));
  });

  test("that come one after the other are signed under one decision", () => {
    const desk = new ApprovalDesk();
    const first = desk.ask(spendOf({ inputs: 3 }));
    desk.approvals.decide(first.ref, "approve");
    first.conclude();
    for (const input of [1, 2]) {
      desk.clock.advance(1_000);
      const next = desk.ask(spendOf({ input, inputs: 3 }));
      expect(next.now).toBe("allowed");
      next.conclude();
    }
  });

  test("use a grant up when all are signed; a repeat within the minute is signed again, another transaction is not", () => {
    const desk = new ApprovalDesk();
    const ref = approveLate(desk, spendOf({ inputs: 2 }));
    for (const input of [0, 1]) {
      expect(stateOf(desk, ref)).toBe(input === 0 ? "granted" : "in-use");
      desk.ask(spendOf({ input, inputs: 2 })).conclude();
    }
    expect(stateOf(desk, ref)).toBe("used");
    expect(desk.ask(spendOf({ input: 1, inputs: 2 })).now).toBe("allowed");
    expect(desk.ask(spendOf({ txid: txidOf(2), inputs: 2 })).now).toBe("held");
  });

  test("use a grant up 60 s after the first, signed or not", () => {
    const desk = new ApprovalDesk();
    const ref = approveLate(desk, spendOf({ inputs: 2 }));
    desk.ask(spendOf({ inputs: 2 })).conclude();
    desk.clock.advance(59_999);
    expect(desk.ask(spendOf({ input: 1, inputs: 2 })).now).toBe("allowed");
    desk.clock.advance(1);
    expect(stateOf(desk, ref)).toBe("used");
    expect(desk.ask(spendOf({ input: 1, inputs: 2 })).now).toBe("held");
  });

  test("that claim a dearer fee than was approved ask on their own", () => {
    const desk = new ApprovalDesk();
    approveLate(desk, spendOf({ inputs: 2 }));
    desk.ask(spendOf({ inputs: 2, feeSat: 1_250 })).conclude();
    expect(desk.ask(spendOf({ input: 1, inputs: 2, feeSat: 1_251 })).now).toBe("held");
  });

  test("a coin that is not ours does not keep a grant open", () => {
    const desk = new ApprovalDesk();
    const ref = approveLate(desk);
    const summary = spendOf({ inputs: 2 });
    const inputs = summary.inputs.map((input) => (input.isSigned ? input : { ...input, keyPath: null }));
    desk.ask({ ...summary, inputs }).conclude();
    expect(stateOf(desk, ref)).toBe("used");
  });
});

describe("a grant that came to nothing", () => {
  test("is there again when signing failed", () => {
    const desk = new ApprovalDesk();
    const ref = approveLate(desk);
    desk.ask(spendOf({ txid: txidOf(2) })).conclude(false);
    expect(stateOf(desk, ref)).toBe("granted");
    expect(desk.ask(spendOf({ txid: txidOf(3) })).now).toBe("allowed");
  });

  test("is used all the same when another input was signed, or may still be", () => {
    const desk = new ApprovalDesk();
    const ref = approveLate(desk, spendOf({ inputs: 2 }));
    const [first, second] = [0, 1].map((input) => desk.ask(spendOf({ input, inputs: 2 })));
    first?.conclude(false);
    expect(stateOf(desk, ref)).toBe("in-use");
    second?.conclude();
    expect(stateOf(desk, ref)).toBe("in-use");
    expect(desk.ask(spendOf({ txid: txidOf(3), inputs: 2 })).now).toBe("held");
  });
});

describe("a use whose transaction came to nothing", () => {
  test("is as if it had not been signed, and is given back when it was not", () => {
    const desk = new ApprovalDesk();
    const ref = approveLate(desk);
    const asked = desk.ask(spendOf());
    desk.store.failing(() => asked.conclude());
    expect(stateOf(desk, ref)).toBe("in-use");
    expect(desk.views.at(-1)?.record.state).toBe("in-use");
    asked.conclude(false);
    expect(stateOf(desk, ref)).toBe("granted");
    expect(desk.ask(spendOf({ txid: txidOf(3) })).now).toBe("allowed");
  });

  test("can be signed again, and uses the grant up then", () => {
    const desk = new ApprovalDesk();
    const ref = approveLate(desk);
    const asked = desk.ask(spendOf());
    desk.store.failing(() => asked.conclude());
    const repeat = desk.ask(spendOf());
    expect(repeat.now).toBe("allowed");
    repeat.conclude();
    expect(stateOf(desk, ref)).toBe("used");
  });

  test("stays in use when giving it back came to nothing", () => {
    const desk = new ApprovalDesk();
    const ref = approveLate(desk);
    const asked = desk.ask(spendOf());
    desk.store.failing(() => asked.conclude(false));
    expect(stateOf(desk, ref)).toBe("in-use");
    asked.conclude();
    expect(stateOf(desk, ref)).toBe("used");
  });
});

describe("revoking", () => {
  test("a grant ends it", () => {
    const desk = new ApprovalDesk();
    const ref = approveLate(desk);
    expect(desk.approvals.revoke(ref)?.state).toBe("revoked");
    expect(desk.ask(spendOf()).now).toBe("held");
    expect(desk.approvals.revoke(ref)).toBeNull();
  });

  test("in the middle of a transaction leaves its other inputs unsigned", () => {
    const desk = new ApprovalDesk();
    const ref = approveLate(desk, spendOf({ inputs: 2 }));
    desk.ask(spendOf({ inputs: 2 })).conclude();
    desk.approvals.revoke(ref);
    expect(desk.ask(spendOf({ input: 1, inputs: 2 })).now).toBe("held");
  });

  test("a card is no revoking: it has to be decided", () => {
    const desk = new ApprovalDesk();
    expect(desk.approvals.revoke(desk.ask(spendOf()).ref)).toBeNull();
  });
});

describe("after a restart", () => {
  test("cards, grants and refusals are as they were", () => {
    const desk = new ApprovalDesk();
    approveLate(desk);
    const refused = desk.ask(spendOf({ pays: [{ scriptHex: keyHashScript(0x11), amountSat: 5_000 }] }));
    desk.approvals.decide(refused.ref, "refuse");
    const waiting = desk.ask(spendOf({ pays: [{ scriptHex: keyHashScript(0x22), amountSat: 5_000 }] }));
    desk.restart();
    expect(desk.cards().map(({ ref }) => ref)).toEqual([waiting.ref]);
    expect(desk.ask(spendOf({ txid: txidOf(5) })).now).toBe("allowed");
    expect(desk.ask(spendOf({ pays: [{ scriptHex: keyHashScript(0x11), amountSat: 5_000 }] })).now).toBe(
      "approval-refused",
    );
    desk.approvals.decide(waiting.ref, "approve");
    expect(desk.ask(spendOf({ pays: [{ scriptHex: keyHashScript(0x22), amountSat: 5_000 }] })).now).toBe("allowed");
  });

  test("a transaction in the middle is signed to its end, and nothing else", () => {
    const desk = new ApprovalDesk();
    approveLate(desk, spendOf({ inputs: 2 }));
    desk.ask(spendOf({ inputs: 2 })).conclude();
    desk.restart();
    expect(desk.ask(spendOf({ txid: txidOf(9), inputs: 2 })).now).toBe("held");
    expect(desk.ask(spendOf({ input: 1, inputs: 2 })).now).toBe("allowed");
    desk.clock.advance(minuteMs);
    expect(desk.ask(spendOf({ input: 1, inputs: 2 })).now).toBe("held");
  });

  test("with the clock set back a use does not last longer than its minute", () => {
    const desk = new ApprovalDesk();
    approveLate(desk, spendOf({ inputs: 2 }));
    desk.clock.advance(10 * minuteMs);
    desk.ask(spendOf({ inputs: 2 })).conclude();
    const wall = desk.clock.nowMs() - 9 * minuteMs;
    desk.clock.nowMs = () => wall;
    desk.restart();
    expect(desk.ask(spendOf({ input: 1, inputs: 2 })).now).toBe("held");
  });

  test("what ended meanwhile is over", () => {
    const desk = new ApprovalDesk();
    const ref = approveLate(desk);
    desk.approvals.close();
    desk.clock.advance(16 * minuteMs);
    desk.restart();
    expect(desk.ask(spendOf()).now).toBe("held");
    desk.clock.advance(0);
    expect(stateOf(desk, ref)).toBe("expired");
  });

  test("with the clock set back a grant does not live on", () => {
    const desk = new ApprovalDesk();
    approveLate(desk);
    const earlier = new ApprovalDesk({ store: desk.store });
    expect(earlier.clock.nowMs()).toBeLessThan(desk.clock.nowMs());
    expect(earlier.ask(spendOf()).now).toBe("held");
  });
});

test("a clock that is set back while the signer runs prolongs nothing", () => {
  const desk = new ApprovalDesk();
  approveLate(desk);
  const wall = desk.clock.nowMs();
  desk.clock.nowMs = () => wall;
  desk.clock.advance(15 * minuteMs);
  expect(desk.ask(spendOf({ txid: txidOf(2) })).now).toBe("held");
});

function granted(desk: ApprovalDesk, draft: ReturnType<typeof preApproval>): string {
  if ("problem" in draft) throw new Error(draft.problem);
  const record = desk.approvals.grant(draft);
  if (record === null) throw new Error("too many approvals");
  return record.ref;
}

const addressOf = (scriptHex: string) => addressFromScript(hexToBytes(scriptHex), "regtest") ?? "";

describe("a pre-approval", () => {
  const payments = [{ address: addressOf(keyHashScript(0xee)), amountSat: "100000" }];
  const wish = { kind: "send", payments } as const;

  test("lets the first try through without a card, once", () => {
    const desk = new ApprovalDesk();
    const ref = granted(desk, preApproval({ wish, feeCapSat: "2000", nodeId: null }, "regtest"));
    const question = desk.ask(spendOf({ feeSat: 2_000 }));
    expect(question.first).toMatchObject({ kind: "allowed", ref });
    question.conclude();
    expect(stateOf(desk, ref)).toBe("used");
    expect(desk.ask(spendOf({ txid: txidOf(2) })).now).toBe("held");
  });

  test("has a fee that is its cap", () => {
    const desk = new ApprovalDesk();
    granted(desk, preApproval({ wish, feeCapSat: "2000", nodeId: null }, "regtest"));
    expect(desk.ask(spendOf({ feeSat: 2_001 })).now).toBe("held");
  });

  test("is for any node of the seed, or for one", () => {
    const desk = new ApprovalDesk();
    granted(desk, preApproval({ wish, feeCapSat: "2000", nodeId: null }, "regtest"));
    expect(desk.ask(spendOf(), { nodeId: "fedcba9876543210" }).now).toBe("allowed");
    granted(desk, preApproval({ wish, feeCapSat: "2000", nodeId }, "regtest"));
    expect(desk.ask(spendOf({ txid: txidOf(2) }), { nodeId: "fedcba9876543210" }).now).toBe("held");
    expect(desk.ask(spendOf({ txid: txidOf(3) })).now).toBe("allowed");
  });

  test("of a channel covers any funding key", () => {
    const desk = new ApprovalDesk();
    const open = { kind: "open", outputType: "p2tr", amountSat: "500000" } as const;
    granted(desk, preApproval({ wish: open, feeCapSat: "2000", nodeId: null }, "regtest"));
    expect(desk.ask(spendOf({ pays: [{ scriptHex: taprootScript(7), amountSat: 500_000 }] })).now).toBe("allowed");
  });

  test("is over after its time", () => {
    const desk = new ApprovalDesk();
    granted(desk, preApproval({ wish, feeCapSat: "2000", nodeId: null, durationMs: 2 * minuteMs }, "regtest"));
    desk.clock.advance(2 * minuteMs);
    expect(desk.ask(spendOf()).now).toBe("held");
  });

  test.each<[string, object, Parameters<typeof preApproval>[1], ReturnType<typeof preApproval>]>([
    ["an address of another network", {}, "mainnet", { problem: "address", text: payments[0]?.address ?? "" }],
    ["no payment", { wish: { kind: "send", payments: [] } }, "regtest", { problem: "no-payment" }],
    [
      "more payments than a card lists",
      { wish: { kind: "send", payments: Array(61).fill(payments[0]) } },
      "regtest",
      { problem: "too-many-payments" },
    ],
    ["a fee that is no number", { feeCapSat: "1e3" }, "regtest", { problem: "amount", text: "1e3" }],
    [
      "an amount beyond all coins",
      { wish: { kind: "open", outputType: "p2wsh", amountSat: "2100000000000001" } },
      "regtest",
      { problem: "amount", text: "2100000000000001" },
    ],
    [
      "nothing to send",
      { wish: { kind: "open", outputType: "p2wsh", amountSat: "0" } },
      "regtest",
      { problem: "amount", text: "0" },
    ],
    ["more than a day", { durationMs: 24 * 3_600_000 + 1 }, "regtest", { problem: "duration" }],
  ])("refuses %s", (_, change, network, problem) => {
    expect(preApproval({ wish, feeCapSat: "2000", nodeId: null, ...change }, network)).toEqual(problem);
  });

  test("there are at most 128 open ones", () => {
    const desk = new ApprovalDesk();
    const draft = preApproval({ wish, feeCapSat: "2000", nodeId: null }, "regtest") as GrantDraft;
    const refs = Array.from({ length: 129 }, () => desk.approvals.grant(draft)?.ref);
    expect(new Set(refs).size).toBe(129);
    expect(refs.at(-1)).toBeUndefined();
    expect(desk.ask(messageOf("ab")).now).toBe("approval-queue-full");
  });
});

describe("a standing approval", () => {
  const caps = { perUseSat: "102000", totalSat: "250000", nodeId: null, durationMs: 3_600_000 };
  const toPayee = { kind: "send", addresses: [addressOf(keyHashScript(0xee))] } as const;
  const draftOf = (change: object = {}) => standingApproval({ wish: toPayee, ...caps, ...change }, "regtest");

  test("covers again and again, up to its total, each transaction once", () => {
    const desk = new ApprovalDesk();
    const ref = granted(desk, draftOf());
    for (const number of [1, 2]) {
      for (const input of [0, 1]) {
        const question = desk.ask(spendOf({ txid: txidOf(number), input, inputs: 2 }));
        expect(question.first).toMatchObject({ kind: "allowed", ref });
        question.conclude();
      }
    }
    expect(desk.approvals.list()[0]?.record.standing?.spentSat).toBe("202000");
    expect(desk.ask(spendOf({ txid: txidOf(3) })).now).toBe("held");
  });

  test("covers no use above its cap, no other payee, no other account", () => {
    const desk = new ApprovalDesk();
    granted(desk, draftOf());
    expect(desk.ask(spendOf({ feeSat: 2_001 })).now).toBe("held");
    expect(desk.ask(spendOf({ txid: txidOf(2), pays: [{ scriptHex: keyHashScript(1), amountSat: 5 }] })).now).toBe(
      "held",
    );
    expect(desk.ask(spendOf({ txid: txidOf(3), keyPath: "m/84'/0'/1'/0/0" })).now).toBe("held");
  });

  test("without addresses covers any payee", () => {
    const desk = new ApprovalDesk();
    granted(desk, draftOf({ wish: { kind: "send", addresses: [] } }));
    expect(desk.ask(spendOf({ pays: [{ scriptHex: keyHashScript(1), amountSat: 5 }] })).now).toBe("allowed");
  });

  test("of channels covers channels", () => {
    const desk = new ApprovalDesk();
    granted(desk, draftOf({ wish: { kind: "open", outputType: "p2tr" } }));
    expect(desk.ask(spendOf()).now).toBe("held");
    expect(desk.ask(spendOf({ txid: txidOf(2), pays: [{ scriptHex: taprootScript(7), amountSat: 9 }] })).now).toBe(
      "allowed",
    );
  });

  test("counts a use again that came to nothing as not used", () => {
    const desk = new ApprovalDesk();
    granted(desk, draftOf());
    desk.ask(spendOf()).conclude(false);
    expect(desk.approvals.list()[0]?.record.standing?.spentSat).toBe("0");
  });

  test("keeps its count over a restart, and signs the other inputs of what it had begun", () => {
    const desk = new ApprovalDesk();
    granted(desk, draftOf());
    desk.ask(spendOf({ inputs: 2 })).conclude();
    desk.restart();
    expect(desk.ask(spendOf({ input: 1, inputs: 2 })).now).toBe("allowed");
    expect(desk.approvals.list()[0]?.record.standing?.spentSat).toBe("101000");
  });

  test("is over after its time, and when it is revoked", () => {
    const desk = new ApprovalDesk();
    const ref = granted(desk, draftOf());
    desk.approvals.revoke(ref);
    expect(desk.ask(spendOf()).now).toBe("held");
    granted(desk, draftOf());
    desk.clock.advance(3_600_000);
    expect(desk.ask(spendOf({ txid: txidOf(2) })).now).toBe("held");
  });

  test.each([
    ["no cap", { perUseSat: "0" }, { problem: "amount", text: "0" }],
    ["more than a year", { durationMs: 367 * 24 * 3_600_000 }, { problem: "duration" }],
    ["an address that is none", { wish: { kind: "send", addresses: ["bc1"] } }, { problem: "address", text: "bc1" }],
  ])("refuses %s", (_, change, problem) => {
    expect(draftOf(change)).toEqual(problem);
  });
});
