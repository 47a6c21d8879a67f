/** A world with a watch-only node made from the signer's own export, the signer paired with it, both funded and connected. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { LndNode } from "./lndNode";
import { freePort } from "./ports";
import { SignerProcess } from "./signerProcess";
import { World } from "./world";

export const walletPassword = "watch-only password";

/** Executables named by the environment, or null with the reason said loudly. */
export function executables(): { lnd: string; lncli: string; btcd: string } | null {
  const { LND_BIN: lnd, LNCLI_BIN: lncli, BTCD_BIN: btcd } = process.env;
  if (lnd && lncli && btcd) return { lnd, lncli, btcd };
  console.warn("NOT RUN: the suite against a real lnd needs LND_BIN, LNCLI_BIN and BTCD_BIN.");
  return null;
}

export class PairedWorld extends World {
  readonly watchOnly: LndNode;
  readonly signer: SignerProcess;
  readonly macaroonFile: string;
  signerHost = "";
  /** Text of the seed to use instead of a fresh one. */
  seedText: string | null = null;
  /** Where the signer dials instead of the node itself. */
  signerTarget: { host: string; certificateFile: string } | null = null;

  constructor(found: { lnd: string; lncli: string; btcd: string }) {
    super(mkdtempSync(path.join(os.tmpdir(), "lnd-world-")), found);
    this.watchOnly = this.node("watchonly");
    this.signer = new SignerProcess(this.folder);
    this.macaroonFile = path.join(this.folder, "signer.macaroon");
  }

  /** lnd.conf of the watch-only node. */
  async conf(): Promise<string> {
    this.signerHost ||= `127.0.0.1:${await freePort()}`;
    return [
      "[remotesigner]",
      "remotesigner.enable=true",
      "remotesigner.experimentalallowinboundconnection=true",
      `remotesigner.experimentalrpclisten=${this.signerHost}`,
      "remotesigner.experimentalstartuptimeout=0",
      "",
    ].join("\n");
  }

  /** Chain and hot node up; watch-only node created and served by the signer. */
  async startPaired(...watchOnlyFlags: string[]): Promise<void> {
    const [, accounts] = await Promise.all([this.start(), this.#putSeed().then(() => this.signer.accounts())]);
    const accountsFile = path.join(this.folder, "accounts.json");
    writeFileSync(accountsFile, accounts);
    const rootKeyHex = randomBytes(32).toString("hex");
    this.watchOnly.conf = await this.conf();
    await this.watchOnly.start(watchOnlyFlags);
    await this.watchOnly.waitForState("NON_EXISTING");
    await this.watchOnly.cli(
      "bakemacaroon",
      "--root_key",
      rootKeyHex,
      "--save_to",
      this.macaroonFile,
      "remotesigner:generate",
    );
    await this.watchOnly.cliDialogue(
      ["createwatchonly", "--mac_root_key", rootKeyHex, accountsFile],
      [
        [/Input wallet password/, walletPassword],
        [/Confirm password/, walletPassword],
        [/birthday/i, ""],
        [/look-?ahead/i, "50"],
      ],
    );
    this.startSigner();
    await this.signer.waitForState("online");
    await this.watchOnly.waitForState("SERVER_ACTIVE");
    await this.watchOnly.waitForSync();
  }

  #putSeed(): Promise<void> {
    return this.seedText === null ? this.signer.newSeed() : this.signer.importSeed(this.seedText);
  }

  startSigner(): void {
    const target = this.signerTarget ?? { host: this.signerHost, certificateFile: this.watchOnly.certificateFile };
    this.signer.start({ ...target, macaroonFile: this.macaroonFile });
  }

  /** After a stop: the wallet is unlocked again and the signer found. */
  async restartWatchOnly(...furtherFlags: string[]): Promise<void> {
    const passwordFile = path.join(this.folder, "wallet-password");
    writeFileSync(passwordFile, walletPassword, { mode: 0o600 });
    await this.watchOnly.stop();
    await this.watchOnly.start([
      ...this.watchOnly.extraFlags.filter((flag) => !flag.startsWith("--wallet-unlock")),
      `--wallet-unlock-password-file=${passwordFile}`,
      ...furtherFlags,
    ]);
    await this.watchOnly.waitForState("SERVER_ACTIVE");
    await this.watchOnly.waitForSync();
  }

  async connect(): Promise<void> {
    await this.watchOnly.cli("connect", `${await this.peer.pubkey()}@${this.peer.p2pAddress}`);
  }

  /** Sends coins of the hot node to the watch-only wallet, to an address of that kind, and confirms them. */
  async fund(addressType: "p2wkh" | "np2wkh" | "p2tr", amountSat: number): Promise<void> {
    const { address } = await this.watchOnly.cli<{ address: string }>("newaddress", addressType);
    await this.peer.cli("sendcoins", address, String(amountSat));
    await this.confirm();
  }

  /** Lines of the watch-only node's log that speak of a failed signature or a critical error. */
  signerTrouble(): string[] {
    return this.watchOnly.daemon.log
      .split("\n")
      .filter((line) =>
        /error processing the request in the remote signer|\[CRT\]|\[(internal|deadline|locked|paused)\]/.test(line),
      );
  }

  override async stop(): Promise<void> {
    await this.signer.stop();
    await super.stop();
  }
}
