/**
 * A kit as it waits for its node, so that a restart in between loses nothing: where the node will be, and the macaroon
 * baked for it. Never the root key.
 *
 *   JSON { host, port, requestTimeoutMs } in UTF-8 || 0x00 || macaroon
 */
import { concatBytes } from "@noble/hashes/utils.js";
import { z } from "zod";
import type { NodeAddress } from "../pairing/watchOnlyNode";

export interface WaitingKit {
  readonly address: NodeAddress;
  readonly requestTimeoutMs: number;
  /** Secret. */
  readonly macaroon: Uint8Array;
}

/** The keystore keeps it beside the macaroons of paired nodes, whose ids have sixteen hex digits. */
export const kitRecordId = "kit";

const headerSchema = z.strictObject({ host: z.string(), port: z.number(), requestTimeoutMs: z.number() });

/** The result is secret. */
export function encodeKit({ address: { host, port }, requestTimeoutMs, macaroon }: WaitingKit): Uint8Array {
  const header = new TextEncoder().encode(JSON.stringify({ host, port, requestTimeoutMs }));
  return concatBytes(header, Uint8Array.of(0), macaroon);
}

/** Null for anything but the above. */
export function decodeKit(record: Uint8Array): WaitingKit | null {
  const end = record.indexOf(0);
  try {
    const { requestTimeoutMs, ...address } = headerSchema.parse(
      JSON.parse(new TextDecoder().decode(record.subarray(0, Math.max(end, 0)))),
    );
    return { address, requestTimeoutMs, macaroon: record.slice(end + 1) };
  } catch {
    return null;
  }
}
