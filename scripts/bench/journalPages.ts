/** What a page of a long journal takes against a page of a short one. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { textOf } from "../../main/journal/entryText";
import { type JournalFilter, JournalPages } from "../../main/journal/pages";
import { malformedSummary } from "../../main/policy/examine";
import type { RequestClass } from "../../main/policy/summary";
import { type Database, openDatabase } from "../../main/state/database";
import { systemClock } from "../../main/support/clock";

/** Medians of each page, in ms. Looking for a text stops when its time is over. */
export type PageTimes = Readonly<Record<keyof typeof filters, { readonly shortMs: number; readonly longMs: number }>>;

const entries = { short: 10_000, long: 1_000_000 } as const;
/** Nearly all entries are commitments, as a busy node leaves it. */
const spendEvery = 5_000;
const filters = {
  everything: {},
  rareGroup: { groups: ["on-chain"] },
  rareOutcome: { outcomes: ["denied", "expired", "failed", "bug"] },
  textNowhere: { text: "nowhere to be found" },
} as const satisfies Record<string, JournalFilter>;
const turns = 15;

export function timePages(): PageTimes {
  const folder = mkdtempSync(path.join(os.tmpdir(), "countersign-pages-"));
  const open = (count: number): Filled => ({
    count,
    database: openDatabase(path.join(folder, `${count}.db`), 0).database,
  });
  const [short, long] = [open(entries.short), open(entries.long)];
  try {
    for (const { database, count } of [short, long]) fill(database, count);
    return mapped(filters, (filter) => ({ shortMs: medianMs(short, filter), longMs: medianMs(long, filter) }));
  } finally {
    for (const { database } of [short, long]) database.close();
    rmSync(folder, { recursive: true });
  }
}

interface Filled {
  readonly database: Database;
  readonly count: number;
}

function medianMs({ database, count }: Filled, filter: JournalFilter): number {
  const pages = new JournalPages(database, systemClock);
  const times = Array.from({ length: turns }, () => {
    const startedAtMs = performance.now();
    pages.page({ limit: 50, filter, beforeSeq: Math.floor(count * 0.9) });
    return performance.now() - startedAtMs;
  });
  return times.sort((a, b) => a - b)[Math.floor(turns / 2)] ?? Number.NaN;
}

/** The hashes are not the point here. */
function fill(database: Database, count: number): void {
  database.pragma("synchronous = OFF");
  database
    .prepare(
      `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
       INSERT INTO journal SELECT n, n, CASE WHEN n % ${spendEvery} = 1 THEN 'on-chain' ELSE 'channels' END,
         CASE WHEN n % ${spendEvery * 10} = 1 THEN 'denied' ELSE 'signed' END,
         CASE WHEN n % ${spendEvery} = 1 THEN ? ELSE ? END, zeroblob(32) FROM numbers`,
    )
    .run(count, entryText("wallet-send"), entryText("remote-commitment"));
}

function entryText(requestClass: RequestClass): string {
  return textOf({
    kind: "request",
    atMs: 0,
    nodeId: null,
    requestId: "1",
    summary: { ...malformedSummary("sign_psbt_request", "regtest"), class: requestClass },
    findings: [],
    outcome: { kind: "signed" },
    approvalRef: null,
    alerts: [],
  });
}

function mapped<K extends string, T, U>(record: Readonly<Record<K, T>>, change: (value: T) => U): Record<K, U> {
  return Object.fromEntries(Object.entries<T>(record).map(([key, value]) => [key, change(value)])) as Record<K, U>;
}
