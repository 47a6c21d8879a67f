/**
 * The signer as both shells use it: keystore, signer thread, pairing and practice node behind one method per call of
 * the window's contract. Knows nothing of Electron.
 *
 * Expected refusals are AppErrors. What a person sees is one snapshot; listeners hear that it changed and read it again.
 */
import type { CallInput, CallOutput, FeedEntryView, PairedNodeView, PairingReview } from "../../preload/contract/types";
import type { Keystore } from "../keystore/keystore";
import { KeystoreError } from "../keystore/keystoreError";
import type { KeyringEntryConstructor } from "../keystore/osKeychain";
import { newSeed, restoreSeed } from "../keystore/seedDraft";
import type { WatchOnlyNode } from "../pairing/watchOnlyNode";
import type { FeedEntry } from "../pipeline/feed";
import type { Log } from "../support/log";
import { openCurve } from "../thread/nativeCurve";
import type { LinkTarget } from "../thread/protocol";
import { AppError, toAppError } from "./appError";
import { ChangeNotice } from "./changeNotice";
import { diagnosticRows } from "./diagnosticRows";
import { macaroonView, PairingDesk, pairedNodeView } from "./pairingDesk";
import { type PracticeFiles, PracticeRun } from "./practiceRun";
import { Profile } from "./profile";
import { keystoreOf } from "./profileKeystore";
import { openAccountsJson } from "./seedAccounts";
import { SettingsBook } from "./settingsBook";
import { type SideEvents, SignerSide } from "./signerSide";
import { feedEntryView, type SessionSnapshot, totalsView } from "./snapshot";

export interface SessionOptions {
  /** Absolute path; made when it is missing. */
  readonly profileFolder: string;
  /** Absolute paths of the bundles and of the folder with the .proto files. */
  readonly files: PracticeFiles;
  /** The native keychain class of @napi-rs/keyring. */
  readonly AsyncEntry: KeyringEntryConstructor;
  readonly log: Log;
  /** False leaves a paired node alone until `dial` or a new pairing. Default true. */
  readonly dialsPairedNode?: boolean;
}

interface Pairing {
  readonly node: WatchOnlyNode;
  readonly view: PairedNodeView;
}

export class SignerSession {
  readonly #options: SessionOptions;
  readonly #profile: Profile;
  readonly #curve = openCurve().curve;
  readonly #keystore: Keystore;
  readonly #signer: SignerSide;
  readonly #settings: SettingsBook;
  readonly #desk = new PairingDesk();
  readonly #notice = new ChangeNotice();
  readonly #feedListeners = new Set<(entries: readonly FeedEntryView[]) => void>();
  #pairing: Pairing | null = null;
  #practice: PracticeRun | null = null;
  #windowLocked = false;
  /** The signer thread holds the keys of the open seed. */
  #hasLoadedKeys = false;
  #queue: Promise<unknown> = Promise.resolve();

