// The look at what a killed signer left behind finds what is missing: otherwise "nothing is missing" means nothing.
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sealKeyOf } from "../../../main/journal/chain";
import { LimitTable } from "../../../main/state/limits";
import { NonceTable } from "../../../main/state/nonces";
import { chainProblem, halves, missing } from "../../../scripts/kills/inspect";
import { requestEntry, testJournal, testTransactions } from "../../support/journal";

const sealKey = sealKeyOf(new Uint8Array(64).fill(7));

function aSignerThatSentOnce() {
  const { journal, transactions, clock } = testJournal();
  const nonces = new NonceTable(transactions);
  const limits = new LimitTable(transactions, clock);
  const { database } = transactions;
  const entry = requestEntry(1);
  const txid = entry.summary.txid ?? "";
  journal.sealWith(sealKey);
  journal.append([entry], () =>
    limits.apply([{ measure: "onchain-out", key: `tx:${txid}`, amountSat: BigInt(entry.summary.amountSat ?? "") }]),
  );
  const publicNonce = new Uint8Array(66).fill(3);
  nonces.claim(publicNonce, new Uint8Array(32));
  const nonceHash = createHash("sha256").update(publicNonce).digest();
  return { journal, database, txid, nonceHash };
}

test("what is all there is not missing", () => {
  const { database, txid, nonceHash } = aSignerThatSentOnce();
  expect(
    missing(
      database,
      [
        { kind: "transaction", txid },
        { kind: "nonce", nonceHash },
      ],
      1,
    ),
  ).toEqual([]);
  expect(halves(database)).toBeNull();
  expect(chainProblem(database, sealKey, null)).toBeNull();
});

test("a signature without its line is missing, one more of a transaction too", () => {
  const { database, txid } = aSignerThatSentOnce();
  const signature = { kind: "transaction", txid } as const;
  expect(missing(database, [signature, signature], 1)).toEqual([`the line of ${txid}`]);
  expect(missing(database, [signature], 2)).toEqual([`the line of ${txid}`]);
});

test("a nonce that is not bound is missing", () => {
  const { database } = aSignerThatSentOnce();
  expect(missing(database, [{ kind: "nonce", nonceHash: new Uint8Array(32) }], 1)).toEqual(["a nonce that signed"]);
});

test("a send that is not counted, or not in full, and a use without a send are found", () => {
  const { database, txid } = aSignerThatSentOnce();
  database.exec("UPDATE limit_uses SET amount_sat = '1'");
  expect(halves(database)).toBe(`10001 sat of ${txid} are counted as 1`);
  database.exec("DELETE FROM limit_uses");
  expect(halves(database)).toBe(`10001 sat of ${txid} are counted as undefined`);
  const other = aSignerThatSentOnce();
  other.database.exec(
    "INSERT INTO limit_uses (measure, key, amount_sat, at_ms) VALUES ('onchain-out', 'tx:00', '5', 0)",
  );
  expect(halves(other.database)).toBe("1 sends, 2 uses of the limit");
});

test("a signer that was killed before it wrote anything has nothing to seal", () => {
  expect(chainProblem(testTransactions().database, sealKey, null)).toBeNull();
});

test("a chain that was changed and a seal of another key are found", () => {
  const { database } = aSignerThatSentOnce();
  expect(chainProblem(database, new Uint8Array(32), null)).toBe("the seal is other-seed, 0 without");
  database.exec("UPDATE journal SET entry = replace(entry, '10001', '10002') WHERE seq = 1");
  expect(chainProblem(database, sealKey, null)).toMatch(/entry 1/);
});
