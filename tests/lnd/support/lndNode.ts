/** One lnd on the private chain, driven through its own lncli. */
import { execFile, spawn } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import https from "node:https";
import path from "node:path";
import { promisify } from "node:util";
import type { Chain } from "./chain";
import { Daemon } from "./daemon";
import { freePort } from "./ports";

const run = promisify(execFile);

export interface LndExecutables {
  readonly lnd: string;
  readonly lncli: string;
}

type Answers = readonly (readonly [prompt: RegExp, answer: string])[];

/** A question nobody expected would wait forever. */
const dialogueTimeoutMs = 100_000;

export class LndNode {
  readonly name: string;
  readonly folder: string;
  readonly daemon: Daemon;
  readonly #executables: LndExecutables;
  readonly #chain: Chain;
  #rpcPort = 0;
  #p2pPort = 0;
  #restPort = 0;
  extraFlags: string[] = [];
  /** Text of lnd.conf, written at each start. */
  conf = "";

  constructor(name: string, folder: string, executables: LndExecutables, chain: Chain) {
    this.name = name;
    this.folder = path.join(folder, name);
    mkdirSync(this.folder, { recursive: true });
    this.#executables = executables;
    this.#chain = chain;
    this.daemon = new Daemon(name, path.join(folder, `${name}.log`));
  }

  get p2pAddress(): string {
    return `127.0.0.1:${this.#p2pPort}`;
  }

  get rpcHost(): string {
    return `127.0.0.1:${this.#rpcPort}`;
  }

  get certificateFile(): string {
    return path.join(this.folder, "tls.cert");
  }

  get certificateDer(): Buffer {
    const pem = readFileSync(this.certificateFile, "utf8");
    return Buffer.from(pem.replace(/-----[^-]+-----/g, ""), "base64");
  }

