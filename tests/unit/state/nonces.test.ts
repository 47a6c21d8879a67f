import path from "node:path";
import { describe, expect, test } from "vitest";
import { NonceTable } from "../../../main/state/nonces";
import { testFolder, testTransactions } from "../../support/journal";

const nonce = (byte: number) => new Uint8Array(66).fill(byte);
const binding = (byte: number) => new Uint8Array(32).fill(byte);

describe("NonceTable", () => {
  test("a nonce may sign the same thing again and nothing else", () => {
    const nonces = new NonceTable(testTransactions());
    expect(nonces.claim(nonce(1), binding(1))).toBe(true);
    expect(nonces.claim(nonce(1), binding(1))).toBe(true);
    expect(nonces.claim(nonce(1), binding(2))).toBe(false);
    expect(nonces.claim(nonce(2), binding(2))).toBe(true);
  });

  test("remembers after opening again", () => {
    const file = path.join(testFolder(), "state.db");
    new NonceTable(testTransactions(file)).claim(nonce(1), binding(1));
    expect(new NonceTable(testTransactions(file)).claim(nonce(1), binding(2))).toBe(false);
  });

  test("the oldest go beyond the limit", () => {
    const transactions = testTransactions();
    const nonces = new NonceTable(transactions, { limit: 2 });
    for (let byte = 1; byte <= 4; byte += 1) nonces.claim(nonce(byte), binding(byte));
    const trimmed = new NonceTable(transactions, { limit: 2 });
    expect(transactions.database.prepare("SELECT count(*) FROM nonces").raw().get()).toEqual([2]);
    expect(trimmed.claim(nonce(4), binding(9))).toBe(false);
    expect(trimmed.claim(nonce(1), binding(9))).toBe(true);
  });

  test("in batches they are written with the next flush, and kept when that fails", () => {
    const transactions = testTransactions();
    const nonces = new NonceTable(transactions, { writesInBatches: true });
    nonces.claim(nonce(1), binding(1));
    expect(nonces.held).toBe(1);
    const fails = () => {
      nonces.flush();
      throw new Error("rolled back");
    };
    expect(() => transactions.run(fails)).toThrow("rolled back");
    expect(nonces.held).toBe(1);
    nonces.flush();
    expect(nonces.held).toBe(0);
    expect(new NonceTable(transactions).claim(nonce(1), binding(2))).toBe(false);
  });

  test("while the database cannot be written channels go on, no nonce signs two things, and it is written later", () => {
    const file = path.join(testFolder(), "state.db");
    const transactions = testTransactions(file);
    const nonces = new NonceTable(transactions);
    transactions.database.pragma("query_only = ON");
    expect(nonces.claim(nonce(1), binding(1))).toBe(true);
    expect(nonces.claim(nonce(1), binding(1))).toBe(true);
    expect(nonces.claim(nonce(1), binding(2))).toBe(false);
    expect(nonces.held).toBe(1);
    transactions.database.pragma("query_only = OFF");
    nonces.flush();
    expect(new NonceTable(testTransactions(file)).claim(nonce(1), binding(2))).toBe(false);
  });

  test("when it cannot be read either, what this process bound stays bound", () => {
    const transactions = testTransactions();
    const nonces = new NonceTable(transactions);
    nonces.claim(nonce(1), binding(1));
    transactions.database.close();
    expect(nonces.claim(nonce(1), binding(1))).toBe(true);
    expect(nonces.claim(nonce(1), binding(2))).toBe(false);
    expect(nonces.claim(nonce(2), binding(2))).toBe(true);
    expect(nonces.claim(nonce(2), binding(3))).toBe(false);
  });
});
