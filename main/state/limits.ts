/** What limits have counted, in the database. A transaction counts once, however often and under whatever id it is asked for. */
import type { LimitLedger } from "../policy/memory";
import type { LimitMeasure, LimitUse } from "../policy/verdict";
import type { Clock } from "../support/clock";
import { asBytes, textFrom } from "./safeText";
import { SignerTime } from "./signerTime";
import type { Transactions } from "./transactions";

/** Uses older than this are in no window; they stay in the database, so that their keys count once for ever. */
const longestWindowMs = 31 * 24 * 3_600_000;

interface CountedUse {
  readonly key: string;
  readonly amountSat: bigint;
  readonly atMs: number;
}

export class LimitTable implements LimitLedger {
  readonly #transactions: Transactions;
  readonly #clock: Clock;
  #time: SignerTime;
  readonly #find;
  readonly #count;
  readonly #moveTime;
  /** Uses of each measure that may be in a window, oldest first. */
  readonly #recent = new Map<LimitMeasure, CountedUse[]>();
  /** Uses that wait for the database; they count like the others. */
  #held: { readonly use: LimitUse; readonly atMs: number }[] = [];

  constructor(transactions: Transactions, clock: Clock) {
    const { database } = transactions;
    this.#transactions = transactions;
    this.#clock = clock;
    this.#find = database.prepare(`SELECT ${asBytes("amount_sat")} FROM limit_uses WHERE key = ? AND measure = ?`);
    // Decimal text without leading zeros: the longer one is the larger one.
    this.#count = transactions.statement(
      `INSERT INTO limit_uses (measure, key, amount_sat, at_ms) VALUES (?, ?, ?, ?)
       ON CONFLICT (key, measure) DO UPDATE SET amount_sat = excluded.amount_sat
         WHERE (length(excluded.amount_sat), excluded.amount_sat) > (length(amount_sat), amount_sat)`,
    );
    this.#moveTime = transactions.statement(
      "INSERT INTO signer_time VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET at_ms = max(at_ms, excluded.at_ms)",
    );
    this.#time = new SignerTime(clock, this.#latestMs());
    this.#load();
  }

  /** The time that uses are counted in. */
  nowMs(): number {
    return this.#time.nowMs();
  }

  spentSat(measure: LimitMeasure, windowMs: number, exceptKey: string): bigint {
    const sinceMs = this.nowMs() - windowMs;
    const uses = this.#recent.get(measure) ?? [];
    let sum = 0n;
    for (let index = uses.length - 1; index >= 0; index -= 1) {
      const use = uses[index];
      if (use === undefined || use.atMs <= sinceMs) break;
      if (use.key !== exceptKey) sum += use.amountSat;
    }
    return sum;
  }

  /** Counts uses, as part of the running transaction or in one of their own. */
  apply(uses: readonly LimitUse[]): void {
    if (uses.length === 0) return;
    this.#transactions.run(() => this.#applyAt(uses, this.nowMs()));
  }

  /** Counts uses in memory until `flush` writes them: the database cannot be written, and what uses them goes on. */
  hold(uses: readonly LimitUse[]): void {
    const atMs = this.nowMs();
    for (const use of uses) {
      this.#held.push({ use, atMs });
      this.#remember(use, atMs);
    }
  }

  /** Reads the database anew: memory was imported. */
  reload(): void {
    this.#recent.clear();
    this.#time = new SignerTime(this.#clock, Math.max(this.nowMs(), this.#latestMs()));
    this.#load();
    for (const { use, atMs } of this.#held) this.#remember(use, atMs);
  }

  /** Writes what was held. Part of a transaction: if that fails it is held on. */
  flush(): void {
    const held = this.#held;
    if (held.length === 0) return;
    for (const { use, atMs } of held) this.#write(use, atMs);
    this.#held = [];
    this.#transactions.onRollback(() => {
      this.#held = held;
    });
  }

  #applyAt(uses: readonly LimitUse[], atMs: number): void {
    for (const use of uses) if (this.#write(use, atMs)) this.#remember(use, atMs);
    this.#moveTime.run(atMs);
  }

  /** The first time counts; a larger amount under the same key replaces the smaller one. False when nothing changed. */
  #write({ measure, key, amountSat }: LimitUse, atMs: number): boolean {
    const known = this.#find.get(key, measure) as { readonly amount_sat: ArrayBuffer } | undefined;
    if (known !== undefined && BigInt(textFrom(known.amount_sat)) >= amountSat) return false;
    this.#count.run(measure, key, String(amountSat), atMs);
    return true;
  }

  #remember({ measure, key, amountSat }: LimitUse, atMs: number): void {
    const before = this.#recent.get(measure) ?? [];
    const index = before.findIndex((use) => use.key === key);
    const known = before[index];
    if (known !== undefined && known.amountSat >= amountSat) return;
    const after =
      known === undefined
        ? [...before.filter((use) => use.atMs > atMs - longestWindowMs), { key, amountSat, atMs }]
        : before.with(index, { ...known, amountSat });
    this.#recent.set(measure, after);
    this.#transactions.onRollback(() => void this.#recent.set(measure, before));
  }

  #latestMs(): number {
    const { database } = this.#transactions;
    const row = database
      .prepare(
        `SELECT max(coalesce((SELECT at_ms FROM signer_time), 0), coalesce((SELECT max(at_ms) FROM limit_uses), 0))
           AS latest`,
      )
      .get() as { readonly latest: number };
    return row.latest;
  }

  #load(): void {
    const rows = this.#transactions.database
      .prepare(`SELECT ${["measure", "key", "amount_sat"].map(asBytes).join(", ")}, at_ms FROM limit_uses
         WHERE at_ms > ? ORDER BY at_ms, id`)
      .all(this.nowMs() - longestWindowMs) as LimitUseRow[];
    for (const row of rows) {
      const measure = textFrom(row.measure) as LimitMeasure;
      const uses = this.#recent.get(measure) ?? [];
      uses.push({ key: textFrom(row.key), amountSat: BigInt(textFrom(row.amount_sat)), atMs: row.at_ms });
      this.#recent.set(measure, uses);
    }
  }
}

interface LimitUseRow {
  readonly measure: ArrayBuffer;
  readonly key: ArrayBuffer;
  readonly amount_sat: ArrayBuffer;
  readonly at_ms: number;
}
