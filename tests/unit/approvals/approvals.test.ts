import { describe, expect, test } from "vitest";
import {
  ApprovalDesk,
  identity,
  keyHashScript,
  messageOf,
  nodeId,
  scriptHashScript,
  spendOf,
  taprootScript,
  txidOf,
} from "../../support/approvals";

const minuteMs = 60_000;

describe("asking", () => {
  test("holds the request until a person approves, then it is signed at once", () => {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    expect(question.now).toBe("held");
    desk.clock.advance(3_000);
    expect(desk.approvals.decide(question.ref, "approve")).toMatchObject({ state: "in-use", usedByTxid: txidOf(1) });
    expect(question.settled).toEqual([{ kind: "allowed", ref: question.ref, groupKey: txidOf(1) }]);
  });

  test("approval-needed: nobody decides in time, the operator reads what to do, the card stays 15 minutes", () => {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    desk.clock.advance(4_000);
    expect(question.settled).toHaveLength(1);
    expect(question.refusal.tag).toBe("approval-needed");
    expect(question.refusal.reason).toBe(`approve in Countersign within 15 min, then repeat (ref ${question.ref})`);
    desk.clock.advance(15 * minuteMs - 4_001);
    expect(desk.cards().map(({ ref }) => ref)).toEqual([question.ref]);
    desk.clock.advance(1);
    expect(desk.cards()).toEqual([]);
    expect([...desk.store.records.values()].map(({ state }) => state)).toEqual(["expired"]);
    expect(desk.approvals.decide(question.ref, "approve")).toBeNull();
  });

  test("approval-refused: the held request and every repeat within the window, without asking again", () => {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    expect(desk.approvals.decide(question.ref, "refuse")).toMatchObject({ state: "refused" });
    expect(question.refusal.tag).toBe("approval-refused");
    const repeat = desk.ask(spendOf({ txid: txidOf(2), feeSat: 5_000 }));
    expect(repeat.now).toBe("approval-refused");
    expect(repeat.refusal.reason).toBe(`refused in Countersign (ref ${question.ref})`);
    expect(desk.cards()).toEqual([]);
    desk.clock.advance(15 * minuteMs);
    expect(desk.ask(spendOf({ txid: txidOf(3) })).now).toBe("held");
  });

  test("a refusal that is taken back lets the next request ask again", () => {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    desk.approvals.decide(question.ref, "refuse");
    expect(desk.approvals.revoke(question.ref)).toMatchObject({ state: "revoked" });
    expect(desk.ask(spendOf()).now).toBe("held");
  });

  test("approval-impossible: channel traffic, and what has no fee", () => {
    const desk = new ApprovalDesk();
    expect(desk.ask(spendOf({ class: "remote-commitment" })).now).toBe("approval-impossible");
    expect(desk.ask(spendOf({ feeSat: null })).now).toBe("approval-impossible");
    expect(desk.cards()).toEqual([]);
  });

  test("approval-impossible: a card that would be too large to keep", () => {
    const desk = new ApprovalDesk();
    const large = { scriptHex: "00".repeat(150_000), amountSat: 1_000 };
    expect(desk.ask(spendOf({ pays: [large] })).now).toBe("approval-impossible");
    expect(desk.store.records.size).toBe(0);
  });

  test("a request that comes too late to be answered gets its card all the same", () => {
    const desk = new ApprovalDesk();
    expect(desk.ask(spendOf(), { deadlineMs: 0 }).now).toBe("approval-needed");
    expect(desk.cards()).toHaveLength(1);
  });

  test("nobody is asked while the keys are locked", () => {
    const desk = new ApprovalDesk();
    desk.approvals.bind(null);
    expect(() => desk.ask(spendOf())).toThrow("locked");
  });
});

