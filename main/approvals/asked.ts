/** One request that the rules want a person to see. */
import type { RuleFinding } from "../policy/ruleTags";
import type { RequestSummary } from "../policy/summary";
import type { Network } from "../signer/network";
import type { ApprovalRecord, Intent } from "./approval";

/** Whose approvals count: never another seed's, never another network's. */
export interface SeedIdentity {
  readonly network: Network;
  /** 33-byte node key, hex. */
  readonly identityPubkeyHex: string;
}

export interface AskContext {
  readonly nodeId: string;
  /** Monotonic time by which the request must be settled so that the answer reaches the node in time. */
  readonly deadlineUs: number;
}

export interface Asked extends AskContext {
  readonly summary: RequestSummary;
  readonly findings: readonly RuleFinding[];
  readonly intent: Intent;
  /** The transaction, whose inputs are asked for one by one, or the content of what is none. */
  readonly groupKey: string;
}

/** What belongs together: the inputs of one transaction, or what is asked for in the very same words. */
export function groupKeyOf({ txid, contentHashHex }: RequestSummary, intent: Intent): string {
  return txid ?? contentHashHex ?? JSON.stringify(intent);
}

/** What one request signs of its group: its inputs, or all there is to it. */
export function signedParts({ inputs, txid }: RequestSummary): string[] {
  if (txid === null) return ["all"];
  return inputs.filter(({ isSigned }) => isSigned).map(({ outpoint }) => outpoint);
}

/** Whether nothing of the group is left to sign. Inputs that are not listed may be ours. */
export function isGroupSigned({ inputs, inputCount, txid }: RequestSummary, signed: ReadonlySet<string>): boolean {
  if (txid === null) return signed.size > 0;
  if (inputCount !== inputs.length) return false;
  return inputs.every(({ outpoint, keyPath, isSigned }) => signed.has(outpoint) || (keyPath === null && !isSigned));
}

/** Whether an approval may be used by this seed on this network, asked by this node. */
export function belongsTo(
  record: Pick<ApprovalRecord, "network" | "identityPubkeyHex" | "nodeId">,
  { network, identityPubkeyHex }: SeedIdentity,
  nodeId: string,
): boolean {
  return (
    record.network === network &&
    record.identityPubkeyHex === identityPubkeyHex &&
    (record.nodeId === null || record.nodeId === nodeId)
  );
}
