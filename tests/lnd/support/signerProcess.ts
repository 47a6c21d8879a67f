/** The headless signer as a user runs it: its own process, profile and state lines. */
import { execFile } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { askRunningSigner } from "../../../main/headless/controlSocket";
import type { Preflight } from "../../../main/kit/preflight";
import type { ApprovalDecision } from "../../../preload/contract/types";
import { Daemon } from "./daemon";
import { until } from "./lndNode";

const run = promisify(execFile);
/** How soon a person notices that something waits; lnd has four seconds. */
const lookEveryMs = 100;
const root = path.resolve(__dirname, "../../..");
const executable = [process.execPath, "--enable-source-maps", path.join(root, "dist/main/headless.cjs")] as const;

export interface SignerTarget {
  readonly host: string;
  readonly certificateFile: string;
  readonly macaroonFile: string;
}

export class SignerProcess {
  readonly profile: string;
  readonly daemon: Daemon;
  /** What the person behind this signer says to whatever waits for them; null: nothing. */
  answersApprovals: "approve" | "refuse" | null = "approve";
  /** References that were answered or left alone, in order. */
  readonly asked: string[] = [];
  #person: NodeJS.Timeout | undefined;
  readonly #passphraseFile: string;
  readonly #folder: string;

  constructor(folder: string, name = "signer") {
    this.#folder = path.join(folder, name);
    this.profile = path.join(this.#folder, "profile");
    mkdirSync(this.profile, { recursive: true });
    this.#passphraseFile = path.join(this.#folder, "passphrase");
    writeFileSync(this.#passphraseFile, "a throw-away passphrase", { mode: 0o600 });
    this.daemon = new Daemon(name, path.join(folder, `${name}.log`));
  }

  /** Puts a seed into the profile: aezeed words, BIP39 words or an extended key. */
  async importSeed(text: string): Promise<void> {
    const file = path.join(this.#folder, "seed");
    writeFileSync(file, text, { mode: 0o600 });
    await this.command(
      "seed",
      "import",
      "--network",
      "regtest",
      "--file",
      file,
      "--store",
      "file",
      "--passphrase-file",
      this.#passphraseFile,
    );
  }

  /** A fresh aezeed; the words go to a file. */
  async newSeed(): Promise<void> {
    const words = path.join(this.#folder, "words");
    await this.command(
      "seed",
      "new",
      "--network",
      "regtest",
      "--words-file",
      words,
      "--store",
      "file",
      "--passphrase-file",
      this.#passphraseFile,
    );
  }

  /** Words of `newSeed`, in order. */
  words(): string[] {
    return readFileSync(path.join(this.#folder, "words"), "utf8").match(/[a-z]+/g) ?? [];
  }

  /** The new-node kit for an address, in a new folder. */
  async kit(host: string): Promise<string> {
    const folder = path.join(this.#folder, "kit");
    await this.command("kit", "--passphrase-file", this.#passphraseFile, "--host", host, "--out", folder);
    return folder;
  }

  /** The pre-flight's verdict; its exit status has to agree with it. */
  async preflight(accountsFile: string, getinfoFile: string): Promise<Preflight> {
    const words = ["--accounts", accountsFile, "--getinfo", getinfoFile, "--passphrase-file", this.#passphraseFile];
    const { stdout, code } = await this.command("preflight", ...words, "--json").then(
      (stdout) => ({ stdout, code: 0 }),
      (error: { stdout: string; code: number }) => error,
    );
    const result = JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as Preflight;
    if ((result.verdict === "green") !== (code === 0)) throw new Error(`exit status ${code} for ${result.verdict}`);
    return result;
  }

  async accounts(): Promise<string> {
    return this.command("accounts", "--passphrase-file", this.#passphraseFile);
  }

  async command(...words: string[]): Promise<string> {
    const { stdout } = await run(executable[0], [...executable.slice(1), ...words, "--profile", this.profile], {
      maxBuffer: 8 * 2 ** 20,
    });
    return stdout;
  }

  start(target: SignerTarget, ...extra: string[]): void {
    this.daemon.start(executable[0], [
      ...executable.slice(1),
      "run",
      "--profile",
      this.profile,
      "--host",
      target.host,
      "--tlscert",
      target.certificateFile,
      "--macaroon",
      target.macaroonFile,
      "--passphrase-file",
      this.#passphraseFile,
      ...extra,
    ]);
    let read = this.daemon.mark();
    clearInterval(this.#person);
    this.#person = setInterval(() => {
      const text = this.daemon.logSince(read);
      read += text.lastIndexOf("\n") + 1;
      for (const [, ref = ""] of text.matchAll(/^waits for approval: ([0-9A-Z]{4}).*\n/gm)) this.#waits(ref);
    }, lookEveryMs);
  }

  #waits(ref: string): void {
    this.asked.push(ref);
    if (this.answersApprovals !== null) void this.decide(ref, this.answersApprovals);
  }

  /** Decides on what waits, as the `approvals` command does. A card that is over meanwhile is a line in the log. */
  async decide(ref: string, decision: ApprovalDecision): Promise<void> {
    await askRunningSigner(this.profile, { ask: "decide", ref, decision }).catch((error: Error) =>
      appendFileSync(this.daemon.logFile, `the decision on ${ref} came to nothing: ${error.message}\n`),
    );
  }

  /** The last state line. */
  get state(): string {
    const lines = this.daemon.log.split("\n").filter((line) => line.startsWith("{"));
    return (JSON.parse(lines.at(-1) ?? '{"state":"offline"}') as { state: string }).state;
  }

  async waitForState(state: string, timeoutMs = 60_000): Promise<void> {
    await until(`the signer is ${state}`, timeoutMs, async () => this.state === state).catch((error: Error) => {
      throw new Error(`${error.message}; the signer said:\n${this.daemon.log.slice(-2_000)}`);
    });
  }

  async stop(): Promise<number | null> {
    clearInterval(this.#person);
    return this.daemon.stop("SIGTERM");
  }
}
