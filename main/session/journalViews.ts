/** The journal as the window shows it. Pure. */
import type { CallInput, CallOutput, JournalRow } from "../../preload/contract/types";
import type { JournalEntry } from "../journal/entry";
import type { JournalQuery } from "../journal/pages";
import type { Verification } from "../journal/verify";
import { summaryView } from "./snapshot";

export function journalQuery({ beforeSeq, limit, filter }: CallInput<"journal.page">): JournalQuery {
  const { group, outcome, text } = filter;
  return {
    limit,
    ...(beforeSeq === undefined ? {} : { beforeSeq }),
    filter: {
      ...(group === "all" ? {} : { groups: [group] }),
      ...(outcome === "all" ? {} : { outcomes: outcome === "signed" ? ["signed"] : notSigned }),
      ...(text.trim() === "" ? {} : { text: text.trim() }),
    },
  };
}

const notSigned = ["denied", "expired", "failed", "bug"] as const;

export function journalRow(
  { seq, hashHex, entry }: { readonly seq: number; readonly hashHex: string; readonly entry: JournalEntry },
  nodeName: (nodeId: string | null) => string | null,
): JournalRow {
  return { seq, hashHex, nodeName: "nodeId" in entry ? nodeName(entry.nodeId) : null, entry: entryView(entry) };
}

function entryView(entry: JournalEntry): JournalRow["entry"] {
  if (entry.kind === "event") return { ...entry };
  const { nodeId: _, ...shown } = entry;
  if (shown.kind === "routine") return { ...shown };
  return {
    ...shown,
    summary: summaryView(shown.summary),
    findings: shown.findings.map((finding) => ({ ...finding })),
    alerts: shown.alerts.map((alert) => ({ ...alert })),
  };
}

export function verificationView(verification: Verification, tookMs: number): CallOutput<"journal.verify"> {
  if (!verification.ok) return { ok: false, seq: verification.seq, reason: verification.detail };
  const { checked, firstSeq, headHashHex, seal, unsealed } = verification;
  return {
    ok: true,
    entries: checked,
    keptFromSeq: firstSeq > 1 ? firstSeq : null,
    headHashHex,
    seal,
    unsealed,
    tookMs,
  };
}