  async start(flags: readonly string[] = this.extraFlags): Promise<void> {
    this.#rpcPort ||= await freePort();
    this.#p2pPort ||= await freePort();
    this.#restPort ||= await freePort();
    this.extraFlags = [...flags];
    writeFileSync(path.join(this.folder, "lnd.conf"), this.conf);
    const mark = this.daemon.mark();
    this.daemon.start(this.#executables.lnd, [
      `--lnddir=${this.folder}`,
      `--configfile=${this.folder}/lnd.conf`,
      "--bitcoin.regtest",
      "--bitcoin.node=btcd",
      `--btcd.rpchost=${this.#chain.rpcHost}`,
      `--btcd.rpcuser=${this.#chain.rpcUser}`,
      `--btcd.rpcpass=${this.#chain.rpcPassword}`,
      `--btcd.rpccert=${this.#chain.certificateFile}`,
      `--rpclisten=${this.rpcHost}`,
      `--restlisten=127.0.0.1:${this.#restPort}`,
      `--listen=127.0.0.1:${this.#p2pPort}`,
      `--alias=${this.name}`,
      "--debuglevel=debug,BTCN=info,CHDB=info,INVC=info,DISC=info,CRTR=info,GRPH=info,LNWL=debug",
      "--bitcoin.defaultchanconfs=1",
      "--bitcoin.timelockdelta=40",
      "--bitcoin.defaultremotedelay=10",
      "--protocol.wumbo-channels",
      "--protocol.simple-taproot-chans",
      "--protocol.option-scid-alias",
      "--protocol.zero-conf",
      "--trickledelay=200",
      "--nobootstrap",
      ...flags,
    ]);
    await this.daemon.waitFor(/RPC server listening on/, 60_000, mark);
  }

  async stop(): Promise<void> {
    await this.daemon.stop("SIGINT");
  }

  /** Runs lncli and returns its JSON answer, or its text when it is none. @throws Error with lncli's own message */
  async cli<T = Record<string, unknown>>(...words: string[]): Promise<T> {
    const all = [...this.#cliWords(), ...words];
    const { stdout } = await run(this.#executables.lncli, all, { maxBuffer: 64 * 2 ** 20 }).catch(
      (error: { stderr?: string; message: string }) => {
        throw new Error(`lncli ${words[0]}: ${(error.stderr || error.message).trim()}`);
      },
    );
    try {
      return JSON.parse(stdout) as T;
    } catch {
      return stdout as T;
    }
  }

  get #adminMacaroonFile(): string {
    return path.join(this.folder, "data/chain/bitcoin/regtest/admin.macaroon");
  }

  get adminMacaroonHex(): string {
    return readFileSync(this.#adminMacaroonFile).toString("hex");
  }

  /** Calls lnd's REST interface as administrator; bytes are base64 in both directions. @throws Error with lnd's message */
  async rest<T = Record<string, unknown>>(method: "GET" | "POST", route: string, body?: unknown): Promise<T> {
    return JSON.parse(await this.#restText(method, route, body, false)) as T;
  }

  /** The first message of a call that goes on sending them; what it does goes on too. @throws Error with lnd's message */
  async restStream<T = Record<string, unknown>>(route: string, body: unknown): Promise<T> {
    const line = await this.#restText("POST", route, body, true);
    const { result, error } = JSON.parse(line) as { result?: T; error?: { message: string } };
    if (result === undefined) throw new Error(`${route}: ${error?.message}`);
    return result;
  }

  #restText(method: "GET" | "POST", route: string, body: unknown, isFirstLineEnough: boolean): Promise<string> {
    return new Promise((resolve, reject) => {
      const request = https.request(
        {
          host: "127.0.0.1",
          port: this.#restPort,
          path: route,
          method,
          ca: readFileSync(this.certificateFile),
          headers: { "Grpc-Metadata-macaroon": this.adminMacaroonHex },
        },
        (response) => {
          let text = "";
          response.setEncoding("utf8").on("data", (part: string) => {
            text += part;
            const end = text.indexOf("\n");
            if (isFirstLineEnough && end >= 0) resolve(text.slice(0, end));
          });
          response.on("end", () => {
            if (response.statusCode === 200 || isFirstLineEnough) resolve(text);
            else reject(new Error(`${route}: ${(JSON.parse(text) as { message?: string }).message}`));
          });
          response.on("error", reject);
        },
      );
      request.once("error", reject);
      request.end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  #cliWords(): string[] {
    const macaroon = this.#adminMacaroonFile;
    return [
      `--lnddir=${this.folder}`,
      "--network=regtest",
      `--rpcserver=${this.rpcHost}`,
      ...(existsSync(macaroon) ? [`--macaroonpath=${macaroon}`] : ["--no-macaroons"]),
    ];
  }

  /** An lncli command that asks questions, answered through a terminal. */
  async cliDialogue(words: readonly string[], answers: Answers): Promise<string> {
    return this.dialogue([this.#executables.lncli, ...this.#cliWords(), ...words].map(quoted).join(" "), answers);
  }

  /**
   * Types shell commands into a terminal on this node, in `folder`, where lncli finds this node by itself; each answer
   * is typed when its prompt appears. Returns what the terminal showed.
   */
  async dialogue(commands: string, answers: Answers = [], folder = this.folder): Promise<string> {
    const call = [this.#executables.lncli, ...this.#cliWords()].map(quoted).join(" ");
    const script = `set -e\nlncli() { ${call} "$@"; }\n${commands}`;
    const words = ["-qefc", `bash -c ${quoted(script)}`, "/dev/null"];
    const child = spawn("script", words, { cwd: folder, stdio: ["pipe", "pipe", "inherit"] });
    let text = "";
    let read = 0;
    const waiting = [...answers];
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const next = waiting[0];
      if (next?.[0].test(text.slice(read))) {
        read = text.length;
        waiting.shift();
        setTimeout(() => child.stdin.write(`${next[1]}\n`), 100);
      }
    });
    const timer = setTimeout(() => child.kill(), dialogueTimeoutMs);
    const code = await new Promise<number | null>((resolve) => child.once("exit", resolve));
    clearTimeout(timer);
    if (code !== 0) throw new Error(`the commands ended with ${code}:\n${text}`);
    return text;
  }

  async waitForState(state: string, timeoutMs = 90_000): Promise<void> {
    await until(
      `${this.name} is ${state}`,
      timeoutMs,
      async () => (await this.cli<{ state: string }>("state")).state === state,
    ).catch((error: Error) => {
      throw new Error(`${error.message}; its log ends:\n${this.daemon.log.slice(-3_000)}`);
    });
  }

  async pubkey(): Promise<string> {
    return (await this.cli<{ identity_pubkey: string }>("getinfo")).identity_pubkey;
  }

  async waitForSync(timeoutMs = 90_000): Promise<void> {
    await until(`${this.name} is synced`, timeoutMs, async () => {
      const info = await this.cli<{ synced_to_chain: boolean; block_height: number }>("getinfo");
      return info.synced_to_chain && info.block_height === (await this.#chain.height());
    });
  }
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** Polls until `isTrue` holds; errors count as not yet. @throws Error naming `what` */
export async function until(what: string, timeoutMs: number, isTrue: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      if (await isTrue()) return;
      last = undefined;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error(`not in time: ${what}`, { cause: last });
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
