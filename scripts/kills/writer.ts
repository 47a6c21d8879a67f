/** A signer's journal under load, until it is killed: it says what is durable, and only once it is. */
import { writeSync } from "node:fs";
import { sealKeyOf } from "../../main/journal/chain";
import { Journal } from "../../main/journal/journal";
import { openDatabase } from "../../main/state/database";
import { LimitTable } from "../../main/state/limits";
import { MemoryTable } from "../../main/state/memory";
import { NonceTable } from "../../main/state/nonces";
import { Transactions } from "../../main/state/transactions";
import { systemClock } from "../../main/support/clock";
import { createRandom } from "../fuzz/random";
import { signatureOf } from "./signature";

/** Of no seed. */
export const sealKey = sealKeyOf(new Uint8Array(64).fill(0x42));
const mostInBatch = 16;

/** Never returns: one line of standard output for each batch, the numbers of its signatures. */
export function writeUntilKilled(file: string, seed: number, round: number): never {
  const { database } = openDatabase(file, systemClock.nowMs());
  const transactions = new Transactions(database);
  const memory = new MemoryTable(transactions, "regtest:02");
  const limits = new LimitTable(transactions, systemClock);
  const nonces = new NonceTable(transactions, { writesInBatches: true });
  const journal = new Journal({ transactions, clock: systemClock, flush: () => nonces.flush() });
  if (journal.sealWith(sealKey) === "broken") throw new Error("the seal is broken");
  const random = createRandom(seed, round);
  for (let last = 0; ; ) {
    const ids = Array.from({ length: 1 + random.below(mostInBatch) }, (_, index) => `${round}.${last + index}`);
    last += ids.length;
    const signatures = ids.map((id) => signatureOf(id, systemClock.nowMs()));
    for (const { publicNonce, binding } of signatures) nonces.claim(publicNonce, binding);
    journal.count(systemClock.nowMs(), null, "node-ecdh", true);
    journal.append(
      signatures.map(({ entry }) => entry),
      () => {
        limits.apply(signatures.map(({ use }) => use));
        memory.apply(signatures.map(({ lesson }) => lesson));
      },
    );
    // Signatures leave here: from now on all of it has to be there for ever.
    writeSync(1, `${ids.join(" ")}\n`);
  }
}
