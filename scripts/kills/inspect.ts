/** What a killed signer left behind, compared with what had left it. */
import { verifyJournal } from "../../main/journal/verify";
import type { Database } from "../../main/state/database";
import type { Left } from "./load";

/**
 * What is not there of signatures that had left: each has its line, each send is counted in full, each nonce is bound.
 *
 * @param fromSeq the first entry of the killed signer: what came before it was looked at before
 */
export function missing(database: Database, left: readonly Left[], fromSeq: number): string[] {
  const signed = signedEntries(database, fromSeq);
  const nonce = database.prepare("SELECT 1 FROM nonces WHERE nonce_hash = ?").raw();
  const linesLeft = new Map(signed.map(({ txid, lines }) => [txid, lines]));
  const lost: string[] = [];
  for (const one of left) {
    if (one.kind === "nonce") {
      if (nonce.get([Buffer.from(one.nonceHash)]) === undefined) lost.push("a nonce that signed");
      continue;
    }
    const lines = linesLeft.get(one.txid) ?? 0;
    if (lines === 0) lost.push(`the line of ${one.txid}`);
    linesLeft.set(one.txid, lines - 1);
  }
  return lost;
}

/** Sends without their whole amount in the limits, and uses of limits without a send; null when they agree. */
export function halves(database: Database): string | null {
  const sends = signedEntries(database, 1).filter(({ requestClass }) => requestClass === "wallet-send");
  const use = database.prepare("SELECT amount_sat FROM limit_uses WHERE key = ? AND measure = 'onchain-out'").raw();
  for (const { txid, amountSat } of sends) {
    const counted = first(use.get(`tx:${txid}`));
    if (counted !== amountSat) return `${amountSat} sat of ${txid} are counted as ${counted}`;
  }
  const uses = first(database.prepare("SELECT count(*) FROM limit_uses WHERE measure = 'onchain-out'").raw().get());
  return uses === sends.length ? null : `${sends.length} sends, ${uses} uses of the limit`;
}

/** @param sealKey 32 bytes @param fromSeq null: the whole chain */
export function chainProblem(database: Database, sealKey: Uint8Array, fromSeq: number | null): string | null {
  const work = verifyJournal(database, { sealKey, ...(fromSeq === null ? {} : { fromSeq }) });
  for (;;) {
    const { done, value } = work.next();
    if (!done) continue;
    if (!value.ok) return value.detail;
    const { seal, unsealed, lastSeq } = value;
    // Killed before anything was written.
    if (lastSeq === 0) return null;
    return seal === "valid" && unsealed === 0 ? null : `the seal is ${seal}, ${unsealed} without`;
  }
}

interface SignedEntry {
  readonly txid: string;
  readonly requestClass: string;
  readonly amountSat: string;
  readonly lines: number;
}

function signedEntries(database: Database, fromSeq: number): SignedEntry[] {
  const rows = database
    .prepare(
      `SELECT json_extract(entry, '$.summary.txid'), json_extract(entry, '$.summary.class'),
         json_extract(entry, '$.summary.amountSat'), count(*)
       FROM journal WHERE seq >= ? AND outcome = 'signed' AND json_extract(entry, '$.summary.txid') IS NOT NULL
       GROUP BY 1`,
    )
    .raw()
    .all(fromSeq) as [string, string, string, number][];
  return rows.map(([txid, requestClass, amountSat, lines]) => ({ txid, requestClass, amountSat, lines }));
}

function first(row: unknown): unknown {
  return Array.isArray(row) ? row[0] : undefined;
}
