import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { exportFormats, exportJournal } from "../../../main/journal/exportJournal";
import { requestEntry, startMs, testJournal } from "../../support/journal";

function exported(format: (typeof exportFormats)[number]) {
  const { journal, transactions } = testJournal();
  journal.append([
    requestEntry(1, { summary: { text: '=HYPERLINK("x"), said\nthe node \u00e9\ud83d\ude00' } }),
    requestEntry(2, { outcome: { kind: "denied", tag: "msg-key-family", reason: "family 3" } }),
    { kind: "routine", atMs: startMs, nodeId: "n", class: "node-ecdh", signed: 5, refused: 1 },
    { kind: "event", atMs: startMs, event: "policy-changed", detail: "preset, strict" },
  ]);
  return { text: [...exportJournal(transactions.database, format)].join(""), journal };
}

describe("json", () => {
  test("is one document with which the chain can be checked, also after other programs have read it", () => {
    const { text, journal } = exported("json");
    const document = JSON.parse(text) as {
      format: string;
      version: number;
      checkpoint: { seq: number; hash: string };
      newest: { seq: number; hash: string };
      entries: { seq: number; hash: string; entry: object }[];
    };
    expect(document).toMatchObject({ format: "countersign-journal", version: 1, checkpoint: { seq: 0 } });
    let hash = Buffer.from(document.checkpoint.hash, "hex");
    for (const entry of document.entries) {
      hash = createHash("sha256").update(hash).update(JSON.stringify(entry.entry)).digest();
      expect(entry.hash).toBe(hash.toString("hex"));
    }
    expect(document.newest).toEqual({ seq: 4, hash: hash.toString("hex") });
    expect(Buffer.from(journal.head.newest.hash).toString("hex")).toBe(hash.toString("hex"));
  });

  test("comes in portions, all of a long journal", () => {
    const { journal, transactions } = testJournal();
    journal.append(Array.from({ length: 1_201 }, (_, id) => requestEntry(id)));
    const portions = [...exportJournal(transactions.database, "json")];
    expect(portions).toHaveLength(5);
    expect((JSON.parse(portions.join("")) as { entries: unknown[] }).entries).toHaveLength(1_201);
  });

  test("of an empty journal is a document too", () => {
    const { transactions } = testJournal();
    expect(JSON.parse([...exportJournal(transactions.database, "json")].join(""))).toMatchObject({ entries: [] });
  });
});

describe("csv", () => {
  test("has a line for each entry, and no cell is a formula", () => {
    const { text, journal } = exported("csv");
    const hash = Buffer.from(journal.head.newest.hash).toString("hex");
    const lines = text.split("\r\n");
    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^seq,time,kind,class,outcome,tag,reason,amount_sat,fee_sat,txid,/);
    expect(lines[1]).toContain(`,"'=HYPERLINK(""x""), said\nthe node \u00e9\ud83d\ude00",`);
    expect(lines[2]).toContain(",request,wallet-send,denied,msg-key-family,family 3,10002,141,");
    expect(lines[3]).toMatch(/^3,2026-01-02T03:04:05.000Z,routine,node-ecdh,,,,,,,,,n,,,,5,1,/);
    expect(lines[4]).toBe(`4,2026-01-02T03:04:05.000Z,event,,,policy-changed,"preset, strict",,,,,,,,,,,,${hash}`);
    expect(lines[5]).toBe("");
  });

  test.each(["=1", "+1", "-1", "@x", "\tx"])("%j is text", (start) => {
    const { journal, transactions } = testJournal();
    journal.append([{ kind: "event", atMs: startMs, event: "x", detail: start }]);
    expect([...exportJournal(transactions.database, "csv")].join("")).toContain(`,'${start},`);
  });
});

test("there are two formats", () => expect(exportFormats).toEqual(["json", "csv"]));
