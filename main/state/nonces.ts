/**
 * What MuSig2 nonces have signed, in the database: a nonce stays used after a lock, a crash and a restart.
 *
 * While the database cannot be written bindings are kept in memory, and written later: a channel must not stop for it,
 * and within this process no nonce can be used for anything else either way.
 */
import { createHash } from "node:crypto";
import type { NonceLedger } from "../signer/nonceLedger";
import type { Transactions } from "./transactions";

/** The oldest go when there are more: their sessions are long gone. About 100 bytes each. */
const mostNonces = 200_000;
/** The oldest are looked for once in so many new ones. */
const trimEvery = 1_000;
/** A database in trouble for so long has worse problems; then nothing more is signed. */
const mostHeld = 1_000_000;

export interface NonceTableOptions {
  readonly limit?: number;
  /** Bindings are written by `flush` only: the caller does that, in one transaction, before signatures leave. */
  readonly writesInBatches?: boolean;
}

export class NonceTable implements NonceLedger {
  readonly #transactions: Transactions;
  readonly #select;
  readonly #insert;
  readonly #trim;
  readonly #limit: number;
  readonly #writesInBatches: boolean;
  /** Bindings that are not in the database yet, by nonce hash, both hex. */
  #held = new Map<string, string>();
  /** What this process bound, in case the database can no longer be read. */
  readonly #own = new Map<string, string>();
  #added = 0;

  constructor(transactions: Transactions, { limit = mostNonces, writesInBatches = false }: NonceTableOptions = {}) {
    const { database } = transactions;
    this.#transactions = transactions;
    this.#select = database.prepare("SELECT binding FROM nonces WHERE nonce_hash = ?");
    this.#insert = transactions.statement(
      "INSERT INTO nonces (nonce_hash, binding) VALUES (?, ?) ON CONFLICT DO NOTHING",
    );
    this.#trim = transactions.statement("DELETE FROM nonces WHERE id <= (SELECT max(id) FROM nonces) - ?");
    this.#limit = limit;
    this.#writesInBatches = writesInBatches;
    this.#trim.run(limit);
  }

  /** Durable when it returns, unless bindings are written in batches or the database is in trouble. */
  claim(publicNonce: Uint8Array, binding: Uint8Array): boolean {
    const nonceHash = createHash("sha256").update(publicNonce).digest();
    const key = nonceHash.toString("hex");
    const claimed = Buffer.from(binding);
    const claimedHex = claimed.toString("hex");
    const own = this.#held.get(key) ?? this.#own.get(key);
    if (own !== undefined) return own === claimedHex;
    const known = this.#known(nonceHash);
    if (known !== undefined) return claimed.equals(Buffer.from(known));
    if (this.#held.size >= mostHeld) throw new Error("too many nonces wait for the database");
    this.#held.set(key, claimedHex);
    this.#own.set(key, claimedHex);
    if (this.#own.size > this.#limit) this.#own.delete(this.#own.keys().next().value as string);
    if (!this.#writesInBatches) this.#tryToFlush();
    return true;
  }

  /** How many bindings are in memory alone. */
  get held(): number {
    return this.#held.size;
  }

  /** Writes what was held. Part of a transaction: if that fails it is held on. @throws when it cannot be written */
  flush(): void {
    const held = this.#held;
    if (held.size === 0) return;
    this.#transactions.run(() => {
      for (const [nonceHash, binding] of held) {
        this.#insert.run(Buffer.from(nonceHash, "hex"), Buffer.from(binding, "hex"));
      }
      this.#added += held.size;
      if (this.#added >= trimEvery) {
        this.#trim.run(this.#limit);
        this.#added = 0;
      }
      this.#held = new Map();
      this.#transactions.onRollback(() => {
        this.#held = new Map([...held, ...this.#held]);
      });
    });
  }

  #tryToFlush(): void {
    try {
      this.flush();
    } catch {
      // Held on; the next claim or the journal's next transaction tries again.
    }
  }

  #known(nonceHash: Uint8Array): ArrayBuffer | undefined {
    try {
      // In a list: libsql takes a lone object, a Buffer too, for named parameters.
      const row = this.#select.get([nonceHash]) as { readonly binding: ArrayBuffer } | undefined;
      return row?.binding;
    } catch {
      // A database that cannot be read must not stop a channel; what this process bound it knows by itself.
      return undefined;
    }
  }
}
