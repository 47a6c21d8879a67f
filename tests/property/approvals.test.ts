/** Whatever a node asks and a person decides, in whatever order: no more is signed than was approved. */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Intent } from "../../main/approvals/approval";
import { intentCovers } from "../../main/approvals/intentCovers";
import { type GrantDraft, preApproval, standingApproval } from "../../main/approvals/preApproval";
import { addressFromScript } from "../../main/signer/address";
import { hexToBytes } from "../../main/signer/bytes";
import {
  ApprovalDesk,
  keyHashScript,
  type Question,
  type SpendWish,
  scriptHashScript,
  spendOf,
  taprootScript,
  txidOf,
} from "../support/approvals";

const scripts = [keyHashScript(1), keyHashScript(2), scriptHashScript(1), scriptHashScript(2), taprootScript(1)];
const amounts = [1_000, 2_000, 50_000];

/** What makes a transaction: the same number is always the same one. */
interface Transaction {
  readonly txid: string;
  readonly wish: SpendWish;
  readonly outSat: bigint;
  readonly feeSat: bigint;
}

function transactionOf(number: number): Transaction {
  const scriptHex = scripts[number % scripts.length] as string;
  const amountSat = amounts[Math.floor(number / 5) % amounts.length] as number;
  const feeSat = 100 + 20 * (Math.floor(number / 15) % 4);
  const isOpen = scriptHex.startsWith("0020");
  const wish = { class: isOpen ? "funding" : "wallet-send", pays: [{ scriptHex, amountSat }], feeSat } as const;
  return { txid: txidOf(number), wish, outSat: BigInt(amountSat), feeSat: BigInt(feeSat) };
}

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant("ask" as const), number: fc.nat(119), input: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("approve" as const), card: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("refuse" as const), card: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("revoke" as const), card: fc.nat(5) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("pre-approve" as const), number: fc.nat(119) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("stand" as const), uses: fc.nat(3) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(10, 5_000, 61_000, 901_000) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("restart" as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Plays the steps and keeps the accounts. */
class Accounts {
  readonly desk = new ApprovalDesk();
  approvedSat = 0n;
  /** Inputs signed of each transaction. */
  readonly signed = new Map<string, Transaction>();
  #questions: { question: Question; transaction: Transaction; isConcluded: boolean }[] = [];

  play(step: Step): void {
    switch (step.do) {
      case "ask": {
        const transaction = transactionOf(step.number);
        const question = this.desk.ask(
          spendOf({ ...transaction.wish, txid: transaction.txid, input: step.input, inputs: 3 }),
        );
        this.#questions.push({ question, transaction, isConcluded: false });
        break;
      }
      case "approve":
      case "refuse": {
        const card = this.desk.cards()[step.card];
        const decided = card && this.desk.approvals.decide(card.ref, step.do);
        if (decided && step.do === "approve") this.#approved(decided.intent);
        break;
      }
      case "revoke": {
        const view = this.desk.approvals.list()[step.card];
        if (view !== undefined) this.desk.approvals.revoke(view.record.ref);
        break;
      }
      case "pre-approve": {
        const { wish } = transactionOf(step.number);
        const [payment] = wish.pays ?? [];
        const address = addressFromScript(hexToBytes(payment?.scriptHex ?? ""), "regtest") ?? "";
        const payments = [{ address, amountSat: String(payment?.amountSat) }];
        const draft = preApproval({ wish: { kind: "send", payments }, feeCapSat: "150", nodeId: null }, "regtest");
        if (this.desk.approvals.grant(draft as GrantDraft) !== null) this.#approved((draft as GrantDraft).intent);
        break;
      }
      case "stand": {
        const totalSat = 1_000 * step.uses + 500;
        const caps = { perUseSat: "1200", totalSat: String(totalSat), nodeId: null, durationMs: 3_600_000 };
        const draft = standingApproval({ wish: { kind: "send", addresses: [] }, ...caps }, "regtest");
        if (this.desk.approvals.grant(draft as GrantDraft) !== null) this.approvedSat += BigInt(totalSat);
        break;
      }
      case "wait":
        this.desk.clock.advance(step.ms);
        break;
      case "restart":
        this.#conclude();
        this.desk.restart();
        this.#questions = [];
        break;
    }
    this.#conclude();
  }

  get spentSat(): bigint {
    return [...this.signed.values()].reduce((sum, { outSat, feeSat }) => sum + outSat + feeSat, 0n);
  }

  #approved(intent: Intent): void {
    if (intent.kind !== "send" && intent.kind !== "open") throw new Error(`no payment: ${intent.kind}`);
    const outSat = BigInt(intent.kind === "send" ? intent.totalSat : intent.amountSat);
    this.approvedSat += outSat + (BigInt(intent.feeSat) * 5n) / 4n;
  }

  #conclude(): void {
    for (const each of this.#questions) {
      if (each.isConcluded || each.question.now !== "allowed") continue;
      each.isConcluded = true;
      each.question.conclude();
      this.signed.set(each.transaction.txid, each.transaction);
    }
  }
}

test("no sequence of requests and decisions signs more money than was approved", () => {
  let signedTransactions = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 60 }), (steps) => {
      const accounts = new Accounts();
      for (const each of steps) {
        accounts.play(each);
        expect(accounts.spentSat).toBeLessThanOrEqual(accounts.approvedSat);
      }
      signedTransactions += accounts.signed.size;
    }),
    { numRuns: 400 },
  );
  // The property would hold of approvals that never allow anything.
  expect(signedTransactions).toBeGreaterThan(200);
});

const intents: fc.Arbitrary<Intent> = fc.record({ number: fc.nat(119), extraFeeSat: fc.nat(200) }).map((made) => {
  const { outSat, feeSat, wish } = transactionOf(made.number);
  const [payee] = wish.pays ?? [];
  return {
    kind: "send" as const,
    payees: [{ scriptHex: payee?.scriptHex ?? "", amountSat: outSat.toString() }],
    totalSat: outSat.toString(),
    feeSat: (feeSat + BigInt(made.extraFeeSat)).toString(),
    account: "0'",
    sighashType: 1,
  };
});

test("what covers an intent covers the same one at a lower fee, and never pays out more", () => {
  fc.assert(
    fc.property(intents, intents, fc.nat(300), (granted, asked, lowerSat) => {
      if (granted.kind !== "send" || asked.kind !== "send" || !intentCovers(granted, asked)) return;
      expect(BigInt(asked.totalSat)).toBeLessThanOrEqual(BigInt(granted.totalSat));
      expect(BigInt(asked.feeSat) * 4n).toBeLessThanOrEqual(BigInt(granted.feeSat) * 5n);
      const feeSat = (
        BigInt(asked.feeSat) > BigInt(lowerSat) ? BigInt(asked.feeSat) - BigInt(lowerSat) : 0n
      ).toString();
      expect(intentCovers(granted, { ...asked, feeSat })).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});