describe("a decision after the request was refused", () => {
  test("lets the repeat be signed, once, with a new change address and another fee", () => {
    const desk = new ApprovalDesk();
    const first = desk.ask(spendOf());
    desk.clock.advance(5_000);
    expect(desk.approvals.decide(first.ref, "approve")).toMatchObject({ state: "granted", usedByTxid: null });
    desk.clock.advance(14 * minuteMs);
    const own = [{ scriptHex: keyHashScript(0x02), amountSat: 49_800 }];
    const repeat = desk.ask(spendOf({ txid: txidOf(2), own, feeSat: 1_200 }));
    expect(repeat.now).toBe("allowed");
    repeat.conclude();
    expect(desk.ask(spendOf({ txid: txidOf(3) })).now).toBe("held");
  });

  test.each([
    ["another amount", { pays: [{ scriptHex: keyHashScript(0xee), amountSat: 100_001 }] }],
    ["another address", { pays: [{ scriptHex: keyHashScript(0xef), amountSat: 100_000 }] }],
    [
      "an extra output",
      {
        pays: [
          { scriptHex: keyHashScript(0xee), amountSat: 100_000 },
          { scriptHex: keyHashScript(0xef), amountSat: 546 },
        ],
      },
    ],
    ["a fee that is much higher", { feeSat: 1_251 }],
    ["a sighash type that leaves outputs open", { sighashType: 3 }],
  ])("does not cover %s: that asks again", (_, change) => {
    const desk = new ApprovalDesk();
    const first = desk.ask(spendOf());
    desk.clock.advance(5_000);
    desk.approvals.decide(first.ref, "approve");
    expect(desk.ask(spendOf({ txid: txidOf(2), ...change })).now).toBe("held");
    expect(desk.cards()).toHaveLength(1);
  });

  test("is over 15 minutes after it was made", () => {
    const desk = new ApprovalDesk();
    const first = desk.ask(spendOf());
    desk.clock.advance(10 * minuteMs);
    desk.approvals.decide(first.ref, "approve");
    desk.clock.advance(15 * minuteMs);
    expect(desk.ask(spendOf({ txid: txidOf(2) })).now).toBe("held");
  });

  test("covers a channel open under a new funding key", () => {
    const desk = new ApprovalDesk();
    const openOf = (byte: number, number: number) =>
      spendOf({
        class: "funding",
        txid: txidOf(number),
        pays: [{ scriptHex: scriptHashScript(byte), amountSat: 500_000 }],
      });
    const first = desk.ask(openOf(1, 1));
    desk.clock.advance(5_000);
    desk.approvals.decide(first.ref, "approve");
    expect(desk.ask(openOf(2, 2)).now).toBe("allowed");
    expect(desk.ask(openOf(3, 3)).now).toBe("held");
  });

  test("of a taproot payment covers another script only when it is approved as an open", () => {
    const payment = (byte: number, number: number) =>
      spendOf({ txid: txidOf(number), pays: [{ scriptHex: taprootScript(byte), amountSat: 500_000 }] });
    for (const [decision, then] of [
      ["approve", "held"],
      ["approve-as-open", "allowed"],
    ] as const) {
      const desk = new ApprovalDesk();
      const first = desk.ask(payment(1, 1));
      desk.clock.advance(5_000);
      expect(desk.approvals.decide(first.ref, decision)?.state).toBe("granted");
      expect(desk.ask(payment(2, 2)).now).toBe(then);
    }
  });

  test("as an open is not possible for what opens no channel", () => {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    expect(desk.approvals.decide(question.ref, "approve-as-open")).toBeNull();
    expect(question.now).toBe("held");
  });

  test("of a message covers the same message, once", () => {
    const desk = new ApprovalDesk();
    const first = desk.ask(messageOf("ab".repeat(32)));
    desk.clock.advance(5_000);
    desk.approvals.decide(first.ref, "approve");
    expect(desk.ask(messageOf("ac".repeat(32))).now).toBe("held");
    const repeat = desk.ask(messageOf("ab".repeat(32)));
    expect(repeat.now).toBe("allowed");
    repeat.conclude();
    desk.clock.advance(minuteMs);
    expect(desk.ask(messageOf("ab".repeat(32))).now).toBe("held");
  });
});

