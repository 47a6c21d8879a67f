/** Alerts that a person has not dismissed. The same alert about the same thing counts up instead of piling up. */
import type { Alert } from "../policy/verdict";
import { asBytes, textFrom } from "./safeText";
import type { Transactions } from "./transactions";

export interface OpenAlert extends Alert {
  readonly id: number;
  readonly firstAtMs: number;
  readonly lastAtMs: number;
  /** How often it was raised. */
  readonly count: number;
}

export class AlertTable {
  readonly #transactions: Transactions;
  readonly #raise;
  readonly #open;
  readonly #dismiss;

  constructor(transactions: Transactions) {
    const { database } = transactions;
    this.#transactions = transactions;
    this.#raise = transactions.statement(
      `INSERT INTO alerts (tag, subject, detail, first_at_ms, last_at_ms, count) VALUES (?, ?, ?, ?, ?, 1)
       ON CONFLICT (tag, subject) WHERE dismissed_at_ms IS NULL DO UPDATE SET detail = excluded.detail,
         last_at_ms = excluded.last_at_ms, count = count + 1`,
    );
    this.#open = database.prepare(
      `SELECT id, ${["tag", "subject", "detail"].map(asBytes).join(", ")}, first_at_ms, last_at_ms, count
       FROM alerts WHERE dismissed_at_ms IS NULL ORDER BY last_at_ms DESC, id DESC`,
    );
    this.#dismiss = database.prepare("UPDATE alerts SET dismissed_at_ms = ? WHERE id = ? AND dismissed_at_ms IS NULL");
  }

  /** As part of the running transaction or in one of its own. */
  raise(alerts: readonly Alert[], atMs: number): void {
    if (alerts.length === 0) return;
    this.#transactions.run(() => {
      for (const { tag, subject, detail } of alerts) this.#raise.run(tag, subject, detail, atMs, atMs);
    });
  }

  /** The latest first. */
  open(): OpenAlert[] {
    return (this.#open.raw().all() as AlertRow[]).map(([id, tag, subject, detail, firstAtMs, lastAtMs, count]) => ({
      id,
      tag: textFrom(tag) as Alert["tag"],
      subject: textFrom(subject),
      detail: textFrom(detail),
      firstAtMs,
      lastAtMs,
      count,
    }));
  }

  /** @returns false when there is no such open alert */
  dismiss(id: number, atMs: number): boolean {
    return this.#dismiss.run(atMs, id).changes === 1;
  }
}

type AlertRow = [number, ArrayBuffer, ArrayBuffer, ArrayBuffer, number, number, number];
