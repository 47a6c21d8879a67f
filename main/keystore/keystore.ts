/**
 * Where the seed is, whether it is open, and every way it changes: drafts, storing, unlocking, backup, erasing.
 *
 * Calls are carried out one after the other. The open master key is in one shared buffer that `lock` wipes for
 * everybody who was handed it. Trouble with a store is never mistaken for "no seed".
 */
import type { Network } from "../signer/network";
import { BackupSession } from "./backupSession";
import { EnvelopeError, readEnvelopeHeader, type ScryptCost } from "./envelope";
import { fromStoreTrouble, KeystoreError } from "./keystoreError";
import { factsOf, type KeystoreState, type SeedIdentity, type StoreKind } from "./keystoreState";
import { type MacaroonAccess, readMacaroon, removeMacaroon, writeMacaroon } from "./macaroonVault";
import { checkNewPassphrase } from "./newPassphrase";
import { type SeedRecord, wipeSeedRecord } from "./record";
import { type SecretStore, SecretStoreError } from "./secretStore";
import { SeedVault, seedName, wipeOpened } from "./seedVault";

/** Remembers in which store a profile keeps its seed, so that a store that forgot it is noticed. */
export interface StoreNote {
  readonly store: StoreKind | null;
  recordStore(store: StoreKind | null): Promise<void>;
}

export interface KeystoreOptions {
  readonly stores: Readonly<Record<StoreKind, SecretStore>>;
  readonly note: StoreNote;
  /** Derives what tells this seed from others. Leaves `masterKey` (64 bytes, secret) alone. */
  readonly identify: (record: Pick<SeedRecord, "masterKey" | "network">) => SeedIdentity;
  readonly nowMs: () => number;
  /** A clock that is never set back. */
  readonly monotonicMs: () => number;
  readonly onChange: () => void;
  /** For new passphrases; what is stored says itself what it needs. */
  readonly scryptCost?: ScryptCost;
}

/** An open seed: its facts, and the one buffer that holds its master key. */
interface OpenSeed {
  readonly facts: Omit<SeedRecord, "masterKey" | "encipheredSeed">;
  readonly masterKey: SharedArrayBuffer;
}

