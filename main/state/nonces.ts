/** What MuSig2 nonces have signed, in the database: a nonce stays used after a lock, a crash and a restart. */
import { createHash } from "node:crypto";
import type { NonceLedger } from "../signer/nonceLedger";
import type { Database } from "./database";

/** The oldest go when there are more: their sessions are long gone. About 100 bytes each. */
const mostNonces = 200_000;
/** The oldest are looked for once in so many new ones. */
const trimEvery = 1_000;

export class NonceTable implements NonceLedger {
  readonly #select;
  readonly #insert;
  readonly #trim;
  readonly #limit: number;
  #added = 0;

  constructor(database: Database, limit = mostNonces) {
    this.#select = database.prepare("SELECT binding FROM nonces WHERE nonce_hash = ?");
    this.#insert = database.prepare("INSERT INTO nonces (nonce_hash, binding) VALUES (?, ?)");
    this.#trim = database.prepare("DELETE FROM nonces WHERE id <= (SELECT max(id) FROM nonces) - ?");
    this.#limit = limit;
    this.#trim.run(limit);
  }

  /** Durable when it returns. @throws when the database cannot be written: then nothing may be signed */
  claim(publicNonce: Uint8Array, binding: Uint8Array): boolean {
    const nonceHash = createHash("sha256").update(publicNonce).digest();
    const claimed = Buffer.from(binding);
    // In a list: libsql takes a lone object, a Buffer too, for named parameters.
    const known = this.#select.get([nonceHash]) as { readonly binding: ArrayBuffer } | undefined;
    if (known !== undefined) return claimed.equals(Buffer.from(known.binding));
    this.#insert.run(nonceHash, claimed);
    this.#added += 1;
    if (this.#added % trimEvery === 0) this.#trim.run(this.#limit);
    return true;
  }
}