  private constructor(options: SessionOptions, profile: Profile) {
    const { AsyncEntry, log } = options;
    this.#options = options;
    this.#profile = profile;
    this.#keystore = keystoreOf(profile, AsyncEntry, this.#curve, () => this.#notice.changed());
    this.#signer = new SignerSide(
      this.#eventsOf(() => this.#practice === null),
      log,
    );
    this.#settings = new SettingsBook(this.#signer.host);
  }

  /**
   * Opens a profile and starts its signer. Looking for the seed goes on in the background, as a keychain may take its
   * time: `settled` waits for it.
   *
   * @throws ThreadError when the database cannot be opened, Error when the profile cannot be read
   */
  static async open(options: SessionOptions): Promise<SignerSession> {
    const session = new SignerSession(options, await Profile.open(options.profileFolder));
    await session.#start();
    return session;
  }

  async #start(): Promise<void> {
    const { thread: threadFile, protoDir } = this.#options.files;
    await this.#signer.start({ threadFile, protoDir, databaseFile: this.#profile.databaseFile });
    await this.#settings.read();
    const { nodes } = await this.#signer.host.call("nodes.list", {});
    const node = nodes.at(-1);
    if (node !== undefined) this.#pairing = { node, view: pairedNodeView(node, null) };
    this.retryKeystore().catch((error: unknown) => this.#options.log.bug("keystore", error));
  }

  /** Resolves when everything that was asked for so far is done. */
  async settled(): Promise<void> {
    await this.#queue;
  }

  /** Ends the stream, wipes the keys, closes the database. */
  async close(): Promise<void> {
    this.#notice.close();
    this.#feedListeners.clear();
    this.#desk.discard();
    this.#keystore.lock();
    await this.#practice?.stop();
    await this.#signer.host.stop();
  }

  snapshot(): SessionSnapshot {
    const practice = this.#practice;
    const { totals, ...side } = this.#active.view;
    return {
      ...side,
      totals: totalsView(totals),
      settings: this.#settings.current,
      windowLocked: this.#windowLocked,
      keystore: practice?.keystore ?? this.#keystore.state,
      practice: practice !== null,
      node: practice?.node ?? this.#pairing?.view ?? null,
    };
  }

  /** Called at most ten times a second. Returns a function that stops it. */
  onChanged(listener: () => void): () => void {
    return this.#notice.on(listener);
  }

  /** Returns a function that stops it. */
  onFeed(listener: (entries: readonly FeedEntryView[]) => void): () => void {
    this.#feedListeners.add(listener);
    return () => void this.#feedListeners.delete(listener);
  }

  updateSettings(changes: CallInput<"settings.update">): Promise<void> {
    return this.#inTurn(() => this.#settings.update(changes));
  }

  async diagnostics(): Promise<CallOutput<"app.diagnostics">> {
    return { rows: diagnosticRows(this.snapshot(), await this.#active.host.call("diagnostics", {})) };
  }

  generateSeed({ network }: CallInput<"seed.generate">): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseWhilePractising();
      await this.#keystore.putDraft(await newSeed(network, Date.now()));
    });
  }

  restoreSeed(input: CallInput<"seed.restore">): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseWhilePractising();
      await this.#keystore.putDraft(await restoreSeed(input, Date.now()));
    });
  }

  discardSeed(): Promise<void> {
    return this.#inTurn(() => this.#keystore.discardDraft());
  }

  keepSeed({ passphrase, store }: CallInput<"seed.keep">): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseWhilePractising();
      await this.#keystore.keep(passphrase, store);
      await this.#goOnline();
    });
  }

  revealBackup({ passphrase }: CallInput<"backup.reveal">): Promise<CallOutput<"backup.reveal">> {
    return this.#inTurn(async () => {
      this.#refuseWhilePractising();
      return { words: await this.#keystore.revealBackup(passphrase) };
    });
  }

  backupChallenge(): Promise<CallOutput<"backup.challenge">> {
    return this.#inTurn(async () => ({ positions: [...this.#keystore.backupChallenge()] }));
  }

  checkBackup({ words }: CallInput<"backup.check">): Promise<CallOutput<"backup.check">> {
    return this.#inTurn(async () => {
      const wrongPositions = await this.#keystore.checkBackup(words);
      return { correct: wrongPositions.length === 0, wrongPositions };
    });
  }

  /** Looks for the seed again; what opens without a passphrase goes online. */
  retryKeystore(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#keystore.load();
      await this.#goOnline();
    });
  }

  /** Locks the window. Unless the person lets it sign while locked, the keys are wiped; the node still gets pongs. */
  async lock(): Promise<void> {
    if (this.#keystore.state.state !== "open") return;
    this.#windowLocked = true;
    this.#desk.discard();
    if (!this.#settings.current.signWhileLocked) {
      this.#keystore.lock();
      this.#hasLoadedKeys = false;
      await this.#signer.host.wipe();
    }
    this.#notice.changed();
  }

  unlock({ passphrase }: CallInput<"keystore.unlock">): Promise<void> {
    return this.#inTurn(async () => {
      await this.#keystore.unlock(passphrase);
      this.#windowLocked = false;
      this.#notice.changed();
      await this.#goOnline();
    });
  }

  changePassphrase({ current, next }: CallInput<"keystore.changePassphrase">): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseWhilePractising();
      await this.#keystore.changePassphrase(current, next);
    });
  }

  /** What `lncli createwatchonly` takes. @throws AppError KEYS_LOCKED */
  accountsJson(): Promise<string> {
    return this.#inTurn(async () => {
      if (this.#practice !== null) return this.#practice.accountsJson;
      return openAccountsJson(this.#keystore, this.#curve);
    });
  }

  eraseKeystore({ confirmation }: CallInput<"keystore.erase">): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseWhilePractising();
      const { nodes } = await this.#signer.host.call("nodes.list", {});
      const ids = nodes.map(({ id }) => id);
      await this.#keystore.erase(confirmation, ids);
      this.#hasLoadedKeys = false;
      this.#desk.discard();
      await this.#signer.hangUp();
      await this.#signer.host.wipe();
      for (const id of ids) await this.#signer.host.call("nodes.forget", { id });
      this.#pairing = null;
    });
  }

  reviewPairing({ text }: CallInput<"pairing.review">): Promise<PairingReview> {
    return this.#inTurn(async () => {
      this.#refuseWhilePractising();
      return this.#desk.review(text, this.#keystore.keys().network, Date.now());
    });
  }

  /** Remembers the node instead of any other and connects. */
  confirmPairing(input: CallInput<"pairing.confirm">): Promise<void> {
    return this.#inTurn(async () => {
      const before = this.#pairing?.node ?? null;
      const nowMs = Date.now();
      const { node, macaroon } = this.#desk.confirm(input, this.#keystore.keys().network, before, nowMs);
      await this.#keystore.writeMacaroon(node.id, macaroon);
      await this.#signer.host.call("nodes.save", { node });
      if (before !== null && before.id !== node.id) await this.#forget(before);
      this.#desk.discard();
      this.#pairing = { node, view: pairedNodeView(node, macaroonView(macaroon, nowMs)) };
      // The host keeps the macaroon for as long as it dials.
      await this.#signer.dial({ source: "given", node, macaroon });
    });
  }

  async discardPairing(): Promise<void> {
    this.#desk.discard();
  }

  forgetPairing(): Promise<void> {
    return this.#inTurn(async () => {
      this.#refuseWhilePractising();
      if (this.#pairing === null) return;
      await this.#signer.hangUp();
      await this.#forget(this.#pairing.node);
      this.#pairing = null;
    });
  }

  startPractice(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#practice !== null) return;
      const events = this.#eventsOf(() => this.#practice !== null);
      this.#practice = await PracticeRun.start(this.#options.files, this.#curve, Date.now(), events, this.#options.log);
    });
  }

  stopPractice(): Promise<void> {
    return this.#inTurn(async () => {
      const practice = this.#practice;
      this.#practice = null;
      await practice?.stop();
    });
  }

  async retryNow(): Promise<void> {
    await this.#active.host.call("link.retryNow", {});
    // A macaroon the keychain did not give before is asked for again.
    await this.#inTurn(() => this.#goOnline());
  }

  async pause(minutes: number): Promise<void> {
    await this.#active.host.call("link.pause", { untilMs: Date.now() + minutes * 60_000 });
  }

  async resume(): Promise<void> {
    await this.#active.host.call("link.pause", { untilMs: null });
  }

  async feedPage(input: CallInput<"feed.page">): Promise<CallOutput<"feed.page">> {
    const { entries } = await this.#active.host.call("feed.page", input);
    return { entries: entries.map(feedEntryView) };
  }

  /** Dials a node that is not among the remembered ones. For the headless command; needs an open seed. */
  dial(target: LinkTarget): Promise<void> {
    return this.#inTurn(() => this.#signer.dial(target));
  }

  get #active(): SignerSide {
    return this.#practice?.side ?? this.#signer;
  }

  /** Hands the open keys to the signer thread and dials the paired node, unless that was done before. */
  async #goOnline(): Promise<void> {
    if (this.#keystore.state.state !== "open") return;
    if (!this.#hasLoadedKeys) {
      await this.#signer.loadKeys(this.#keystore.keys());
      this.#hasLoadedKeys = true;
    }
    if (this.#pairing === null || this.#signer.isDialling || this.#options.dialsPairedNode === false) return;
    const { node } = this.#pairing;
    const macaroon = await this.#macaroonOf(node);
    if (macaroon === null) return;
    this.#pairing = { node, view: pairedNodeView(node, macaroonView(macaroon, Date.now())) };
    await this.#signer.dial({ source: "given", node, macaroon });
  }

  /** Null, and a line in the log, when there is none to be had: the keys are open all the same. */
  async #macaroonOf(node: WatchOnlyNode): Promise<Uint8Array | null> {
    try {
      const macaroon = await this.#keystore.readMacaroon(node.id);
      if (macaroon === null) this.#options.log("warn", "the macaroon of the paired node is gone: pair with it again");
      return macaroon;
    } catch (error) {
      if (!(error instanceof KeystoreError)) throw error;
      this.#options.log("warn", `the macaroon of the paired node cannot be read: ${error.message}`);
      return null;
    }
  }

  async #forget(node: WatchOnlyNode): Promise<void> {
    await this.#keystore.removeMacaroon(node.id);
    await this.#signer.host.call("nodes.forget", { id: node.id });
  }

  #refuseWhilePractising(): void {
    if (this.#practice === null) return;
    throw new AppError("NOT_ALLOWED", "The practice node is running. Stop practising first.");
  }

  #eventsOf(isShown: () => boolean): SideEvents {
    return {
      changed: () => isShown() && this.#notice.changed(),
      appended: (entries: readonly FeedEntry[]) => {
        if (!isShown()) return;
        const views = entries.map(feedEntryView);
        for (const listener of this.#feedListeners) listener(views);
      },
    };
  }

  /** One change after the other; afterwards listeners hear of it, whatever came of it. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(work).catch((error: unknown) => {
      throw toAppError(error);
    });
    this.#queue = result.then(
      () => this.#notice.changed(),
      () => this.#notice.changed(),
    );
    return result;
  }
}
