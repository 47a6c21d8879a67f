import { beforeEach, describe, expect, test } from "vitest";
import { initialConfig } from "../../../main/guard/configSchema";
import { type GuardReplay, replayHistory } from "../../../main/guard/replayHistory";
import type { JournalEntry } from "../../../main/journal/entry";
import type { Journal } from "../../../main/journal/journal";
import type { PolicyConfig } from "../../../main/policy/config";
import type { Database } from "../../../main/state/database";
import { openCurve } from "../../../main/thread/nativeCurve";
import { keyHashScript, messageOf, spendOf, txidOf } from "../../support/approvals";
import { startMs, testJournal } from "../../support/journal";

const { curve } = openCurve();
let journal: Journal;
let database: Database;

beforeEach(() => {
  const opened = testJournal();
  journal = opened.journal;
  database = opened.transactions.database;
});

function write(entries: readonly Partial<Extract<JournalEntry, { kind: "request" }>>[]): void {
  journal.append(
    entries.map((entry, index) => ({
      kind: "request",
      atMs: startMs + index * 1_000,
      nodeId: null,
      requestId: String(index + 2),
      summary: spendOf(),
      findings: [],
      outcome: { kind: "signed" },
      approvalRef: null,
      alerts: [],
      ...entry,
    })),
  );
}

function run(config: PolicyConfig): { report: GuardReplay; portions: number } {
  const replay = replayHistory(database, config, { network: "regtest", curve });
  for (let portions = 0; ; portions++) {
    const step = replay.next();
    if (step.done) return { report: step.value, portions };
  }
}

const send = (n: number) =>
  spendOf({
    txid: txidOf(n),
    pays: [{ scriptHex: keyHashScript(n), amountSat: 100_000 }],
    facts: { outputSat: "150000", ownOutputSat: "50000", unknownOutputCount: 1 },
  });

describe("replayHistory", () => {
  test("an empty journal has nothing to say", () => {
    expect(run(initialConfig).report).toEqual({
      examined: 0,
      sinceMs: null,
      blockedCount: 0,
      askedCount: 0,
      hits: [],
    });
  });

  test("names every request that would be asked about or blocked, newest first, with its entry", () => {
    write([{ summary: send(1) }, { summary: messageOf("ab") }, { summary: send(2) }]);
    journal.append([{ kind: "event", atMs: startMs, event: "rules-changed", detail: "" }]);
    const { report } = run({ ...initialConfig, preset: "blind" });
    expect(report).toMatchObject({ examined: 3, sinceMs: startMs, blockedCount: 0, askedCount: 0 });
    const standard = run(initialConfig).report;
    expect(standard.hits.map(({ seq, action, tag }) => [seq, action, tag])).toEqual([
      [3, "ask", "policy-onchain-no-unknown-outputs"],
      [1, "ask", "policy-onchain-no-unknown-outputs"],
    ]);
    expect(standard.hits[0]?.summary.txid).toBe(txidOf(2));
  });

  test("limits count what was signed then, and only that", () => {
    const refused = { kind: "denied", tag: "approval-refused", reason: "" } as const;
    write([{ summary: send(1) }, { summary: send(2), outcome: refused }, { summary: send(3) }]);
    const limited: PolicyConfig = {
      ...initialConfig,
      preset: "blind",
      overrides: { "limit-onchain-out": "block" },
      limits: { ...initialConfig.limits, "onchain-out": { perDaySat: "150000" } },
    };
    expect(run(limited).report.hits.map(({ seq }) => seq)).toEqual([3, 2]);
  });

  test("a long journal is looked at in portions", () => {
    write(Array.from({ length: 250 }, (_, index) => ({ summary: send(index) })));
    const { report, portions } = run(initialConfig);
    expect(report).toMatchObject({ examined: 250, askedCount: 250 });
    expect(report.hits).toHaveLength(200);
    expect(report.hits[0]?.seq).toBe(250);
    expect(portions).toBe(2);
  });
});
