/** Starts tests/support/sendingNodeProcess.ts and tells it what to ask. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";

const root = path.resolve(__dirname, "../..");

/** For each input: "signed", what is wrong with the signature, or the error that the node got. */
export interface SendOutcome {
  readonly results: readonly string[];
}

export class SendingNode {
  readonly lndconnect: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #folder: string;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, folder: string, lndconnect: string) {
    this.#child = child;
    this.#lines = lines;
    this.#folder = folder;
    this.lndconnect = lndconnect;
  }

  /** @param accountsFile what the app saved as accounts.json @param timeoutMs how long the node waits for an answer */
  static async start(accountsFile: string, timeoutMs = 5_000): Promise<SendingNode> {
    const folder = mkdtempSync(path.join(os.tmpdir(), "countersign-node-"));
    const outfile = path.join(folder, "node.mjs");
    await build({
      entryPoints: [path.join(__dirname, "sendingNodeProcess.ts")],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      external: ["secp256k1", "libsql"],
      // Packages that expect CommonJS around them.
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
      logLevel: "warning",
    });
    const child = spawn(process.execPath, [outfile, accountsFile, path.join(root, "proto"), String(timeoutMs)], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { lndconnect } = JSON.parse(await nextLine(lines)) as { lndconnect: string };
    return new SendingNode(child, lines, folder, lndconnect);
  }

  /** Asks for a new send of two coins to a stranger. Resolves when the signer has answered for both. */
  send(): Promise<SendOutcome> {
    return this.#ask("send");
  }

  /** Asks for the same send again. */
  repeat(): Promise<SendOutcome> {
    return this.#ask("repeat");
  }

  async stop(): Promise<void> {
    this.#child.kill();
    if (this.#child.exitCode === null && this.#child.signalCode === null) await once(this.#child, "exit");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ask(command: "send" | "repeat"): Promise<SendOutcome> {
    this.#child.stdin?.write(`${command}\n`);
    return JSON.parse(await nextLine(this.#lines)) as SendOutcome;
  }
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const line = await lines.next();
  if (line.done) throw new Error("the sending node ended without a word");
  return line.value;
}
