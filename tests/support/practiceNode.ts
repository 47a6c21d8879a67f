/** A practice node in a process of its own, as a person would run it beside the app. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

const command = path.resolve(__dirname, "../../dist/scripts/practice.cjs");

export interface PracticeReport {
  readonly requests: number;
  readonly verified: number;
  readonly failed: number;
  /** Without an answer because the stream ended, as it does when the app is closed. */
  readonly interrupted: number;
  /** Refused because a person has to approve first, or did not. */
  readonly declined: number;
}

export class PracticeProcess {
  readonly lndconnect: string;
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, lndconnect: string) {
    this.#child = child;
    this.#lines = lines;
    this.lndconnect = lndconnect;
  }

  /** @param accountsFile what the app saved as accounts.json */
  static async start(accountsFile: string): Promise<PracticeProcess> {
    const child = spawn(process.execPath, [command, "--serve", "--accounts", accountsFile, "--speed", "4"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const { lndconnect } = JSON.parse(await nextLine(lines)) as { lndconnect: string };
    return new PracticeProcess(child, lines, lndconnect);
  }

  /** Ends the node; what it asked, and how many answers its own verifier accepted. */
  async stop(): Promise<PracticeReport> {
    this.#child.kill("SIGTERM");
    const report = JSON.parse(await nextLine(this.#lines)) as PracticeReport;
    if (this.#child.exitCode === null) await once(this.#child, "exit");
    return report;
  }
}

async function nextLine(lines: AsyncIterator<string>): Promise<string> {
  const line = await lines.next();
  if (line.done) throw new Error("the practice node ended without a word");
  return line.value;
}
