/** One question of the node together with what it knows about the right answer. */
import type { NodeAnswer, NodeRequest } from "./wire";

export interface Exchange {
  readonly request: NodeRequest;
  /** Finer than the kind: the mode or method, e.g. "p2wsh-htlc". */
  readonly variant: string;
  /** @returns what is wrong with the answer, or null */
  readonly check: (answer: NodeAnswer) => string | null;
}

/** lnd's health check. */
export const ping: Exchange = {
  request: { kind: "ping" },
  variant: "ping",
  check: (answer) => (answer.kind === "pong" ? null : `answer is ${answer.kind}`),
};
