/**
 * Practising: a throw-away seed in memory, a signer thread that remembers nothing, and the practice node. Beside the
 * real signer, never instead of it: what the real one does for its node goes on.
 */
import type { KeystoreView, PairedNodeView } from "../../preload/contract/types";
import { wipeSeedRecord } from "../keystore/record";
import { newSeed } from "../keystore/seedDraft";
import { identifySeed } from "../keystore/seedIdentity";
import { defaultRequestTimeoutMs, type WatchOnlyNode } from "../pairing/watchOnlyNode";
import { PracticeHost } from "../practice/host";
import { accountsJson, watchOnlyAccounts } from "../signer/accounts";
import type { Curve } from "../signer/curve";
import type { Log } from "../support/log";
import { macaroonView, pairedNodeView } from "./pairingDesk";
import { type SideEvents, SignerSide } from "./signerSide";

export interface PracticeFiles {
  readonly thread: string;
  readonly practice: string;
  readonly protoDir: string;
}

const network = "regtest";

export class PracticeRun {
  readonly side: SignerSide;
  readonly keystore: KeystoreView;
  readonly node: PairedNodeView;
  readonly accountsJson: string;
  readonly #host: PracticeHost;

  private constructor(
    side: SignerSide,
    host: PracticeHost,
    views: { keystore: KeystoreView; node: PairedNodeView; accountsJson: string },
  ) {
    this.side = side;
    this.#host = host;
    this.keystore = views.keystore;
    this.node = views.node;
    this.accountsJson = views.accountsJson;
  }

  /** Starts everything and connects; when any of it fails, nothing is left running. */
  static async start(
    files: PracticeFiles,
    curve: Curve,
    nowMs: number,
    events: SideEvents,
    log: Log,
  ): Promise<PracticeRun> {
    const { thread: threadFile, practice: practiceFile, protoDir } = files;
    const seed = await newSeed(network, nowMs);
    const host = new PracticeHost();
    const side = new SignerSide(events, log);
    try {
      const identity = identifySeed(curve, seed);
      const accounts = accountsJson(watchOnlyAccounts({ curve, network, masterKey: seed.masterKey }));
      const masterKey = new SharedArrayBuffer(seed.masterKey.length);
      new Uint8Array(masterKey).set(seed.masterKey);
      await side.start({ threadFile, protoDir, databaseFile: null });
      // From here on the host owns the shared key and zeroes it when it stops.
      await side.loadKeys({ network, masterKey });
      const pairing = await host.start({ practiceFile, protoDir, accounts });
      const node: WatchOnlyNode = {
        id: "practice",
        name: "Practice node",
        addresses: [{ host: pairing.host, port: pairing.port }],
        certificateDer: pairing.certificateDer,
        network,
        requestTimeoutMs: defaultRequestTimeoutMs,
        pairedAtMs: nowMs,
      };
      await side.dial({ source: "given", node, macaroon: pairing.macaroon });
      return new PracticeRun(side, host, {
        keystore: {
          state: "open",
          origin: "practice",
          network,
          store: "memory",
          hasPassphrase: false,
          backup: "none",
          backupCheckedAtMs: null,
          birthdayMs: seed.birthdayMs,
          ...identity,
        },
        node: pairedNodeView(node, macaroonView(pairing.macaroon, nowMs)),
        accountsJson: accounts,
      });
    } catch (error) {
      await host.stop();
      await side.host.stop();
      throw error;
    } finally {
      wipeSeedRecord(seed);
    }
  }

  async stop(): Promise<void> {
    await this.side.host.stop();
    await this.#host.stop();
  }
}
