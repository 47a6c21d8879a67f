/** A journal in a folder of its own, and entries to write into it. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { JournalEntry, JournalOutcome } from "../../main/journal/entry";
import { Journal, type JournalOptions } from "../../main/journal/journal";
import type { Verification } from "../../main/journal/verify";
import { malformedSummary } from "../../main/policy/examine";
import type { RequestClass, RequestSummary } from "../../main/policy/summary";
import { openDatabase } from "../../main/state/database";
import { Transactions } from "../../main/state/transactions";
import { FakeClock } from "./fakeClock";

export type RequestEntry = Extract<JournalEntry, { kind: "request" }>;

export const startMs = Date.UTC(2026, 0, 2, 3, 4, 5);

/** A folder that ends with the test. */
export function testFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "countersign-journal-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Transactions on a database that is closed after the test. @param file null: in memory */
export function testTransactions(file: string | null = null): Transactions {
  const { database } = openDatabase(file, startMs);
  onTestFinished(() => {
    if (database.open) database.close();
  });
  return new Transactions(database);
}

export function testJournal(
  file: string | null = null,
  options: Partial<JournalOptions> = {},
): { journal: Journal; transactions: Transactions; clock: FakeClock } {
  const transactions = options.transactions ?? testTransactions(file);
  const clock = new FakeClock(startMs);
  return { journal: new Journal({ clock, ...options, transactions }), transactions, clock };
}

export function requestEntry(
  id: number,
  { class: requestClass = "wallet-send", outcome = { kind: "signed" }, ...more }: Partial<EntryChoices> = {},
): RequestEntry {
  const summary: RequestSummary = {
    ...malformedSummary("sign_psbt_request", "regtest"),
    class: requestClass,
    keyFamily: 0,
    keyIndex: id,
    amountSat: String(10_000 + id),
    feeSat: "141",
    outputCount: 1,
    inputCount: 1,
    txid: id.toString(16).padStart(64, "0"),
    outpoint: `${"ab".repeat(32)}:${id}`,
    sighashType: 1,
    ...more.summary,
  };
  return {
    kind: "request",
    atMs: more.atMs ?? startMs + id,
    nodeId: "00112233445566ff",
    requestId: String(id),
    summary,
    findings: [],
    outcome,
    approvalRef: null,
    alerts: [],
  };
}

interface EntryChoices {
  readonly class: RequestClass;
  readonly outcome: JournalOutcome;
  readonly atMs: number;
  readonly summary: Partial<RequestSummary>;
}

/** Runs a generator to its end. @returns what it returned, and how often it made a pause */
export function runThrough<T>(work: Generator<unknown, T>): { result: T; pauses: number } {
  for (let pauses = 0; ; pauses += 1) {
    const { done, value } = work.next();
    if (done) return { result: value, pauses };
  }
}

/** Result of checking a whole chain. */
export function verified(work: Generator<unknown, Verification>): Verification {
  return runThrough(work).result;
}
