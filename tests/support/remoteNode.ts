/** Starts tests/support/remoteNodeWorker.ts and talks to it. */
import { mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { build } from "esbuild";
import type { WatchOnlyNode } from "../../main/pairing/watchOnlyNode";
import type { LinkTarget } from "../../main/thread/protocol";

/** What lnd puts before a person's message (rpcserver.go). */
export const userMessagePrefix = "Lightning Signed Message:";

export type RemoteNodeCommand =
  | { readonly kind: "ping"; readonly count: number; readonly everyMs: number }
  | { readonly kind: "burst"; readonly count: number; readonly pings: number }
  | { readonly kind: "sign"; readonly msg: string }
  | { readonly kind: "scan" };

export type RemoteNodeReport =
  | { readonly kind: "listening"; readonly port: number; readonly certificateDer: Uint8Array }
  | { readonly kind: "registered" }
  | { readonly kind: "asked" }
  /** The signer's stream is gone, with so many requests unanswered. */
  | { readonly kind: "ended"; readonly open: number }
  | { readonly kind: "pongs"; readonly tookMs: readonly number[] }
  | { readonly kind: "burst"; readonly signatures: number; readonly pongsMs: readonly number[] }
  | { readonly kind: "signed"; readonly signatureHex: string | null; readonly error: string | null };

type ReportOf<K extends RemoteNodeReport["kind"]> = Extract<RemoteNodeReport, { kind: K }>;

export class RemoteNode {
  readonly #worker: Worker;
  readonly #folder: string;
  readonly #reports: RemoteNodeReport[] = [];
  #wake: () => void = () => undefined;

  private constructor(bundle: string, folder: string) {
    const worker = new Worker(bundle);
    this.#worker = worker;
    this.#folder = folder;
    worker.on("message", (report: RemoteNodeReport) => {
      this.#reports.push(report);
      this.#wake();
    });
  }

  static async start(): Promise<{ node: RemoteNode; target: LinkTarget }> {
    const root = path.resolve(__dirname, "../..");
    const folder = mkdtempSync(path.join(root, "dist", "test-"));
    const outfile = path.join(folder, "node.mjs");
    await build({
      entryPoints: [path.join(__dirname, "remoteNodeWorker.ts")],
      outfile,
      bundle: true,
      platform: "node",
      format: "esm",
      packages: "external",
      define: { __dirname: JSON.stringify(__dirname) },
      logLevel: "warning",
    });
    const node = new RemoteNode(outfile, folder);
    const { port, certificateDer } = await node.next("listening");
    const watchOnlyNode: WatchOnlyNode = {
      id: "0000000000000001",
      name: "remote",
      addresses: [{ host: "127.0.0.1", port }],
      certificateDer,
      network: "regtest",
      requestTimeoutMs: 5_000,
      pairedAtMs: 0,
    };
    return { node, target: { source: "given", node: watchOnlyNode, macaroon: Uint8Array.of(2, 1) } };
  }

  command(command: RemoteNodeCommand): void {
    this.#worker.postMessage(command);
  }

  /** The next report of a kind; earlier ones of other kinds are dropped. */
  async next<K extends RemoteNodeReport["kind"]>(kind: K): Promise<ReportOf<K>> {
    for (;;) {
      const report = this.#reports.shift();
      if (report?.kind === kind) return report as ReportOf<K>;
      if (report !== undefined) continue;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async stop(): Promise<void> {
    await this.#worker.terminate();
    rmSync(this.#folder, { recursive: true });
  }
}
