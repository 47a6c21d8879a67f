import { describe, expect, test } from "vitest";
import type { JournalEntry } from "../../../main/journal/entry";
import type { JournalFilter } from "../../../main/journal/pages";
import { requestEntry, startMs, testJournal } from "../../support/journal";

const denied = { kind: "denied", tag: "policy-onchain-fee-range", reason: "fee over the limit" } as const;
const event: JournalEntry = { kind: "event", atMs: startMs, event: "policy-changed", detail: "preset strict" };

/** Seqs 1 to 8. */
const entries: readonly JournalEntry[] = [
  requestEntry(1, { class: "wallet-send", summary: { text: 'Coffee 100 % \\ "good"' } }),
  requestEntry(2, { class: "remote-commitment" }),
  requestEntry(3, { class: "wallet-send", outcome: denied }),
  event,
  { kind: "routine", atMs: startMs, nodeId: null, class: "node-ecdh", signed: 5, refused: 0 },
  requestEntry(6, { class: "remote-commitment", outcome: { kind: "failed", code: "BAD_PSBT", detail: "input 0" } }),
  { kind: "routine", atMs: startMs, nodeId: null, class: "channel-update", signed: 5, refused: 1 },
  requestEntry(8, { class: "user-message", outcome: { kind: "expired", tag: "deadline" } }),
];

function written() {
  const { journal } = testJournal();
  journal.append(entries);
  return journal;
}

describe("a page", () => {
  test("holds the newest entries with their hashes; the next one goes on where it ended", () => {
    const journal = written();
    const first = journal.page({ limit: 5 });
    expect(first.entries.map(({ seq, entry }) => [seq, entry])).toEqual(
      [8, 7, 6, 5, 4].map((seq) => [seq, entries[seq - 1]]),
    );
    expect(first.entries[0]?.hashHex).toBe(Buffer.from(journal.head.newest.hash).toString("hex"));
    expect(first.nextBeforeSeq).toBe(4);
    const second = journal.page({ limit: 5, beforeSeq: 4 });
    expect(second.entries.map(({ seq }) => seq)).toEqual([3, 2, 1]);
    expect(second.nextBeforeSeq).toBe(null);
  });

  test.each<[string, JournalFilter, number[]]>([
    ["one group", { groups: ["on-chain"] }, [3, 1]],
    ["several groups", { groups: ["on-chain", "event"] }, [4, 3, 1]],
    ["routine entries belong to the group of their class", { groups: ["payments", "gossip"] }, [7, 5]],
    ["what was signed", { outcomes: ["signed"] }, [5, 2, 1]],
    ["what was refused", { outcomes: ["denied", "expired", "failed", "bug"] }, [8, 7, 6, 3]],
    ["group and outcome", { groups: ["channels"], outcomes: ["failed"] }, [6]],
    ["events have no outcome", { groups: ["event"], outcomes: ["signed"] }, []],
    ["no group at all", { groups: [] }, []],
    ["a tag", { text: "policy-onchain-fee-range" }, [3]],
    ["upper and lower case", { text: "STRICT" }, [4]],
    ["signs that mean something to SQL or JSON", { text: '100 % \\ "good"' }, [1]],
    ["a percent sign is a percent sign", { text: "1%" }, []],
    ["names of fields do not count", { text: "summary" }, []],
    ["text within a group", { text: "regtest", groups: ["messages"] }, [8]],
    ["a number", { text: String(startMs + 6) }, [6]],
  ])("finds %s", (_, filter, seqs) => {
    const page = written().page({ limit: 10, filter });
    expect(page.entries.map(({ seq }) => seq)).toEqual(seqs);
    expect(page.nextBeforeSeq).toBe(null);
  });

  test("filtered pages follow each other without a gap", () => {
    const { journal } = testJournal();
    journal.append(
      Array.from({ length: 300 }, (_, id) =>
        requestEntry(id, { class: id % 3 === 0 ? "wallet-send" : "remote-commitment" }),
      ),
    );
    for (const filter of [{ groups: ["on-chain"] }, { text: "regtest", groups: ["on-chain"] }, {}] as const) {
      const seen: number[] = [];
      let beforeSeq: number | null | undefined;
      while (beforeSeq !== null) {
        const page = journal.page({ limit: 7, filter, beforeSeq });
        seen.push(...page.entries.map(({ seq }) => seq));
        beforeSeq = page.nextBeforeSeq;
      }
      const wanted = (seq: number) => !("groups" in filter) || (seq - 1) % 3 === 0;
      expect(seen).toEqual(Array.from({ length: 300 }, (_, index) => 300 - index).filter(wanted));
    }
  });

  test("looking for text ends when its time is used up, and says where to go on", () => {
    const { journal, clock } = testJournal();
    journal.append(
      Array.from({ length: 1_200 }, (_, id) => requestEntry(id, { summary: { text: id === 0 ? "needle" : null } })),
    );
    const monotonicUs = clock.monotonicUs.bind(clock);
    clock.monotonicUs = () => {
      clock.spend(20_000);
      return monotonicUs();
    };
    const first = journal.page({ limit: 10, filter: { text: "needle" } });
    expect(first).toEqual({ entries: [], nextBeforeSeq: 201 });
    const second = journal.page({ limit: 10, filter: { text: "needle" }, beforeSeq: 201 });
    expect(second.entries.map(({ seq }) => seq)).toEqual([1]);
    expect(second.nextBeforeSeq).toBe(null);
  });

  test("half a surrogate pair does not spoil an entry, and the six characters that stand for one stay", () => {
    const { journal } = testJournal();
    journal.append([requestEntry(1, { summary: { text: "\ud83d\ud83d \ud83d\ude00 \\ud83d" } })]);
    const [only] = journal.page({ limit: 1 }).entries;
    expect(only?.entry.kind === "request" && only.entry.summary.text).toBe("\ufffd\ufffd \ud83d\ude00 \\ud83d");
  });
});
