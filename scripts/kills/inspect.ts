/** What a killed signer left behind, compared with what it had said. */
import { verifyJournal } from "../../main/journal/verify";
import type { Database } from "../../main/state/database";
import { signatureOf } from "./signature";
import { sealKey } from "./writer";

export interface Inspection {
  /** Signatures that had left. */
  readonly committed: number;
  /** Of those: without their entry, use of a limit, amount or nonce. */
  readonly missing: readonly string[];
  /** What is wrong with the chain, or null. */
  readonly chain: string | null;
}

/** @param fromSeq the first entry of the killed signer: what came before it was looked at before */
export function inspect(database: Database, ids: readonly string[], fromSeq: number): Inspection {
  const entries = new Set(
    column(database, "SELECT json_extract(entry, '$.requestId') FROM journal WHERE seq >= ?", fromSeq),
  );
  const use = database.prepare("SELECT amount_sat FROM limit_uses WHERE key = ? AND measure = ?").raw();
  const amount = database.prepare("SELECT amount_sat FROM outpoint_amounts WHERE outpoint = ?").raw();
  const nonce = database.prepare("SELECT 1 FROM nonces WHERE binding = ?").raw();
  const isWhole = (id: string) => {
    const expected = signatureOf(id, 0);
    return (
      entries.has(id) &&
      first(use.get(expected.use.key, expected.use.measure)) === String(expected.use.amountSat) &&
      first(amount.get(expected.lesson.outpoint)) === String(expected.lesson.amountSat) &&
      first(nonce.get([Buffer.from(expected.binding)])) === 1
    );
  };
  return { committed: ids.length, missing: ids.filter((id) => !isWhole(id)), chain: chainProblem(database, fromSeq) };
}

/** Nothing is half there: as many entries of requests as uses of limits, amounts and nonces. */
export function halves(database: Database): string | null {
  const counts = [
    "SELECT count(*) FROM journal WHERE class_group = 'on-chain'",
    "SELECT count(*) FROM limit_uses",
    "SELECT count(*) FROM outpoint_amounts",
    "SELECT count(*) FROM nonces",
  ].map((sql) => first(database.prepare(sql).raw().get()));
  return new Set(counts).size === 1 ? null : `entries, uses, amounts, nonces: ${counts.join(", ")}`;
}

/** @param fromSeq null: the whole chain */
export function chainProblem(database: Database, fromSeq: number | null): string | null {
  const work = verifyJournal(database, { sealKey, ...(fromSeq === null ? {} : { fromSeq }) });
  for (;;) {
    const { done, value } = work.next();
    if (!done) continue;
    if (!value.ok) return value.detail;
    return value.seal === "valid" && value.unsealed === 0
      ? null
      : `the seal is ${value.seal}, ${value.unsealed} without`;
  }
}

function column(database: Database, sql: string, parameter: number): unknown[] {
  return (database.prepare(sql).raw().all(parameter) as unknown[][]).map(first);
}

function first(row: unknown): unknown {
  return Array.isArray(row) ? row[0] : undefined;
}
