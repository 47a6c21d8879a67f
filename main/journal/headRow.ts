/** The journal's one row about itself: where the kept chain begins, where it ends, and the seal over both. */
import type { Database } from "../state/database";
import type { Transactions } from "../state/transactions";
import { type ChainLink, isSame, sealKeyId, sealOver } from "./chain";

export interface JournalHead {
  /** The last entry that retention removed, or the start of the chain. */
  readonly checkpoint: ChainLink;
  /** The newest entry. */
  readonly newest: ChainLink;
  readonly seal: Seal | null;
}

interface Seal {
  /** How far the chain went when it was sealed: entries that are made while the keys are locked come after it. */
  readonly sealed: ChainLink;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
  /** 8 bytes that tell the keys of two seeds apart. */
  readonly keyId: Uint8Array;
}

/** "absent": never sealed. "other-seed": sealed with the key of another seed. "broken": not what was sealed. */
export type SealVerdict = "valid" | "absent" | "other-seed" | "broken";

/** What a seal says of a head; the chain from the sealed entry on is checked elsewhere. */
export function checkSeal({ checkpoint, seal }: JournalHead, key: Uint8Array): SealVerdict {
  if (seal === null) return "absent";
  if (!isSame(seal.keyId, sealKeyId(key))) return "other-seed";
  return isSame(seal.bytes, sealOver(key, checkpoint, seal.sealed)) ? "valid" : "broken";
}

/** What a verdict means to a person; null where there is nothing to say. */
export function sealTrouble(verdict: SealVerdict, { newest }: JournalHead): string | null {
  switch (verdict) {
    case "valid":
      return null;
    case "absent":
      return newest.seq === 0 ? null : "what was written so far was never sealed";
    case "other-seed":
      return "the journal was sealed with the key of another seed";
    case "broken":
      return "the journal is not what was sealed: entries were cut off, dropped or written anew";
  }
}

/** The key of the seal, and what tells it from others. */
export interface SealKey {
  /** 32 bytes. */
  readonly bytes: Uint8Array;
  readonly id: Uint8Array;
}

/** The key is copied: wipe it after use. */
export function copiedSealKey(key: Uint8Array): SealKey {
  return { bytes: new Uint8Array(key), id: sealKeyId(key) };
}

/** The head sealed up to its newest entry. */
export function sealedHead({ checkpoint, newest }: Omit<JournalHead, "seal">, key: SealKey): JournalHead {
  return {
    checkpoint,
    newest,
    seal: { sealed: newest, bytes: sealOver(key.bytes, checkpoint, newest), keyId: key.id },
  };
}

/** @throws Error when the row is damaged */
export function readHead(database: Database): JournalHead {
  const row = database.prepare("SELECT * FROM journal_head WHERE id = 1").get() as HeadFields | undefined;
  if (row === undefined) throw new Error("the journal's head is missing");
  const checkpoint = { seq: row.checkpoint_seq, hash: Buffer.from(row.checkpoint_hash) };
  const newest = { seq: row.head_seq, hash: Buffer.from(row.head_hash) };
  const { sealed_seq, sealed_hash, seal, seal_key_id } = row;
  if (sealed_seq === null || sealed_hash === null || seal === null || seal_key_id === null) {
    return { checkpoint, newest, seal: null };
  }
  const sealed = { seq: sealed_seq, hash: Buffer.from(sealed_hash) };
  return { checkpoint, newest, seal: { sealed, bytes: Buffer.from(seal), keyId: Buffer.from(seal_key_id) } };
}

/**
 * How the row is replaced, within a transaction.
 *
 * @returns a function that throws Unchanged when the row is no longer what `previous` says: another process wrote
 */
export function headWriter(transactions: Transactions): (next: JournalHead, previous: JournalHead) => void {
  const update = transactions.statement(
    `UPDATE journal_head SET checkpoint_seq = ?, checkpoint_hash = ?, head_seq = ?, head_hash = ?,
       sealed_seq = ?, sealed_hash = ?, seal = ?, seal_key_id = ?
     WHERE id = 1 AND head_seq = ? AND checkpoint_seq = ?`,
    { mustChange: true },
  );
  return ({ checkpoint, newest, seal }, previous) =>
    update.run(
      checkpoint.seq,
      checkpoint.hash,
      newest.seq,
      newest.hash,
      seal?.sealed.seq ?? null,
      seal?.sealed.hash ?? null,
      seal?.bytes ?? null,
      seal?.keyId ?? null,
      previous.newest.seq,
      previous.checkpoint.seq,
    );
}

interface HeadFields {
  readonly checkpoint_seq: number;
  readonly checkpoint_hash: ArrayBuffer;
  readonly head_seq: number;
  readonly head_hash: ArrayBuffer;
  readonly sealed_seq: number | null;
  readonly sealed_hash: ArrayBuffer | null;
  readonly seal: ArrayBuffer | null;
  readonly seal_key_id: ArrayBuffer | null;
}
