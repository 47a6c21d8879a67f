import path from "node:path";
import { describe, expect, test } from "vitest";
import type { ApprovalRecord } from "../../../main/approvals/approval";
import { AlertTable } from "../../../main/state/alerts";
import { ApprovalTable } from "../../../main/state/approvals";
import { testFolder, testTransactions } from "../../support/journal";

function approval(ref: string, createdAtMs: number, state: ApprovalRecord["state"] = "waiting"): ApprovalRecord {
  return {
    ref,
    network: "regtest",
    identityPubkeyHex: `02${"11".repeat(32)}`,
    nodeId: null,
    intent: { kind: "family", keyFamily: 99 },
    state,
    createdAtMs,
    expiresAtMs: createdAtMs + 900_000,
    decidedAtMs: null,
    usedByTxid: null,
    useUntilMs: null,
    origin: "asked",
    standing: null,
    summary: null,
    findings: [],
  };
}

describe("ApprovalTable", () => {
  test.each(["waiting", "granted", "in-use"] as const)("%s is open", (state) => {
    const approvals = new ApprovalTable(testTransactions());
    approvals.save(approval("7F3K", 1, state));
    expect(approvals.open()).toEqual([approval("7F3K", 1, state)]);
  });

  test.each(["used", "refused", "revoked", "expired"] as const)("%s is over", (state) => {
    const approvals = new ApprovalTable(testTransactions());
    approvals.save(approval("7F3K", 1));
    approvals.save(approval("7F3K", 1, state));
    expect(approvals.open()).toEqual([]);
    expect(approvals.history(10)).toEqual([approval("7F3K", 1, state)]);
  });

  test("history is newest first, and goes on before a time; a reference may come again", () => {
    const approvals = new ApprovalTable(testTransactions());
    for (const [ref, atMs] of [
      ["AAAA", 1],
      ["BBBB", 2],
      ["AAAA", 3],
    ] as const) {
      approvals.save(approval(ref, atMs, "used"));
    }
    expect(approvals.history(2).map(({ createdAtMs }) => createdAtMs)).toEqual([3, 2]);
    expect(approvals.history(2, 2).map(({ createdAtMs }) => createdAtMs)).toEqual([1]);
  });

  test("what another process writes is seen at once", () => {
    const file = path.join(testFolder(), "state.db");
    const here = new ApprovalTable(testTransactions(file));
    const there = new ApprovalTable(testTransactions(file));
    here.save(approval("7F3K", 1));
    there.save(approval("7F3K", 1, "granted"));
    expect(here.open()).toEqual([approval("7F3K", 1, "granted")]);
  });
});

describe("AlertTable", () => {
  const alert = { tag: "channel-outflow", subject: "channel 1", detail: "50 % in an hour" } as const;

  test("the same alert counts up until it is dismissed", () => {
    const alerts = new AlertTable(testTransactions());
    alerts.raise([alert], 10);
    alerts.raise(
      [
        { ...alert, detail: "60 % in an hour" },
        { ...alert, subject: "channel 2" },
      ],
      20,
    );
    const [second, first] = alerts.open();
    expect(first).toMatchObject({ ...alert, detail: "60 % in an hour", firstAtMs: 10, lastAtMs: 20, count: 2 });
    expect(second).toMatchObject({ subject: "channel 2", count: 1 });
    expect(alerts.dismiss(first?.id ?? 0, 30)).toBe(true);
    expect(alerts.dismiss(first?.id ?? 0, 30)).toBe(false);
    expect(alerts.open()).toEqual([second]);
    alerts.raise([alert], 40);
    expect(alerts.open()[0]).toMatchObject({ ...alert, firstAtMs: 40, count: 1 });
  });
});