describe("two cards", () => {
  test("answering the second leaves the first waiting", () => {
    const desk = new ApprovalDesk();
    const first = desk.ask(spendOf());
    const second = desk.ask(spendOf({ txid: txidOf(2), pays: [{ scriptHex: keyHashScript(0x55), amountSat: 7_000 }] }));
    expect(first.ref).not.toBe(second.ref);
    desk.approvals.decide(second.ref, "approve");
    expect(second.now).toBe("allowed");
    expect(first.settled).toEqual([]);
    expect(desk.cards().map(({ ref }) => ref)).toEqual([first.ref]);
    desk.approvals.decide(first.ref, "refuse");
    expect(first.now).toBe("approval-refused");
    expect(second.settled).toHaveLength(1);
  });

  test("two equal payments at the same time are two cards: one decision signs one of them", () => {
    const desk = new ApprovalDesk();
    const [first, second] = [1, 2].map((number) => desk.ask(spendOf({ txid: txidOf(number) })));
    expect(first?.ref).not.toBe(second?.ref);
    desk.approvals.decide(first?.ref ?? "", "approve");
    expect([first?.now, second?.now]).toEqual(["allowed", "held"]);
  });

  test("a card nobody waits for any more is joined by the next try, and signed by its decision", () => {
    const desk = new ApprovalDesk();
    const first = desk.ask(spendOf());
    desk.clock.advance(5_000);
    const second = desk.ask(spendOf({ txid: txidOf(2) }));
    expect(second.ref).toBe(first.ref);
    desk.approvals.decide(first.ref, "approve");
    expect(second.now).toBe("allowed");
    expect(first.settled).toHaveLength(1);
    expect(desk.ask(spendOf()).now).toBe("held");
  });

  test("a card is decided once", () => {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    desk.approvals.decide(question.ref, "refuse");
    expect(desk.approvals.decide(question.ref, "approve")).toBeNull();
    expect(question.settled).toHaveLength(1);
  });

  test("approval-queue-full: more cards than anybody looks at do not push older ones aside", () => {
    const desk = new ApprovalDesk();
    const payments = Array.from({ length: 33 }, (_, index) =>
      desk.ask(spendOf({ txid: txidOf(index), pays: [{ scriptHex: keyHashScript(index), amountSat: 1_000 }] })),
    );
    expect(payments.map(({ now }) => now)).toEqual([...Array(32).fill("held"), "approval-queue-full"]);
    expect(new Set(desk.cards().map(({ ref }) => ref)).size).toBe(32);
    for (const { ref } of desk.cards()) expect(ref).toMatch(/^[34679ACDEFGHJKMNPQRTVWXY]{4}$/);
    desk.approvals.decide(payments[0]?.ref ?? "", "refuse");
    expect(desk.ask(spendOf({ pays: [{ scriptHex: keyHashScript(0xdd), amountSat: 1_000 }] })).now).toBe("held");
  });

  test("no more than 500 requests are held: the rest is told to repeat", () => {
    const desk = new ApprovalDesk();
    const inputs = Array.from({ length: 501 }, (_, input) => desk.ask(spendOf({ input: input % 60, inputs: 60 })));
    expect(inputs.filter(({ now }) => now === "held")).toHaveLength(500);
    expect(inputs.at(-1)?.now).toBe("approval-needed");
    expect(desk.cards()).toHaveLength(1);
  });
});

describe("held requests", () => {
  test("are refused when the signer locks, pauses or turns to another node; their cards stay", () => {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    desk.approvals.settleHeld("paused", "signing is paused");
    expect(question.settled).toEqual([
      { kind: "refused", tag: "paused", reason: "signing is paused", ref: question.ref },
    ]);
    expect(desk.cards()).toHaveLength(1);
    desk.clock.advance(minuteMs);
    expect(question.settled).toHaveLength(1);
  });

  test("locked: keys that go away settle them", () => {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    desk.approvals.bind(null);
    expect(question.now).toBe("locked");
    desk.approvals.bind(identity);
    expect(desk.cards()).toHaveLength(1);
  });

  test("stay held when the same keys are bound again", () => {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    desk.approvals.bind({ ...identity });
    expect(question.now).toBe("held");
  });

  test("whose stream ended are dropped unsettled, and a decision then waits for the repeat", () => {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    if (question.first.kind !== "held") throw new Error("the request is not held");
    question.first.drop();
    expect(desk.approvals.decide(question.ref, "approve")?.state).toBe("granted");
    desk.clock.advance(10_000);
    expect(question.settled).toEqual([]);
  });

  test("past their deadline are not signed by a decision that comes before the timer", () => {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    desk.clock.spend(4_000_000);
    expect(desk.approvals.decide(question.ref, "approve")?.state).toBe("granted");
    expect(question.now).toBe("approval-needed");
  });

  test("of which some are past their deadline are signed as far as there is time", () => {
    const desk = new ApprovalDesk();
    const [early, late] = [1_000, 4_000].map((deadlineMs, input) =>
      desk.ask(spendOf({ input, inputs: 2 }), { deadlineMs }),
    );
    desk.clock.spend(2_000_000);
    desk.approvals.decide(early?.ref ?? "", "approve");
    expect([early?.now, late?.now]).toEqual(["approval-needed", "allowed"]);
  });

  test("the window sees how many wait and until when", () => {
    const desk = new ApprovalDesk();
    const nowMs = desk.clock.nowMs();
    const { ref } = desk.ask(spendOf({ inputs: 2 }));
    desk.clock.advance(1_000);
    desk.ask(spendOf({ input: 1, inputs: 2 }));
    expect(desk.approvals.list()).toMatchObject([{ record: { ref }, heldRequests: 2, answerByMs: nowMs + 5_000 }]);
    expect(desk.views.at(-1)).toMatchObject({ heldRequests: 2 });
    desk.clock.advance(5_000);
    expect(desk.views.at(-1)).toMatchObject({ record: { state: "waiting" }, heldRequests: 0, answerByMs: null });
  });
});

