/**
 * The signer as both shells use it: keystore, signer thread, pairing and practice node behind one method per call of
 * the window's contract. Knows nothing of Electron.
 *
 * Expected refusals are AppErrors. What a person sees is one snapshot; listeners hear that it changed and read it again.
 */
import type { ApprovalView, CallInput, CallOutput, FeedEntryView, PairingReview } from "../../preload/contract/types";
import type { Keystore } from "../keystore/keystore";
import type { KeyringEntryConstructor } from "../keystore/osKeychain";
import { newSeed, restoreSeed } from "../keystore/seedDraft";
import { qrReader } from "../pairing/qrReader";
import type { FeedEntry } from "../pipeline/feed";
import type { Log } from "../support/log";
import { openCurve } from "../thread/nativeCurve";
import type { LinkTarget } from "../thread/protocol";
import { AppError } from "./appError";
import { ChangeNotice } from "./changeNotice";
import { diagnosticRows } from "./diagnosticRows";
import { SessionGuard } from "./guardDesk";
import { KitDesk } from "./kitDesk";
import { kitRecordId } from "./kitRecord";
import { Listeners } from "./listeners";
import { NodePairing } from "./nodePairing";
import { type PracticeFiles, PracticeRun } from "./practiceRun";
import { Profile } from "./profile";
import { keystoreOf } from "./profileKeystore";
import { lockProfile, type ProfileLock } from "./profileLock";
import { openAccountsJson } from "./seedAccounts";
import { SettingsBook } from "./settingsBook";
import { type Dialling, type SideEvents, SignerSide } from "./signerSide";
import { feedEntryView, type SessionSnapshot, totalsView } from "./snapshot";
import { Turns } from "./turns";

export interface SessionOptions {
  /** Absolute path; made when it is missing. */
  readonly profileFolder: string;
  /** Absolute paths of the bundles and of the folder with the .proto files. */
  readonly files: PracticeFiles & { readonly qrThread: string };
  /** The native keychain class of @napi-rs/keyring. */
  readonly AsyncEntry: KeyringEntryConstructor;
  readonly log: Log;
  readonly dialling?: Dialling;
}

export class SignerSession {
  readonly #options: SessionOptions;
  readonly #profile: Profile;
  readonly #lock: ProfileLock;
  readonly #curve = openCurve().curve;
  readonly #keystore: Keystore;
  readonly #signer: SignerSide;
  readonly #settings: SettingsBook;
  readonly #pairing: NodePairing;
  readonly #notice = new ChangeNotice();
  readonly #feed = new Listeners<readonly FeedEntryView[]>();
  readonly #approvals = new Listeners<readonly ApprovalView[]>();
  /** What a person does on the node. */
  readonly kit: KitDesk;
  /** Rules, approvals, journal and memory of the signer that is shown. */
  readonly guard: SessionGuard;
  #practice: PracticeRun | null = null;
  #windowLocked = false;
  /** The signer thread holds the keys of the open seed. */
  #hasLoadedKeys = false;
  readonly #turns = new Turns(() => this.#notice.changed());

  private constructor(options: SessionOptions, profile: Profile, lock: ProfileLock) {
    const { AsyncEntry, log } = options;
    this.#options = options;
    this.#profile = profile;
    this.#lock = lock;
    this.#keystore = keystoreOf(profile, AsyncEntry, this.#curve, () => this.#notice.changed());
    this.#signer = new SignerSide(
      this.#eventsOf(() => this.#practice === null),
      log,
      options.dialling,
    );
    this.#settings = new SettingsBook(this.#signer.host);
    this.#pairing = new NodePairing(this.#keystore, this.#signer, qrReader(options.files.qrThread), log);
    this.kit = new KitDesk(this.#keystore, this.#curve, this.#pairing, (work) => this.#inOwnTurn(work));
    this.guard = new SessionGuard({
      curve: this.#curve,
      side: () => this.#active,
      keystore: () => this.#practice?.keystore ?? this.#keystore.state,
      node: () => this.#practice?.node ?? this.#pairing.view,
    });
  }

