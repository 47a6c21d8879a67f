/** Puts the guard together on one database: tables, journal, approvals and the gate. */
import { randomBytes } from "node:crypto";
import { Approvals } from "../approvals/approvals";
import type { SeedIdentity } from "../approvals/asked";
import { sealKeyOf } from "../journal/chain";
import { Journal } from "../journal/journal";
import type { PolicyConfig } from "../policy/config";
import type { Curve } from "../signer/curve";
import { AlertTable } from "../state/alerts";
import { ApprovalTable } from "../state/approvals";
import type { Database } from "../state/database";
import { LimitTable } from "../state/limits";
import { MemoryTable, seedScope } from "../state/memory";
import { additionsOf, exportMemory, importMemory, type MemoryImport } from "../state/memoryTransfer";
import { NonceTable } from "../state/nonces";
import { SettingTable } from "../state/settings";
import { Transactions } from "../state/transactions";
import type { LogSync } from "../state/walSync";
import type { WriterPort } from "../state/writerPort";
import type { Clock } from "../support/clock";
import { ConfigBook, configIn } from "./configBook";
import { Guard } from "./guard";

export interface GuardOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly curve: Curve;
  /** How commits become durable; the log of the database is synced unless told otherwise. */
  readonly logSync?: LogSync | undefined;
  /** Another thread that writes to the same file. */
  readonly writer?: WriterPort | undefined;
  /** Rules of a profile that has none of its own. */
  readonly startWith?: PolicyConfig | undefined;
  /** Something a person may see is different. */
  readonly changed: () => void;
  readonly reportBug: (error: unknown) => string;
}

/** The guard and everything it stands on. */
export class OpenGuard {
  readonly database: Database;
  readonly curve: Curve;
  readonly guard: Guard;
  readonly config: ConfigBook;
  readonly journal: Journal;
  readonly approvals: Approvals;
  readonly alerts: AlertTable;
  readonly limits: LimitTable;
  readonly nonces: NonceTable;
  readonly #transactions: Transactions;
  readonly #clock: Clock;
  /** Of the seed in use, or the one before it: it may still hold what could not be written. */
  #memory: { readonly scope: string; readonly table: MemoryTable } | null = null;

  constructor({ database, clock, curve, logSync, writer, startWith, changed, reportBug }: GuardOptions) {
    const transactions = new Transactions(database, { logSync, writer });
    this.#transactions = transactions;
    this.#clock = clock;
    this.database = database;
    this.curve = curve;
    this.config = new ConfigBook(new SettingTable(database), startWith);
    this.limits = new LimitTable(transactions, clock);
    this.alerts = new AlertTable(transactions);
    // Bindings go with the entry of the signature, in one transaction and before it leaves.
    this.nonces = new NonceTable(transactions, { writesInBatches: true });
    this.journal = new Journal({
      transactions,
      clock,
      flush: () => this.#flush(),
      onTrouble: changed,
    });
    this.approvals = new Approvals({
      store: new ApprovalTable(transactions),
      clock,
      randomBytes: (count) => new Uint8Array(randomBytes(count)),
      changed,
      failed: reportBug,
    });
    const { config, limits, alerts, journal, approvals } = this;
    this.guard = new Guard({ clock, curve, config, limits, alerts, journal, approvals, changed, reportBug });
  }

  /** What is remembered of the seed in use; null before there was one. */
  get memory(): MemoryTable | null {
    return this.#memory?.table ?? null;
  }

  /** Guards this seed from now on. @param masterKey 64 bytes, not kept */
  bind(identity: SeedIdentity, masterKey: Uint8Array): void {
    const scope = seedScope(identity.network, identity.identityPubkeyHex);
    if (this.#memory?.scope !== scope) this.#memory = { scope, table: new MemoryTable(this.#transactions, scope) };
    this.guard.bind({ identity, memory: this.#memory.table });
    const sealKey = sealKeyOf(masterKey);
    try {
      this.journal.sealWith(sealKey);
    } finally {
      sealKey.fill(0);
    }
  }

  /** The keys are locked: held requests are refused, and the chain goes on without a seal. */
  unbind(): void {
    this.guard.bind(null);
    this.journal.sealWith(null);
  }

  /** What is remembered, as the bytes of a file that travels. */
  exportMemory(): Uint8Array {
    return exportMemory(this.database, this.#clock.nowMs());
  }

  /**
   * Adds a saved memory of the seed in use to this one, and says so in the journal.
   *
   * @throws MemoryFileError, JournalError; then nothing was added
   */
  importMemory(bytes: Uint8Array): MemoryImport {
    if (this.#memory === null) throw new Error("the keys are locked");
    const { scope, table } = this.#memory;
    const nowMs = this.#clock.nowMs();
    const added = this.#transactions.run(() => {
      const imported = importMemory(this.#transactions, bytes, { nowMs, seed: scope, settings: "leave" });
      this.journal.append([{ kind: "event", atMs: nowMs, event: "memory-imported", detail: additionsOf(imported) }]);
      return imported;
    });
    table.reload();
    this.limits.reload();
    this.#adoptRules(added.settings["guard"]);
    return added;
  }

  /** Rules that came along apply where nobody has chosen any yet. */
  #adoptRules(json: string | undefined): void {
    const config = json === undefined || this.config.isChosen ? null : configIn(json);
    if (config === null) return;
    this.config.change(config, this.#clock.nowMs());
    this.guard.configChanged();
  }

  close(): void {
    this.guard.close();
    this.approvals.close();
    this.journal.close();
    this.#transactions.close();
  }

  /** Part of each of the journal's transactions. */
  #flush(): void {
    this.nonces.flush();
    this.#memory?.table.flush();
    this.limits.flush();
  }
}
