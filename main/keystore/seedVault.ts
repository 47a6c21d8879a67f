/**
 * The only way to and from a stored seed record: seals and writes it, reads and opens it, and slows down whoever
 * guesses passphrases.
 */
import {
  EnvelopeError,
  type EnvelopeKey,
  makeEnvelopeKey,
  openEnvelope,
  type ScryptCost,
  sealEnvelope,
} from "./envelope";
import { KeystoreError } from "./keystoreError";
import { decodeSeedRecord, encodeSeedRecord, type SeedRecord, wipeSeedRecord } from "./record";
import type { SecretStore } from "./secretStore";
import { afterFailure, freshThrottle, waitMs } from "./unlockThrottle";

/** The name the seed is kept under in every store. */
export const seedName = "seed";

export interface OpenedRecord {
  readonly record: SeedRecord;
  readonly envelopeKey: EnvelopeKey | null;
}

export function wipeOpened({ record, envelopeKey }: OpenedRecord): void {
  wipeSeedRecord(record);
  envelopeKey?.key.fill(0);
}

export class SeedVault {
  #throttle = freshThrottle;
  readonly #monotonicMs: () => number;
  readonly #cost: ScryptCost | undefined;

  /**
   * @param monotonicMs a clock that is never set back
   * @param cost for new passphrases; what is stored says itself what it needs
   */
  constructor(monotonicMs: () => number, cost?: ScryptCost) {
    this.#monotonicMs = monotonicMs;
    this.#cost = cost;
  }

  /** Seals a record under a passphrase, empty for none, and writes it. @throws SecretStoreError */
  async seal(store: SecretStore, record: SeedRecord, passphrase: string): Promise<void> {
    const envelopeKey = await makeEnvelopeKey(passphrase, this.#cost);
    try {
      await this.reseal(store, record, envelopeKey);
    } finally {
      envelopeKey?.key.fill(0);
    }
  }

  /** Writes a record again under the passphrase it was opened with. @throws SecretStoreError */
  async reseal(store: SecretStore, record: SeedRecord, envelopeKey: EnvelopeKey | null): Promise<void> {
    const bytes = encodeSeedRecord(record);
    let envelope: Uint8Array | undefined;
    try {
      envelope = sealEnvelope(bytes, record.network, envelopeKey);
      await store.write(seedName, envelope);
    } finally {
      bytes.fill(0);
      envelope?.fill(0);
    }
  }

  /** Another program, or a seed the first look missed: a new seed never overwrites a stored one. */
  async refuseIfStored(store: SecretStore): Promise<void> {
    const stored = await store.read(seedName);
    stored?.fill(0);
    if (stored === null) return;
    throw new KeystoreError("SEED_EXISTS", `the ${store.kind} holds a seed of this profile already`);
  }

  /**
   * Opens the seed in `store`. The caller serialises calls and wipes what it gets.
   *
   * @throws KeystoreError WRONG_PASSPHRASE, PASSPHRASE_REQUIRED, TOO_MANY_ATTEMPTS, KEYCHAIN_FAILED
   * @throws SecretStoreError
   */
  async open(store: SecretStore, passphrase: string): Promise<OpenedRecord> {
    const waitSeconds = Math.ceil(waitMs(this.#throttle, this.#monotonicMs()) / 1_000);
    if (waitSeconds > 0) {
      throw new KeystoreError("TOO_MANY_ATTEMPTS", `too many wrong passphrases: wait ${waitSeconds} s`, {
        at: waitSeconds,
      });
    }
    const envelope = await store.read(seedName);
    if (envelope === null) throw new KeystoreError("KEYCHAIN_FAILED", `the seed is no longer in the ${store.kind}`);
    try {
      const { record, envelopeKey } = await openEnvelope(envelope, passphrase);
      this.#throttle = freshThrottle;
      try {
        return { record: decodeSeedRecord(record), envelopeKey };
      } finally {
        record.fill(0);
      }
    } catch (error) {
      throw this.#refusal(error);
    } finally {
      envelope.fill(0);
    }
  }

  #refusal(error: unknown): unknown {
    if (!(error instanceof Error)) return error;
    const code = error instanceof EnvelopeError ? error.code : null;
    if (code === "PASSPHRASE_MISSING") {
      return new KeystoreError("PASSPHRASE_REQUIRED", "the seed is sealed: enter its passphrase", { cause: error });
    }
    if (code === "WRONG_PASSPHRASE") {
      this.#throttle = afterFailure(this.#throttle, this.#monotonicMs());
      return new KeystoreError("WRONG_PASSPHRASE", "this is not the passphrase of the stored seed", { cause: error });
    }
    return new KeystoreError("KEYCHAIN_FAILED", error.message, { cause: error });
  }
}
