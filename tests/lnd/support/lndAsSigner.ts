/** A real lnd in the signer's role, dialling a practice node with the seed of the vectors. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { HDKey } from "@scure/bip32";
import { PracticeNode } from "../../../main/practice/practiceNode";
import { World } from "../../../main/practice/traffic/world";
import { type AccountsExport, WatchOnlyKeys } from "../../../main/practice/watchOnlyKeys";
import { accountsJson, watchOnlyAccounts } from "../../../main/signer/accounts";
import { curves } from "../../support/curves";
import { vectorEntropy, vectorMasterKey } from "../../support/engines";
import { Daemon } from "./daemon";

const root = path.resolve(__dirname, "../../..");
/** BIP32 version bytes of test networks. */
const testVersions = { private: 0x04358394, public: 0x043587cf };

export class LndAsSigner {
  readonly node: PracticeNode;
  readonly world: World;
  readonly #daemon: Daemon;
  readonly #folder: string;

  private constructor(node: PracticeNode, world: World, daemon: Daemon, folder: string) {
    this.node = node;
    this.world = world;
    this.#daemon = daemon;
    this.#folder = folder;
  }

  /** Starts the practice node and lnd, and waits until lnd has registered. */
  static async start(): Promise<LndAsSigner> {
    const folder = mkdtempSync(path.join(os.tmpdir(), "lnd-signer-"));
    mkdirSync(folder, { recursive: true });
    const [curve] = curves;
    if (curve === undefined) throw new Error("no curve");
    const accounts = accountsJson(watchOnlyAccounts({ curve, network: "regtest", masterKey: vectorMasterKey() }));
    const node = await PracticeNode.start({ protoDir: path.join(root, "proto"), requestTimeoutMs: 30_000 });
    const world = new World(new WatchOnlyKeys(JSON.parse(accounts) as AccountsExport, "regtest"), "regtest");
    const { host, port, certificatePem, macaroon } = node.pairing;
    writeFileSync(path.join(folder, "tls.cert"), certificatePem);
    writeFileSync(path.join(folder, "signer.macaroon"), macaroon);
    const { privateExtendedKey } = HDKey.fromMasterSeed(vectorEntropy, testVersions);
    writeFileSync(path.join(folder, "master.tprv"), privateExtendedKey);
    const daemon = new Daemon("lnd as signer", path.join(folder, "signer.log"));
    daemon.start(process.execPath, [path.join(root, "scripts/bench/lndSigner.mjs")], {
      ...process.env,
      BENCH_DIR: folder,
      BENCH_HOST: host,
      BENCH_PORT: String(port),
    });
    await node.coordinator.untilReady(90_000);
    return new LndAsSigner(node, world, daemon, folder);
  }

  async stop(): Promise<void> {
    await this.#daemon.stop("SIGTERM");
    await this.node.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
