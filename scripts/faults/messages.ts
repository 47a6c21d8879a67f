/** What the faults command says to its child processes: the node, the signers, and the one that only burns time. */
import type { LinkState } from "../../main/link/linkState";
import type { PracticeIdentity } from "../../main/practice/practiceNode";
import type { NodePairing } from "../practice/throwAwaySigner";

export type FaultRole = "node" | "signer" | "burner";

/** What a request can be about: everyday traffic, or MuSig2 signatures alone, which are the ones written to disk. */
export type FaultTraffic = "mix" | "musig2";

export interface NodeCalls {
  /** Listens. A new identity makes it another node in the signer's eyes. */
  start: {
    input: { accounts: string; identity: PracticeIdentity; port: number; requestTimeoutMs: number };
    output: { pairing: NodePairing; listeningAtMs: number };
  };
  /** Sends `count` requests while a signer is connected, `perSecond` of them, and waits until each is settled. */
  load: { input: { count: number; perSecond: number; traffic: FaultTraffic }; output: Tally };
  /** Resolves when a signer is registered; at once when one is. */
  ready: { input: { timeoutMs: number }; output: { atMs: number } };
  /** Resolves when no signer is. */
  deserted: { input: { timeoutMs: number }; output: { atMs: number } };
  /** Sends to a stranger, the same payment each time: something a person is asked about. */
  spend: { input: Record<string, never>; output: SpendAnswer };
  handshakes: { input: Record<string, never>; output: { count: number } };
}

export interface SpendAnswer {
  readonly ended: "signed" | "refused" | "unanswered";
  /** What the signer said when it refused. */
  readonly text: string;
  readonly tookMs: number;
}

export interface SignerCalls {
  start: {
    input: { masterKey: Uint8Array; requestTimeoutMs: number; databaseFile: string | null };
    output: Record<string, never>;
  };
  dial: { input: NodePairing; output: Record<string, never> };
  hangUp: { input: Record<string, never>; output: Record<string, never> };
  lock: { input: Record<string, never>; output: Record<string, never> };
  unlock: { input: { masterKey: Uint8Array }; output: Record<string, never> };
  pause: { input: { forMs: number | null }; output: Record<string, never> };
  /** Approves whatever waits for a person. */
  approve: { input: Record<string, never>; output: { approved: number } };
  /** Keeps the shell's thread busy. */
  freeze: { input: { forMs: number }; output: Record<string, never> };
  breakThread: {
    input: { how: "throw" | "throwInWriter" | "hang" | { clockOffsetMs: number } | { syncMs: number } };
    output: Record<string, never>;
  };
}

export interface BurnerCalls {
  burn: { input: { forMs: number }; output: Record<string, never> };
}

/** What a signer tells without being asked. */
export interface SignerNews {
  readonly link: LinkState;
  /** Wall clock. */
  readonly atMs: number;
}

/** How the node's requests ended, as lnd would see it. */
export interface Tally {
  /** Sent on a stream. */
  requests: number;
  signed: number;
  /** Answered with a SignerError. */
  refused: number;
  /** The stream ended before an answer, and before the request timeout. */
  interrupted: number;
  /** Neither within the request timeout: lnd would have shut down. */
  unanswered: number;
  /** Answers of the wrong type, and wrong answers among those that were checked. */
  wrong: number;
  /** Slowest answer; absent before the first. */
  latestMs?: number;
  /** The first few troubles, in words. */
  troubles: string[];
}
