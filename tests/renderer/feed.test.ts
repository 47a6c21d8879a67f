import { describe, expect, it } from "vitest";
import { aggregateFeed, medianTookUs } from "../../renderer/features/requests/aggregateFeed";
import { filterFeed } from "../../renderer/features/requests/feedFilter";
import {
  emptyFeed,
  feedCapacity,
  reduceAppended,
  reduceOlder,
  reducePage,
  reduceTrim,
} from "../../renderer/stores/feed";
import { anEntry, aSummary } from "./support/fixtures";

const entries = (...seqs: number[]) => seqs.map((seq) => anEntry({ seq }));
const seqsOf = (state: { entries: readonly { seq: number }[] }) => state.entries.map(({ seq }) => seq);

describe("the feed", () => {
  it("puts arriving entries on top, newest first, in whichever order they come", () => {
    const first = reduceAppended(emptyFeed, { seq: 1, entries: entries(1, 2) });
    expect(seqsOf(reduceAppended(first, { seq: 2, entries: entries(3, 5, 4) }))).toEqual([5, 4, 3, 2, 1]);
  });
  it("takes its first event at any number without calling it a gap", () => {
    expect(reduceAppended(emptyFeed, { seq: 41, entries: entries(1) }).hasGap).toBe(false);
  });
  it("notices a missed event, and forgets it once a page was read", () => {
    const first = reduceAppended(emptyFeed, { seq: 1, entries: entries(1) });
    const gap = reduceAppended(first, { seq: 3, entries: entries(9) });
    expect(gap.hasGap).toBe(true);
    const read = reducePage(gap, entries(8, 7, 6));
    expect(read.hasGap).toBe(false);
    expect(seqsOf(read)).toEqual([9, 8, 7, 6]);
  });
  it("has no holes: what is older than missing entries goes until it is read again", () => {
    const first = reduceAppended(emptyFeed, { seq: 1, entries: entries(1, 2) });
    const rush = reduceAppended(first, { seq: 2, entries: entries(70, 71) });
    expect([seqsOf(rush), rush.hasGap]).toEqual([[71, 70], true]);
    const behind = reducePage(rush, entries(68, 67));
    expect([seqsOf(behind), behind.hasGap]).toEqual([[71, 70], true]);
    const read = reducePage(behind, entries(70, 69, 68));
    expect([seqsOf(read), read.hasGap]).toEqual([[71, 70, 69, 68], false]);
  });
  it("takes the first entries for no gap, whether the page comes before or after them", () => {
    const arrived = reduceAppended(emptyFeed, { seq: 1, entries: entries(1, 2) });
    expect(reducePage(arrived, []).hasGap).toBe(false);
    expect(reduceAppended(reducePage(emptyFeed, entries(7, 6)), { seq: 5, entries: entries(8) }).hasGap).toBe(false);
  });
  it("drops what a replaced signer thread had counted", () => {
    const before = reduceAppended(emptyFeed, { seq: 1, entries: entries(900, 901) });
    expect(seqsOf(reduceAppended(before, { seq: 2, entries: entries(1) }))).toEqual([1]);
  });
  it("is bounded", () => {
    const many = reduceAppended(emptyFeed, {
      seq: 1,
      entries: Array.from({ length: feedCapacity + 50 }, (_, index) => anEntry({ seq: index })),
    });
    expect(many.entries).toHaveLength(feedCapacity);
    expect(many.entries[0]?.seq).toBe(feedCapacity + 49);
  });
  it("makes room for older pages and lets them go again", () => {
    const live = { ...emptyFeed, entries: entries(...Array.from({ length: feedCapacity }, (_, i) => 2000 - i)) };
    const paged = reduceOlder(live, entries(1400, 1399));
    expect(paged.entries.at(-1)?.seq).toBe(1399);
    const more = reduceAppended(paged, { seq: 1, entries: entries(2001) });
    expect(more.entries).toHaveLength(feedCapacity + 2);
    expect(reduceTrim(more).entries).toHaveLength(feedCapacity);
  });
  it("takes no entry of an older page twice", () => {
    const live = { ...emptyFeed, entries: entries(5, 4) };
    expect(seqsOf(reduceOlder(live, entries(4, 3)))).toEqual([5, 4, 3]);
  });
});

describe("aggregation", () => {
  const at = (seq: number, requestClass: string, atMs: number, outcome = anEntry().outcome) =>
    anEntry({ seq, atMs, outcome, tookUs: seq * 100, summary: aSummary({ class: requestClass }) });

  it("folds the handshakes of a minute into one row where the newest stood", () => {
    const rows = aggregateFeed([
      at(5, "node-ecdh", 65_000),
      at(4, "remote-commitment", 64_000),
      at(3, "node-ecdh", 63_000),
      at(2, "node-ecdh", 59_000),
    ]);
    expect(rows.map((row) => row.entries.map(({ seq }) => seq))).toEqual([[5, 3], [4], [2]]);
  });
  it("never folds what was not signed", () => {
    const denied = { kind: "denied", tag: "locked", reason: "locked" } as const;
    const rows = aggregateFeed([
      at(3, "node-ecdh", 1_000),
      at(2, "node-ecdh", 900, denied),
      at(1, "node-ecdh", 800, denied),
    ]);
    expect(rows).toHaveLength(3);
  });
  it("shows the middle time of a row", () => {
    const [row] = aggregateFeed([at(9, "node-ecdh", 3), at(2, "node-ecdh", 2), at(1, "node-ecdh", 1)]);
    expect(row && medianTookUs(row)).toBe(200);
  });
});

describe("filters", () => {
  const signed = anEntry({ seq: 3, summary: aSummary({ class: "invoice" }) });
  const late = anEntry({ seq: 2, outcome: { kind: "expired", tag: "deadline" } });
  const broken = anEntry({ seq: 1, outcome: { kind: "bug", ref: "7f3a" }, summary: aSummary({ class: "invoice" }) });

  it("counts everything but a signature as refused", () => {
    expect(filterFeed([signed, late, broken], { group: "all", outcome: "refused" })).toEqual([late, broken]);
    expect(filterFeed([signed, late, broken], { group: "all", outcome: "signed" })).toEqual([signed]);
  });
  it("filters by kind", () => {
    expect(filterFeed([signed, late, broken], { group: "payments", outcome: "all" })).toEqual([signed, broken]);
  });
});
