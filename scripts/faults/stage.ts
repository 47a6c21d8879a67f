/** Everything a scenario plays with: the node, the signer and the network between them, each in a process of its own. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { LinkState } from "../../main/link/linkState";
import { makePracticeIdentity, type PracticeIdentity } from "../../main/practice/practiceNode";
import { ChildCommand, type ChildOptions } from "../practice/childCommand";
import { type NodePairing, throwAwayKeys } from "../practice/throwAwaySigner";
import type { FaultTraffic, NodeCalls, SignerCalls, SignerNews, SpendAnswer, Tally } from "./messages";
import { FaultyNetwork } from "./network";

/** lnd's default for remotesigner.experimentalrequesttimeout. */
export const requestTimeoutMs = 5_000;
const network = "regtest";
const readyTimeoutMs = 30_000;

/** A signer in a process of its own. */
export class SignerProcess extends ChildCommand<SignerCalls> {
  #link: LinkState = { state: "offline" };
  readonly #listeners = new Set<(news: SignerNews) => void>();

  constructor(options: ChildOptions = {}) {
    super("signer", options);
    this.onNews((news) => {
      const { link, atMs } = news as SignerNews;
      this.#link = link;
      for (const listener of this.#listeners) listener({ link, atMs });
    });
  }

  get link(): LinkState {
    return this.#link;
  }

  /** The first news from now on that fits. */
  untilLink(what: string, fits: (link: LinkState) => boolean, timeoutMs: number): Promise<SignerNews> {
    return new Promise((resolve, reject) => {
      const settle = (action: () => void) => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        action();
      };
      const listener = (news: SignerNews) => {
        if (fits(news.link)) settle(() => resolve(news));
      };
      const timer = setTimeout(
        () => settle(() => reject(new Error(`not ${what} within ${timeoutMs} ms, but ${JSON.stringify(this.#link)}`))),
        timeoutMs,
      );
      this.#listeners.add(listener);
    });
  }
}

export class Stage {
  readonly network = new FaultyNetwork();
  readonly signer = new SignerProcess();
  readonly #keys = throwAwayKeys(network);
  readonly #folder = mkdtempSync(path.join(tmpdir(), "countersign-faults-"));
  #identity = makePracticeIdentity();
  #node = new ChildCommand<NodeCalls>("node");
  #nodePort = 0;
  #pairing: NodePairing | undefined;
  /** What the loads of the present scenario came to; one for each process that sent. */
  #tallies: Tally[] = [];
  #problems: string[] = [];

  static async open(): Promise<Stage> {
    const stage = new Stage();
    try {
      await stage.startSigner(stage.signer, null);
      await stage.startNode();
      await stage.signer.call("dial", stage.pairing);
      await stage.ready();
    } catch (error) {
      await stage.close();
      throw error;
    }
    return stage;
  }

  /** A copy: the signer wipes its own. */
  get masterKey(): Uint8Array {
    return this.#keys.masterKey.slice();
  }

  /** What the signer needs to reach the node through the network. */
  get pairing(): NodePairing {
    if (this.#pairing === undefined) throw new Error("there is no node yet");
    return { ...this.#pairing, port: this.network.port };
  }

  get identity(): PracticeIdentity {
    return this.#identity;
  }

  temporaryFile(name: string): string {
    return path.join(this.#folder, name);
  }

  async startSigner(signer: SignerProcess, databaseFile: string | null): Promise<void> {
    await signer.call("start", { masterKey: this.masterKey, requestTimeoutMs, databaseFile });
  }

  /** Starts the node on the port it had before. Returns when it can be reached, in wall clock milliseconds. */
  async startNode(identity = this.#identity): Promise<number> {
    this.#identity = identity;
    const { accounts } = this.#keys;
    const started = await this.#node.call("start", { accounts, identity, port: this.#nodePort, requestTimeoutMs });
    this.#pairing = started.pairing;
    this.#nodePort = started.pairing.port;
    this.network.leadTo(this.#nodePort);
    return this.network.open();
  }

  /** Ends the node as a power cut does. A new process is ready for `startNode`. */
  async killNode(): Promise<void> {
    const killed = this.#node;
    this.#node = new ChildCommand<NodeCalls>("node");
    await killed.stop();
    this.network.cut();
  }

  /** Sends requests from the node and waits for what becomes of each. A node that is killed takes its open ones along. */
  async load(count: number, perSecond: number, traffic: FaultTraffic = "mix"): Promise<void> {
    const node = this.#node;
    const tallies = this.#tallies;
    const index = tallies.push(noRequests) - 1;
    const stopListening = node.onNews((tally) => {
      tallies[index] = tally as Tally;
    });
    try {
      tallies[index] = await node.call("load", { count: Math.ceil(count), perSecond, traffic });
    } catch (error) {
      if (node === this.#node) throw error;
    } finally {
      stopListening();
    }
  }

  /** Resolves when the node has sent one more request. Preparing a load comes before its first. */
  async requestsFlow(): Promise<void> {
    const { requests } = this.tally;
    while (this.tally.requests === requests) await delay(20);
  }

  async ready(timeoutMs = readyTimeoutMs): Promise<number> {
    return (await this.#node.call("ready", { timeoutMs })).atMs;
  }

  async deserted(timeoutMs = readyTimeoutMs): Promise<number> {
    return (await this.#node.call("deserted", { timeoutMs })).atMs;
  }

  async spend(): Promise<SpendAnswer> {
    return this.#node.call("spend", {});
  }

  async handshakes(): Promise<number> {
    return (await this.#node.call("handshakes", {})).count;
  }

  expect(isSo: boolean, otherwise: string): void {
    if (!isSo) this.#problems.push(otherwise);
  }

  /** Sum of the present scenario so far. */
  get tally(): Tally {
    return this.#tallies.reduce(add, noRequests);
  }

  /** Closes the books of a scenario. */
  conclude(): { tally: Tally; problems: readonly string[] } {
    const { tally } = this;
    const problems = [...this.#problems];
    if (tally.wrong > 0) problems.push(`${tally.wrong} wrong answers`);
    this.#tallies = [];
    this.#problems = [];
    return { tally, problems: [...problems, ...tally.troubles] };
  }

  async close(): Promise<void> {
    this.#keys.masterKey.fill(0);
    await this.signer.stop();
    await this.#node.stop();
    this.network.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

const noRequests: Tally = {
  requests: 0,
  signed: 0,
  refused: 0,
  interrupted: 0,
  unanswered: 0,
  wrong: 0,
  troubles: [],
};

function add(sum: Tally, more: Tally): Tally {
  const latest = [sum.latestMs, more.latestMs].filter((each) => each !== undefined);
  return {
    requests: sum.requests + more.requests,
    signed: sum.signed + more.signed,
    refused: sum.refused + more.refused,
    interrupted: sum.interrupted + more.interrupted,
    unanswered: sum.unanswered + more.unanswered,
    wrong: sum.wrong + more.wrong,
    troubles: [...sum.troubles, ...more.troubles],
    ...(latest.length === 0 ? {} : { latestMs: Math.max(...latest) }),
  };
}