  /**
   * Opens a profile and starts its signer. Looking for the seed goes on in the background, as a keychain may take its
   * time: `settled` waits for it.
   *
   * @throws AppError NOT_ALLOWED while another process has the profile, ThreadError when the database cannot be opened,
   *   Error when the profile cannot be read
   */
  static async open(options: SessionOptions): Promise<SignerSession> {
    const lock = await lockProfile(options.profileFolder);
    try {
      const session = new SignerSession(options, await Profile.open(options.profileFolder), lock);
      await session.#start();
      return session;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  async #start(): Promise<void> {
    const { thread: threadFile, protoDir } = this.#options.files;
    await this.#signer.start({ threadFile, protoDir, databaseFile: this.#profile.databaseFile });
    await this.#settings.read();
    await this.#pairing.read();
    this.retryKeystore().catch((error: unknown) => this.#options.log.bug("keystore", error));
  }

  /** Resolves when everything that was asked for so far is done. */
  async settled(): Promise<void> {
    await this.#turns.settled();
  }

  /** Ends the stream, wipes the keys, closes the database. */
  async close(): Promise<void> {
    this.#notice.close();
    this.#feed.close();
    this.#approvals.close();
    this.#pairing.discard();
    this.kit.forgetRootKey();
    this.#keystore.lock();
    await this.#practice?.stop();
    await this.#signer.host.stop();
    this.#lock.release();
  }

  snapshot(): SessionSnapshot {
    const practice = this.#practice;
    const { totals, ...side } = this.#active.view;
    return {
      ...side,
      totals: totalsView(totals),
      movedAsideFile: this.#signer.movedAsideFile,
      settings: this.#settings.current,
      windowLocked: this.#windowLocked,
      // The lock is the real seed's, also while practising.
      keystore: (this.#windowLocked ? null : practice?.keystore) ?? this.#keystore.state,
      practice: practice !== null,
      node: practice?.node ?? this.#pairing.view,
      pairingLinkWaits: this.#pairing.hasLink,
      guard: this.guard.notice,
    };
  }

  /** Called at most ten times a second. Returns a function that stops it. */
  onChanged(listener: () => void): () => void {
    return this.#notice.on(listener);
  }

  /** Returns a function that stops it. */
  onFeed(listener: (entries: readonly FeedEntryView[]) => void): () => void {
    return this.#feed.on(listener);
  }

  /** What is open, at every change. Returns a function that stops it. */
  onApprovals(listener: (open: readonly ApprovalView[]) => void): () => void {
    return this.#approvals.on(listener);
  }

  updateSettings(changes: CallInput<"settings.update">): Promise<void> {
    return this.#inTurn(() => this.#settings.update(changes));
  }

  async diagnostics(): Promise<CallOutput<"app.diagnostics">> {
    return { rows: diagnosticRows(this.snapshot(), await this.#active.host.call("diagnostics", {})) };
  }

  generateSeed({ network }: CallInput<"seed.generate">): Promise<void> {
    return this.#inOwnTurn(async () => this.#keystore.putDraft(await newSeed(network, Date.now())));
  }

  restoreSeed(input: CallInput<"seed.restore">): Promise<void> {
    return this.#inOwnTurn(async () => this.#keystore.putDraft(await restoreSeed(input, Date.now())));
  }

  discardSeed(): Promise<void> {
    return this.#inTurn(() => this.#keystore.discardDraft());
  }

  keepSeed({ passphrase, store }: CallInput<"seed.keep">): Promise<void> {
    return this.#inOwnTurn(async () => {
      await this.#keystore.keep(passphrase, store);
      await this.#goOnline();
    });
  }

  revealBackup({ passphrase }: CallInput<"backup.reveal">): Promise<CallOutput<"backup.reveal">> {
    return this.#inOwnTurn(async () => ({ words: await this.#keystore.revealBackup(passphrase) }));
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
    this.#pairing.discard();
    this.kit.forgetRootKey();
    if (!this.#settings.current.signWhileLocked) {
      this.#keystore.lock();
      this.#hasLoadedKeys = false;
      await this.#signer.host.wipe();
    }
    this.#notice.changed();
  }

  /** The person went away. Without a passphrase a lock would keep nobody out. */
  async lockWhenAway(): Promise<void> {
    const { state } = this.#keystore;
    if (state.state === "open" && state.hasPassphrase && !this.#windowLocked) await this.lock();
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
    return this.#inOwnTurn(() => this.#keystore.changePassphrase(current, next));
  }

  /** What `lncli createwatchonly` takes. @throws AppError KEYS_LOCKED */
  accountsJson(): Promise<string> {
    return this.#inTurn(async () => {
      if (this.#practice !== null) return this.#practice.accountsJson;
      return openAccountsJson(this.#keystore, this.#curve);
    });
  }

  eraseKeystore({ confirmation }: CallInput<"keystore.erase">): Promise<void> {
    return this.#inOwnTurn(async () => {
      const { nodes } = await this.#signer.host.call("nodes.list", {});
      const ids = nodes.map(({ id }) => id);
      await this.#keystore.erase(confirmation, [...ids, kitRecordId]);
      this.kit.forgetRootKey();
      this.#hasLoadedKeys = false;
      this.#windowLocked = false;
      await this.#signer.hangUp();
      await this.#signer.host.wipe();
      await this.#pairing.forgetAll(ids);
    });
  }

  reviewPairing({ text }: CallInput<"pairing.review">): Promise<PairingReview> {
    return this.#inOwnTurn(() => this.#pairing.review(text));
  }

  reviewPairingFiles(input: CallInput<"pairing.reviewFiles">): Promise<PairingReview> {
    return this.#inOwnTurn(() => this.#pairing.reviewFiles(input));
  }

  /** Takes note of a link that was opened. Nothing comes of it until the person reviews it. */
  offerPairingLink(text: string): Promise<void> {
    return this.#inTurn(async () => this.#pairing.offerLink(text));
  }

  reviewPairingLink(): Promise<PairingReview> {
    return this.#inOwnTurn(() => this.#pairing.reviewLink());
  }

  fetchPairingCertificate(input: CallInput<"pairing.fetchCertificate">): Promise<PairingReview> {
    return this.#inOwnTurn(() => this.#pairing.fetchCertificate(input));
  }

  /** Remembers the node instead of any other and connects. */
  confirmPairing(input: CallInput<"pairing.confirm">): Promise<void> {
    return this.#inOwnTurn(() => this.#pairing.confirm(input));
  }

  inspectCertificate(): Promise<CallOutput<"pairing.inspectCertificate">> {
    return this.#inOwnTurn(() => this.#pairing.inspectCertificate());
  }

  acceptCertificate(input: CallInput<"pairing.acceptCertificate">): Promise<void> {
    return this.#inOwnTurn(() => this.#pairing.acceptCertificate(input));
  }

  discardPairing(): Promise<void> {
    return this.#inTurn(async () => this.#pairing.discard());
  }

  forgetPairing(): Promise<void> {
    return this.#inOwnTurn(() => this.#pairing.forget());
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
    if (this.#options.dialling?.pairedNode === false) return;
    await this.#pairing.dial();
  }

  /** What has to do with the real seed, which rests while practising. */
  #inOwnTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      this.#refuseWhilePractising();
      return work();
    });
  }

  #refuseWhilePractising(): void {
    if (this.#practice === null) return;
    throw new AppError("NOT_ALLOWED", "The practice node is running. Stop practising first.");
  }

  #eventsOf(isShown: () => boolean): SideEvents {
    return {
      changed: () => isShown() && this.#notice.changed(),
      appended: (entries: readonly FeedEntry[]) => {
        if (isShown()) this.#feed.tell(entries.map(feedEntryView));
      },
      approvalsChanged: () => {
        if (!isShown()) return;
        const told = this.guard.approvals().then((open) => this.#approvals.tell(open));
        told.catch((error: unknown) => this.#options.log.bug("approvals", error));
      },
    };
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    return this.#turns.run(work);
  }
}
