/** One thing a person should know about their lnd.conf. */
import type { NodeAddress } from "../pairing/watchOnlyNode";
import type { Network } from "../signer/network";

export interface ConfFinding {
  /** "block": lnd does not start, or the signer cannot connect. */
  readonly level: "ok" | "info" | "warn" | "block";
  /** Stable name; docs/new-node.md lists them all. */
  readonly tag: string;
  /** From 1; null when it is about a line that is not there. */
  readonly line: number | null;
  readonly text: string;
  /** The line as it should read, or to add; null: remove the line, or nothing to write. */
  readonly corrected: string | null;
}

export interface ConfContext {
  /** What Countersign dials; null if no node is known yet. */
  readonly address: NodeAddress | null;
  readonly network: Network;
  /** As set in Countersign for this node. */
  readonly requestTimeoutMs: number;
}

export function about(
  line: number | null,
  level: ConfFinding["level"],
  tag: string,
  text: string,
  corrected: string | null = null,
): ConfFinding {
  return { level, tag, line, text, corrected };
}
