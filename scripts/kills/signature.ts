/** What one signature leaves behind in the kill test: an entry, a limit use, an amount and a nonce, all from its number. */
import { createHash } from "node:crypto";
import type { JournalEntry } from "../../main/journal/entry";
import { malformedSummary } from "../../main/policy/examine";
import type { Lesson, LimitUse } from "../../main/policy/verdict";

export interface Signature {
  readonly entry: JournalEntry;
  readonly use: LimitUse;
  readonly lesson: Extract<Lesson, { kind: "outpoint-amount" }>;
  /** 66 bytes. */
  readonly publicNonce: Uint8Array;
  /** 32 bytes. */
  readonly binding: Uint8Array;
}

/** The same for the same number: whoever knows the number knows what has to be there. */
export function signatureOf(id: string, atMs: number): Signature {
  const digest = createHash("sha256").update(id).digest();
  const txid = digest.toString("hex");
  const amountSat = BigInt(digest.readUInt32BE(0));
  const publicNonce = new Uint8Array(66);
  publicNonce.set(digest);
  return {
    entry: {
      kind: "request",
      atMs,
      nodeId: "00112233445566ff",
      requestId: id,
      summary: {
        ...malformedSummary("sign_psbt_request", "regtest"),
        class: "wallet-send",
        amountSat: String(amountSat),
        feeSat: "141",
        txid,
      },
      findings: [],
      outcome: { kind: "signed" },
      approvalRef: null,
      alerts: [],
    },
    use: { measure: "onchain-out", key: `tx:${txid}`, amountSat },
    lesson: { kind: "outpoint-amount", outpoint: `${txid}:0`, amountSat },
    publicNonce,
    binding: digest,
  };
}
