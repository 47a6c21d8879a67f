/** A private regtest chain: one btcd on loopback that mines when told. */
import { mkdirSync, readFileSync } from "node:fs";
import https from "node:https";
import path from "node:path";
import { Daemon } from "./daemon";
import { freePort } from "./ports";

export class Chain {
  readonly folder: string;
  readonly daemon: Daemon;
  readonly rpcUser = "regtest";
  readonly rpcPassword = "regtest";
  #rpcPort = 0;
  #p2pPort = 0;
  readonly #executable: string;

  constructor(folder: string, executable: string) {
    this.folder = path.join(folder, "btcd");
    mkdirSync(this.folder, { recursive: true });
    this.#executable = executable;
    this.daemon = new Daemon("btcd", path.join(this.folder, "btcd.log"));
  }

  get rpcHost(): string {
    return `127.0.0.1:${this.#rpcPort}`;
  }

  get certificateFile(): string {
    return path.join(this.folder, "rpc.cert");
  }

  /** Coinbase rewards go to `miningAddress`. A second start keeps chain and ports. */
  async start(miningAddress: string): Promise<void> {
    this.#rpcPort ||= await freePort();
    this.#p2pPort ||= await freePort();
    const mark = this.daemon.mark();
    this.daemon.start(this.#executable, [
      "--regtest",
      `--datadir=${this.folder}/data`,
      `--logdir=${this.folder}/logs`,
      `--listen=127.0.0.1:${this.#p2pPort}`,
      `--rpclisten=${this.rpcHost}`,
      `--rpcuser=${this.rpcUser}`,
      `--rpcpass=${this.rpcPassword}`,
      `--rpccert=${this.certificateFile}`,
      `--rpckey=${this.folder}/rpc.key`,
      `--configfile=${this.folder}/none.conf`,
      `--miningaddr=${miningAddress}`,
      "--txindex",
      "--nobanning",
      "--norelaypriority",
      "--nostalldetect",
      "--trickleinterval=100ms",
    ]);
    await this.daemon.waitFor(/RPC server listening/, 30_000, mark);
  }

  async restart(miningAddress: string): Promise<void> {
    await this.daemon.stop("SIGINT");
    await this.start(miningAddress);
  }

  async mine(blocks: number): Promise<string[]> {
    return (await this.call("generate", [blocks])) as string[];
  }

  async height(): Promise<number> {
    return (await this.call("getblockcount", [])) as number;
  }

  async mempool(): Promise<string[]> {
    return (await this.call("getrawmempool", [])) as string[];
  }

  call(method: string, params: unknown[]): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: "1.0", id: 1, method, params });
    return new Promise((resolve, reject) => {
      const request = https.request(
        {
          host: "127.0.0.1",
          port: this.#rpcPort,
          method: "POST",
          ca: readFileSync(this.certificateFile),
          servername: "localhost",
          auth: `${this.rpcUser}:${this.rpcPassword}`,
          headers: { "content-type": "application/json", "content-length": Buffer.byteLength(body) },
        },
        (response) => {
          let text = "";
          response.on("data", (chunk: Buffer) => {
            text += chunk.toString();
          });
          response.on("end", () => {
            try {
              const { result, error } = JSON.parse(text) as { result: unknown; error: unknown };
              if (error) reject(new Error(`${method}: ${JSON.stringify(error)}`));
              else resolve(result);
            } catch {
              reject(new Error(`${method}: ${response.statusCode} ${text.slice(0, 200)}`));
            }
          });
        },
      );
      request.once("error", reject);
      request.end(body);
    });
  }
}