describe("approvals are bound", () => {
  function granted(): ApprovalDesk {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    desk.clock.advance(5_000);
    desk.approvals.decide(question.ref, "approve");
    return desk;
  }

  test("to the node that asked", () => {
    expect(granted().ask(spendOf({ txid: txidOf(2) }), { nodeId: "fedcba9876543210" }).now).toBe("held");
    expect(granted().ask(spendOf({ txid: txidOf(2) })).now).toBe("allowed");
  });

  test("to the seed", () => {
    const desk = granted();
    desk.approvals.bind({ ...identity, identityPubkeyHex: `03${"cd".repeat(32)}` });
    expect(desk.approvals.list()).toEqual([]);
    expect(desk.ask(spendOf({ txid: txidOf(2) })).now).toBe("held");
  });

  test("to the seed, in the middle of a transaction too", () => {
    const desk = granted();
    desk.ask(spendOf({ txid: txidOf(2), inputs: 2 })).conclude();
    desk.approvals.bind({ ...identity, identityPubkeyHex: `03${"cd".repeat(32)}` });
    expect(desk.ask(spendOf({ txid: txidOf(2), input: 1, inputs: 2 })).now).toBe("held");
  });

  test("to the node, in the middle of a transaction too", () => {
    const desk = granted();
    desk.ask(spendOf({ txid: txidOf(2), inputs: 2 })).conclude();
    const second = spendOf({ txid: txidOf(2), input: 1, inputs: 2 });
    expect(desk.ask(second, { nodeId: "fedcba9876543210" }).now).toBe("held");
    expect(desk.ask(second).now).toBe("allowed");
  });

  test("to the network", () => {
    const desk = granted();
    desk.approvals.bind({ ...identity, network: "signet" });
    expect(desk.ask(spendOf({ txid: txidOf(2) })).now).toBe("held");
  });

  test("a card of another node is neither joined nor refused for it", () => {
    const desk = new ApprovalDesk();
    const first = desk.ask(spendOf());
    const second = desk.ask(spendOf(), { nodeId: "fedcba9876543210" });
    expect(second.ref).not.toBe(first.ref);
    desk.approvals.decide(first.ref, "refuse");
    expect(second.now).toBe("held");
  });

  test("a card of another seed cannot be decided", () => {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    desk.approvals.bind({ ...identity, identityPubkeyHex: `03${"cd".repeat(32)}` });
    expect(desk.approvals.decide(question.ref, "approve")).toBeNull();
  });
});

describe("a store that cannot be written", () => {
  test("keeps a card from opening and a decision from counting", () => {
    const desk = new ApprovalDesk();
    desk.store.isBroken = true;
    expect(() => desk.ask(spendOf())).toThrow("read-only");
    desk.store.isBroken = false;
    const question = desk.ask(spendOf());
    desk.store.isBroken = true;
    expect(() => desk.approvals.decide(question.ref, "approve")).toThrow("read-only");
    expect(question.now).toBe("held");
    desk.store.isBroken = false;
    desk.approvals.decide(question.ref, "approve");
    expect(question.now).toBe("allowed");
  });

  test("keeps a grant from being used", () => {
    const desk = new ApprovalDesk();
    const question = desk.ask(spendOf());
    desk.clock.advance(5_000);
    desk.approvals.decide(question.ref, "approve");
    desk.store.isBroken = true;
    expect(() => desk.ask(spendOf())).toThrow("read-only");
    desk.store.isBroken = false;
    expect(desk.ask(spendOf()).now).toBe("allowed");
  });

  test("is told about when something ends meanwhile; that is over all the same, and written later", () => {
    const desk = new ApprovalDesk();
    desk.ask(spendOf());
    desk.store.isBroken = true;
    desk.clock.advance(15 * minuteMs);
    expect(desk.failures).toHaveLength(1);
    expect(desk.cards()).toEqual([]);
    desk.store.isBroken = false;
    desk.clock.advance(minuteMs);
    expect([...desk.store.records.values()].map(({ state }) => state)).toEqual(["expired"]);
  });
});

test("history shows what is over, newest first", () => {
  const desk = new ApprovalDesk();
  for (const number of [1, 2]) {
    const question = desk.ask(spendOf({ pays: [{ scriptHex: keyHashScript(number), amountSat: 1_000 }] }));
    desk.approvals.decide(question.ref, "refuse");
    desk.clock.advance(1_000);
  }
  const [newest] = desk.approvals.history(1);
  expect(newest?.intent).toMatchObject({ payees: [{ scriptHex: keyHashScript(2) }] });
  expect(newest?.nodeId).toBe(nodeId);
});
