/** Approvals in the database. */
import type { ApprovalRecord, ApprovalState, ApprovalStore } from "../approvals/approval";
import { asBytes, textFrom } from "./safeText";
import type { Transactions } from "./transactions";

const statesNotOver: ReadonlySet<ApprovalState> = new Set(["waiting", "granted", "in-use"]);

export class ApprovalTable implements ApprovalStore {
  readonly #transactions: Transactions;
  readonly #open;
  readonly #history;
  readonly #save;

  constructor(transactions: Transactions) {
    const { database } = transactions;
    this.#transactions = transactions;
    this.#open = database.prepare(
      `SELECT ${asBytes("json")} FROM approvals WHERE is_over = 0 ORDER BY created_at_ms, id`,
    );
    this.#history = database.prepare(
      `SELECT ${asBytes("json")} FROM approvals WHERE created_at_ms < ? ORDER BY created_at_ms DESC, id DESC LIMIT ?`,
    );
    this.#save = transactions.statement(
      `INSERT INTO approvals (ref, created_at_ms, is_over, json) VALUES (?, ?, ?, ?)
       ON CONFLICT (ref, created_at_ms) DO UPDATE SET is_over = excluded.is_over, json = excluded.json`,
    );
  }

  open(): ApprovalRecord[] {
    return this.#open.all().map(toRecord);
  }

  /** All of them, those not over too. @param beforeMs only those made before */
  history(limit: number, beforeMs = Number.MAX_SAFE_INTEGER): ApprovalRecord[] {
    return this.#history.all(beforeMs, limit).map(toRecord);
  }

  save(record: ApprovalRecord): void {
    const isOver = statesNotOver.has(record.state) ? 0 : 1;
    this.#transactions.run(() => {
      this.#save.run(record.ref, record.createdAtMs, isOver, JSON.stringify(record));
    });
  }

  onRollback(undo: () => void): void {
    this.#transactions.onRollback(undo);
  }
}

function toRecord(row: unknown): ApprovalRecord {
  return JSON.parse(textFrom((row as { readonly json: ArrayBuffer }).json)) as ApprovalRecord;
}
