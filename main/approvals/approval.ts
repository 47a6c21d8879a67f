/** What a person is asked, and what they decided: plain data, kept across restarts. */

import type { RuleFinding } from "../policy/ruleTags";
import type { RequestSummary } from "../policy/summary";
import type { Network } from "../signer/network";

/** An output that pays somebody else. */
export interface Payee {
  readonly scriptHex: string;
  readonly amountSat: string;
}

/**
 * What somebody wants to do, without what may differ between two tries: lnd makes a new change address for each send
 * and a new funding key for each open.
 */
export type Intent =
  | {
      readonly kind: "send";
      /** Outputs that are not proven ours, sorted by script then amount. */
      readonly payees: readonly Payee[];
      readonly totalSat: string;
      readonly feeSat: string;
      /** The most that a use may pay in fees; without it the approved fee and what it may grow by. */
      readonly feeCapSat?: string;
      /** `account'` of the on-chain wallet, whose coins lie under several purposes, or `1017'` for channel outputs. */
      readonly account: string;
      readonly sighashType: number;
    }
  | {
      readonly kind: "open";
      readonly outputType: "p2wsh" | "p2tr";
      readonly amountSat: string;
      readonly feeSat: string;
      readonly feeCapSat?: string;
    }
  | {
      readonly kind: "close";
      readonly fundingOutpoint: string;
      /** Output that is proven ours; null when none is, and then `payees` says where the money goes. */
      readonly ownScriptHex: string | null;
      readonly ownAmountSat: string;
      /** The other outputs, sorted by script then amount. */
      readonly payees: readonly Payee[];
      readonly feeSat: string;
    }
  | { readonly kind: "message"; readonly messageHashHex: string; readonly keyPath: string; readonly flags: string }
  /** Use of a key family by an app. */
  | { readonly kind: "family"; readonly keyFamily: number }
  /** Exactly this and nothing else: the txid of a transaction that is signed whole, or the request's content. */
  | {
      readonly kind: "exact";
      readonly contentHashHex: string;
      /** Null for what is no transaction. */
      readonly feeSat: string | null;
    };

export type ApprovalState =
  /** Nobody has decided. */
  | "waiting"
  /** A repeat will be signed, once. */
  | "granted"
  /** Being used: further inputs of the same transaction are signed until `useUntilMs`. */
  | "in-use"
  | "used"
  | "refused"
  | "revoked"
  | "expired";

export interface ApprovalRecord {
  /** Four characters that are easily read out, e.g. `7F3K`. Unique among those not over. */
  readonly ref: string;
  readonly network: Network;
  /** Identity of the seed: 33-byte node key. Never reused for another. */
  readonly identityPubkeyHex: string;
  /** Node that asked; null for a pre-approval that any node of this seed may use. */
  readonly nodeId: string | null;
  readonly intent: Intent;
  readonly state: ApprovalState;
  readonly createdAtMs: number;
  /** A waiting or granted one is over then. */
  readonly expiresAtMs: number;
  readonly decidedAtMs: number | null;
  /** Transaction that uses it, once there is one. */
  readonly usedByTxid: string | null;
  readonly useUntilMs: number | null;
  /** How it came about. */
  readonly origin: "asked" | "pre-approved" | "standing";
  /** Of a standing approval: how much per use and in all, satoshi as text; null otherwise. */
  readonly standing: { readonly perUseSat: string; readonly totalSat: string; readonly spentSat: string } | null;
  /** The request that asked, for the card; null for pre-approvals. */
  readonly summary: RequestSummary | null;
  readonly findings: readonly RuleFinding[];
}

/** Keeps approvals across restarts and shares them between processes. Every write is durable when it returns. */
export interface ApprovalStore {
  /** Those not over: waiting, granted, in use. */
  open(): ApprovalRecord[];
  /** Newest first. */
  history(limit: number, beforeMs?: number): ApprovalRecord[];
  save(record: ApprovalRecord): void;
  /** Calls `undo`, last first, if what is being saved together with other things comes to nothing. */
  onRollback(undo: () => void): void;
}