export class Keystore {
  readonly #options: KeystoreOptions;
  readonly #vault: SeedVault;
  #state: KeystoreState = { state: "checking" };
  #draft: SeedRecord | null = null;
  #seed: OpenSeed | null = null;
  #backup: BackupSession | null = null;
  /** In trouble: there is or may be a seed that a new one would displace. */
  #mayHoldSeed = false;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(options: KeystoreOptions) {
    this.#options = options;
    this.#vault = new SeedVault(options.monotonicMs, options.scryptCost);
  }

  get state(): KeystoreState {
    return this.#state;
  }

  /** The open master key: 64 bytes, shared, zero after `lock`. @throws KeystoreError KEYS_LOCKED */
  keys(): { readonly masterKey: SharedArrayBuffer; readonly network: Network } {
    const { masterKey, facts } = this.#open();
    return { masterKey, network: facts.network };
  }

  /** Looks for a seed; opens it if it has no passphrase. Never throws for trouble with a store: that is a state. */
  load(): Promise<void> {
    return this.#serially(async () => {
      if (this.#state.state === "open" || this.#state.state === "draft") return;
      this.#set({ state: "checking" });
      const { stores, note } = this.#options;
      const candidates = note.store === null ? [stores.file, stores.keychain] : [stores[note.store]];
      for (const store of candidates) {
        let envelope: Uint8Array | null;
        try {
          envelope = await store.read(seedName);
        } catch (error) {
          return this.#trouble(error, note.store !== null || store.kind === "file");
        }
        if (envelope !== null) return await this.#found(store, envelope);
      }
      if (note.store === null) return this.#set({ state: "empty" });
      const detail = `the seed of this profile was kept in the ${note.store}, and it is no longer there: restore it from your backup words`;
      this.#mayHoldSeed = false;
      this.#set({ state: "trouble", trouble: "lost", detail });
    });
  }

  /** Takes over a seed that was made or restored; it waits in memory for `keep`. @throws KeystoreError SEED_EXISTS */
  putDraft(draft: SeedRecord): Promise<void> {
    return this.#serially(async () => {
      try {
        this.#refuseIfSeed();
        const state = { state: "draft", ...factsOf(draft, this.#options.identify(draft)) } as const;
        this.#dropDraft();
        this.#draft = draft;
        this.#set(state);
      } catch (error) {
        wipeSeedRecord(draft);
        throw error;
      }
    });
  }

  /** Forgets the draft and looks again. */
  async discardDraft(): Promise<void> {
    await this.#serially(async () => {
      if (this.#draft === null) throw new KeystoreError("NO_SEED_DRAFT", "there is no new seed to discard");
      this.#dropDraft();
      this.#set({ state: "checking" });
    });
    await this.load();
  }

  /**
   * Stores the draft and opens it.
   *
   * @param passphrase empty for none, which only the keychain allows
   * @throws KeystoreError NO_SEED_DRAFT, PASSPHRASE_REQUIRED, PASSPHRASE_TOO_SHORT, SEED_EXISTS, KEYCHAIN_*
   */
  keep(passphrase: string, kind: StoreKind): Promise<void> {
    return this.#serially(async () => {
      const draft = this.#draft;
      if (draft === null) throw new KeystoreError("NO_SEED_DRAFT", "make or restore a seed first");
      checkNewPassphrase(passphrase, kind);
      const store = this.#options.stores[kind];
      await this.#vault.refuseIfStored(store);
      await this.#vault.seal(store, draft, passphrase);
      await this.#options.note.recordStore(kind);
      this.#openFrom(draft, kind, passphrase !== "");
      this.#dropDraft();
    });
  }

  /**
   * Opens a sealed seed; for an open one only proves that the person knows the passphrase.
   *
   * @throws KeystoreError WRONG_PASSPHRASE, TOO_MANY_ATTEMPTS, PASSPHRASE_REQUIRED, NOT_ALLOWED, KEYCHAIN_*
   */
  unlock(passphrase: string): Promise<void> {
    return this.#serially(async () => {
      if (this.#state.state === "open" && !this.#state.hasPassphrase) return;
      const { store, kind } = this.#current();
      const opened = await this.#vault.open(store, passphrase);
      try {
        if (this.#state.state === "sealed") this.#openFrom(opened.record, kind, opened.envelopeKey !== null);
      } finally {
        wipeOpened(opened);
      }
    });
  }

  /** Wipes the keys, the shown backup words included. Without an open seed there is nothing to do. */
  lock(): void {
    if (this.#state.state !== "open") return;
    const { network, store, hasPassphrase } = this.#state;
    this.#wipe();
    this.#set({ state: "sealed", network, store, hasPassphrase });
  }

  /**
   * Seals the stored seed under another passphrase.
   *
   * @throws KeystoreError as `unlock` and `keep`
   */
  changePassphrase(current: string, next: string): Promise<void> {
    return this.#serially(async () => {
      const { store, kind } = this.#current();
      this.#open();
      checkNewPassphrase(next, kind);
      const opened = await this.#vault.open(store, current);
      try {
        await this.#vault.seal(store, opened.record, next);
      } finally {
        wipeOpened(opened);
      }
      // What was remembered to finish a backup check would seal under the old passphrase.
      this.#endBackup();
      if (this.#state.state === "open") this.#set({ ...this.#state, hasPassphrase: next !== "" });
    });
  }

  /**
   * The backup words, until a copy of them was checked. A stored seed is unlocked afresh for it.
   *
   * @throws KeystoreError NO_BACKUP_WORDS, KEYS_LOCKED and as `unlock`
   */
  revealBackup(passphrase: string): Promise<string[]> {
    return this.#serially(async () => {
      this.#endBackup();
      this.#backup = await this.#beginBackup(passphrase);
      return this.#backup.words();
    });
  }

  /** Positions, from 1, of the words to type. @throws KeystoreError NOT_ALLOWED before the words were shown */
  backupChallenge(): readonly number[] {
    return this.#shownBackup().positions();
  }

  /** Compares a typed copy; when it is right, the words are removed from what is stored. Returns the wrong positions. */
  checkBackup(typed: readonly { readonly position: number; readonly word: string }[]): Promise<number[]> {
    return this.#serially(async () => {
      const backup = this.#shownBackup();
      const wrong = backup.wrong(typed);
      if (wrong.length > 0) return wrong;
      const checked = { backup: "checked", backupCheckedAtMs: this.#options.nowMs() } as const;
      if (this.#draft !== null) {
        this.#draft.encipheredSeed?.fill(0);
        this.#draft = { ...this.#draft, ...checked, encipheredSeed: null };
      } else {
        const seed = this.#open();
        const facts = { ...seed.facts, ...checked };
        const record = { ...facts, masterKey: copyOf(seed.masterKey), encipheredSeed: null };
        try {
          await this.#vault.reseal(this.#current().store, record, backup.envelopeKey);
        } finally {
          wipeSeedRecord(record);
        }
        if (this.#seed !== null) this.#seed = { ...this.#seed, facts };
        if (this.#state.state === "open") this.#set({ ...this.#state, ...checked });
      }
      this.#endBackup();
      return [];
    });
  }

  /**
   * Removes the seed and these nodes' macaroons from this computer.
   *
   * @param confirmation typed by the person: the seed's master fingerprint, or ERASE for one that cannot be opened
   * @throws KeystoreError NOT_ALLOWED, KEYCHAIN_*
   */
  erase(confirmation: string, nodeIds: readonly string[]): Promise<void> {
    return this.#serially(async () => {
      const state = this.#state;
      const kind = state.state === "trouble" && state.trouble === "lost" ? this.#options.note.store : null;
      const store = kind === null ? this.#current().store : this.#options.stores[kind];
      const expected = state.state === "open" ? state.masterFingerprintHex : "ERASE";
      if (confirmation.trim().toLowerCase() !== expected.toLowerCase()) {
        const what = state.state === "open" ? "the seed's fingerprint" : expected;
        throw new KeystoreError("NOT_ALLOWED", `type ${what} exactly to confirm that the seed is erased`);
      }
      for (const id of nodeIds) await removeMacaroon(store, id);
      await store.remove(seedName);
      await this.#options.note.recordStore(null);
      this.#wipe();
      this.#set({ state: "empty" });
    });
  }

  /** Null if none is stored for this node. The result is secret. @throws KeystoreError KEYS_LOCKED, KEYCHAIN_* */
  readMacaroon(nodeId: string): Promise<Uint8Array | null> {
    return this.#serially(() => readMacaroon(this.#macaroonAccess(), nodeId));
  }

  /** @throws KeystoreError KEYS_LOCKED, KEYCHAIN_* */
  writeMacaroon(nodeId: string, macaroon: Uint8Array): Promise<void> {
    return this.#serially(() => writeMacaroon(this.#macaroonAccess(), nodeId, macaroon));
  }

  /** @throws KeystoreError KEYCHAIN_* */
  removeMacaroon(nodeId: string): Promise<void> {
    return this.#serially(() => removeMacaroon(this.#current().store, nodeId));
  }

  #macaroonAccess(): MacaroonAccess {
    return { store: this.#current().store, masterKey: this.#open().masterKey };
  }

  async #found(store: SecretStore, envelope: Uint8Array): Promise<void> {
    try {
      const { network, hasPassphrase } = readEnvelopeHeader(envelope);
      if (hasPassphrase) return this.#set({ state: "sealed", network, store: store.kind, hasPassphrase });
      const opened = await this.#vault.open(store, "");
      try {
        this.#openFrom(opened.record, store.kind, false);
      } finally {
        wipeOpened(opened);
      }
    } catch (error) {
      this.#trouble(error, true);
    } finally {
      envelope.fill(0);
    }
  }

  #trouble(error: unknown, mayHoldSeed: boolean): void {
    if (!(error instanceof SecretStoreError || error instanceof EnvelopeError || error instanceof KeystoreError)) {
      throw error;
    }
    this.#mayHoldSeed = mayHoldSeed;
    const trouble = error instanceof SecretStoreError ? error.trouble : "failed";
    this.#set({ state: "trouble", trouble, detail: error.message });
  }

  #refuseIfSeed(): void {
    const { state } = this.#state;
    if (state === "open" || state === "sealed" || (state === "trouble" && this.#mayHoldSeed)) {
      throw new KeystoreError("SEED_EXISTS", "this profile has a seed already: erase it before making another");
    }
  }

  #openFrom(record: SeedRecord, store: StoreKind, hasPassphrase: boolean): void {
    const identity = this.#options.identify(record);
    const { masterKey, encipheredSeed, ...facts } = record;
    const shared = new SharedArrayBuffer(masterKey.length);
    new Uint8Array(shared).set(masterKey);
    this.#wipe();
    this.#seed = { facts, masterKey: shared };
    const { backup, backupCheckedAtMs } = record;
    this.#set({ state: "open", store, hasPassphrase, backup, backupCheckedAtMs, ...factsOf(record, identity) });
  }

  #open(): OpenSeed {
    if (this.#seed === null) throw new KeystoreError("KEYS_LOCKED", "the keys are locked: unlock Countersign first");
    return this.#seed;
  }

  #current(): { store: SecretStore; kind: StoreKind } {
    if (this.#state.state !== "open" && this.#state.state !== "sealed") {
      throw new KeystoreError("NOT_ALLOWED", "there is no stored seed to do this with");
    }
    const kind = this.#state.store;
    return { store: this.#options.stores[kind], kind };
  }

  async #beginBackup(passphrase: string): Promise<BackupSession> {
    if (this.#draft !== null) {
      if (this.#draft.encipheredSeed === null) throw noBackupWords();
      return new BackupSession(new Uint8Array(this.#draft.encipheredSeed), null);
    }
    if (this.#open().facts.backup !== "unchecked") throw noBackupWords();
    const { record, envelopeKey } = await this.#vault.open(this.#current().store, passphrase);
    try {
      if (record.encipheredSeed === null) {
        envelopeKey?.key.fill(0);
        throw noBackupWords();
      }
      return new BackupSession(new Uint8Array(record.encipheredSeed), envelopeKey);
    } finally {
      wipeSeedRecord(record);
    }
  }

  #shownBackup(): BackupSession {
    if (this.#backup === null) throw new KeystoreError("NOT_ALLOWED", "show the backup words before checking a copy");
    return this.#backup;
  }

  #endBackup(): void {
    this.#backup?.end();
    this.#backup = null;
  }

  #dropDraft(): void {
    if (this.#draft !== null) wipeSeedRecord(this.#draft);
    this.#draft = null;
    this.#endBackup();
  }

  #wipe(): void {
    if (this.#seed !== null) new Uint8Array(this.#seed.masterKey).fill(0);
    this.#seed = null;
    this.#endBackup();
  }

  #set(state: KeystoreState): void {
    this.#state = state;
    this.#options.onChange();
  }

  #serially<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work).catch((error: unknown) => {
      throw fromStoreTrouble(error);
    });
    this.#queue = result.catch(() => undefined);
    return result;
  }
}

function noBackupWords(): KeystoreError {
  return new KeystoreError(
    "NO_BACKUP_WORDS",
    "there are no words to show: they are kept only until a copy was checked",
  );
}

/** A private copy of the shared master key; the caller wipes it. */
function copyOf(masterKey: SharedArrayBuffer): Uint8Array {
  return new Uint8Array(masterKey).slice();
}
