/** Honest traffic beside the attacks: a signer that refuses its node's daily work protects nobody. */
import { readFileSync } from "node:fs";
import { hmac } from "@noble/hashes/hmac.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { loadCodecs } from "../../main/link/codec";
import type { Exchange } from "../../main/practice/exchange";
import { type Act, acts } from "../../main/practice/traffic/acts";
import { between } from "../../main/practice/traffic/dice";
import { World } from "../../main/practice/traffic/world";
import type { NodeAnswer } from "../../main/practice/wire";
import type { Scenery } from "./attack";
import { approvesAll, type Reply, Stage } from "./stage";

export interface HonestResult {
  readonly requests: number;
  /** Requests that were refused, each with what the node was told. */
  readonly falseBlocks: readonly string[];
}

/** Seed of the regtest node whose session was recorded (tests/vectors/lnd-session). */
const recordedEntropy = hexToBytes("4a7611b6979ba7c4bc5c5cd2239b2973");

/**
 * Replays what a real lnd asked for, in order. A person approves what they are asked about.
 *
 * @param file recorded exchanges: `{"exchanges": [[request, answer], ...]}`, messages of the stream in hex
 */
export function replaySession(file: string, { protoDir, config }: Omit<Scenery, "seed">): HonestResult {
  const codec = loadCodecs(protoDir).watchonlyrpc;
  const { exchanges } = JSON.parse(readFileSync(file, "utf8")) as { exchanges: [request: string, answer: string][] };
  const masterKey = hmac(sha512, utf8ToBytes("Bitcoin seed"), recordedEntropy);
  const stage = new Stage({ protoDir, masterKey, config });
  stage.person = approvesAll;
  const falseBlocks: string[] = [];
  let requests = 0;
  try {
    for (const [requestHex] of exchanges) {
      const message = codec.decode(hexToBytes(requestHex));
      if (message.kind !== "request") continue;
      requests += 1;
      const reply = stage.ask(message.request);
      if ("refusal" in reply) falseBlocks.push(`recorded ${message.request.kind}: ${reply.refusal}`);
      stage.clock.advance(between(20, 2_000));
    }
  } finally {
    stage.close();
  }
  return { requests, falseBlocks };
}

/** Plays everything that happens in a node's life until so many requests were made. */
export async function playPractice({ protoDir, seed, config }: Scenery, atLeast: number): Promise<HonestResult> {
  const { masterKey, keys, network } = seed;
  const stage = new Stage({ protoDir, masterKey, network, config });
  stage.person = approvesAll;
  const node = new HonestNode(stage);
  const world = new World(keys, network);
  const scene = { world, ask: (exchange: Exchange) => node.ask(exchange), mirrorsRevocationRoots: false };
  try {
    while (node.requests < atLeast) {
      for (const act of Object.values<Act>(acts)) {
        await act(scene);
        // A node's life is no rush: the same in a minute would be a flood.
        stage.clock.advance(between(1_000, 600_000));
      }
    }
  } finally {
    stage.close();
  }
  return { requests: node.requests, falseBlocks: node.falseBlocks };
}

/** Sends what is asked for at once in one turn, as lnd does. */
class HonestNode {
  readonly falseBlocks: string[] = [];
  requests = 0;
  readonly #stage: Stage;
  #waiting: { readonly exchange: Exchange; readonly settle: (reply: Reply) => void }[] = [];

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  async ask(exchange: Exchange): Promise<NodeAnswer | undefined> {
    if (exchange.request.kind === "ping") return { kind: "pong" };
    this.requests += 1;
    const reply = await new Promise<Reply>((resolve) => {
      this.#waiting.push({ exchange, settle: resolve });
      if (this.#waiting.length === 1) queueMicrotask(() => this.#flush());
    });
    const problem = "refusal" in reply ? reply.refusal : exchange.check(reply.answer);
    if (problem !== null) this.falseBlocks.push(`${exchange.variant}: ${problem}`);
    return problem === null && "answer" in reply ? reply.answer : undefined;
  }

  #flush(): void {
    const asked = this.#waiting;
    this.#waiting = [];
    const replies = this.#stage.askTogether(asked.map(({ exchange }) => exchange.request));
    asked.forEach(({ settle }, index) => {
      settle(replies[index] as Reply);
    });
  }
}
