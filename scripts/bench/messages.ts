/** What the bench says to its child processes: the driver (a practice node) and the signers. */
import type { Network } from "../../main/signer/network";

/** As they are measured: what a node asks first, then what none asks by itself, which leaves a signer's code tuned to it. */
export const benchKinds = ["mix", "ecdh", "message", "p2wsh", "taproot", "musig2"] as const;
export type BenchKind = (typeof benchKinds)[number];

export interface PairingData {
  readonly host: string;
  readonly port: number;
  readonly certificateDer: Uint8Array;
  readonly certificatePem: string;
  readonly macaroon: Uint8Array;
}

/** One request to a child, and its answer. */
export interface ChildCalls {
  /** Driver: starts a node for these accounts. */
  node: { input: { accounts: string; network: Network }; output: PairingData };
  /** Driver: resolves when a signer has registered. */
  connected: { input: { timeoutMs: number }; output: Record<string, never> };
  closedLoop: { input: { kind: BenchKind | "ping"; inFlight: number; durationMs: number }; output: LoadResult };
  openLoop: { input: { kind: BenchKind; ratePerS: number; durationMs: number }; output: LoadResult };
  /** Pings while bursts of 500 requests are being answered. */
  pongsUnderBurst: { input: { bursts: number }; output: LoadResult };
  /** Signer: loads keys and dials. */
  dial: {
    input: { masterKey: Uint8Array; network: Network; pairing: PairingData; backend: BenchSigner };
    output: { backend: string };
  };
  memory: { input: Record<string, never>; output: { rssMb: number } };
}

/** "default" and "portable" sign whatever they are asked; "guarded" has rules and a journal on disk, as in the app. */
type BenchSigner = "default" | "portable" | "guarded";

export interface LoadResult {
  readonly rps: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly p999Ms: number;
  readonly requests: number;
  /** Errors, and answers of the sample that were wrong. */
  readonly failed: number;
  readonly firstFailure: string | null;
}

export type ChildRole = "driver" | "signer";
