/** What the shell asks of the guard in the signer thread, and what it is told. */
import type { ApprovalRecord } from "../approvals/approval";
import type { ApprovalView, Decision } from "../approvals/approvals";
import type { PreApprovalInput, StandingInput } from "../approvals/preApproval";
import type { Granted, SpentByMeasure } from "../guard/guardDesk";
import type { GuardReplay } from "../guard/replayHistory";
import type { ExportFormat } from "../journal/exportJournal";
import type { JournalQuery, Page } from "../journal/pages";
import type { Verification } from "../journal/verify";
import type { PolicyConfig } from "../policy/config";
import type { Preset } from "../policy/ruleTags";
import type { OpenAlert } from "../state/alerts";
import type { MemoryStart } from "../state/memoryStart";

type Nothing = Record<string, never>;

export interface GuardCalls {
  "guard.read": { input: Nothing; output: GuardState };
  /** Allows less at once, more after the delay in force. */
  "guard.change": { input: { config: PolicyConfig }; output: { effectiveAtMs: number | null } };
  "guard.cancelPending": { input: Nothing; output: Nothing };
  /** What other rules would have done to the journal's requests. Changes nothing. */
  "guard.replay": { input: { config: PolicyConfig }; output: GuardReplay & { isLooser: boolean } };
  "approvals.list": { input: Nothing; output: { views: ApprovalView[] } };
  "approvals.history": {
    input: { limit: number; beforeMs?: number | undefined };
    output: { records: ApprovalRecord[] };
  };
  /** Null: there is nothing (left) to decide. */
  "approvals.decide": { input: { ref: string; decision: Decision }; output: { record: ApprovalRecord | null } };
  "approvals.preApprove": { input: PreApprovalInput; output: Granted };
  "approvals.standing": { input: StandingInput; output: Granted };
  "approvals.revoke": { input: { ref: string }; output: { isRevoked: boolean } };
  "journal.page": { input: JournalQuery; output: Page & { total: number } };
  "journal.verify": { input: Nothing; output: Verification };
  /** Opens an export; it is read to its end, in portions. */
  "journal.openExport": { input: { format: ExportFormat }; output: { id: number } };
  /** Null: that was all. */
  "journal.readExport": { input: { id: number }; output: { text: string | null } };
  "memory.export": { input: Nothing; output: { bytes: Uint8Array } };
  "memory.import": { input: { bytes: Uint8Array }; output: { channels: number; amounts: number; nonces: number } };
  "alerts.list": { input: Nothing; output: { alerts: OpenAlert[] } };
  "alerts.dismiss": { input: { id: number }; output: { isDismissed: boolean } };
}

export interface GuardEvents {
  "guard.changed": GuardNotice;
  "approvals.changed": { readonly views: readonly ApprovalView[] };
}

export interface GuardState {
  readonly config: PolicyConfig;
  readonly pending: { readonly config: PolicyConfig; readonly effectiveAtMs: number } | null;
  /** Counted so far in each window, satoshi as text. */
  readonly spent: SpentByMeasure;
  /** What is remembered of channels. */
  readonly memory: { readonly channelCount: number; readonly hasUsedMuSig2: boolean };
}

/** What a person has to know without asking. */
export interface GuardNotice {
  readonly preset: Preset;
  readonly waiting: number;
  readonly alerts: number;
  readonly journal: "ok" | "unavailable" | "damaged";
  /** Since when this database remembers, and why not for longer. */
  readonly memory: MemoryStart;
  readonly pendingChangeAtMs: number | null;
}
