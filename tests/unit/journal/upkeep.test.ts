import { expect, test, vi } from "vitest";
import { sealKeyOf } from "../../../main/journal/chain";
import { defaultRetention, JournalUpkeep } from "../../../main/journal/upkeep";
import { requestEntry, testJournal } from "../../support/journal";

function running(count: number, rule = defaultRetention) {
  const { journal, transactions, clock } = testJournal();
  journal.sealWith(sealKeyOf(new Uint8Array(64).fill(7)));
  journal.append(Array.from({ length: count }, (_, index) => requestEntry(index + 1)));
  const checked = vi.fn();
  const { database } = transactions;
  return { journal, database, clock, checked, upkeep: new JournalUpkeep({ journal, database, clock, checked, rule }) };
}

test("the newest part is checked at once, the whole in slices with rests, and again every day", () => {
  const { upkeep, clock, checked, database } = running(1_500);
  expect(upkeep.start()).toMatchObject({ ok: true, checked: 1_000, lastSeq: 1_500, seal: "valid" });
  clock.advance(100);
  expect(checked).not.toHaveBeenCalled();
  clock.advance(1_000);
  expect(checked).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ ok: true, checked: 1_500 }));
  database.exec("UPDATE journal SET hash = zeroblob(32) WHERE seq = 3");
  clock.advance(24 * 3_600_000 + 1_000);
  expect(checked).toHaveBeenLastCalledWith(expect.objectContaining({ ok: false, seq: 3 }));
  checked.mockClear();
  upkeep.stop();
  clock.advance(48 * 3_600_000);
  expect(checked).not.toHaveBeenCalled();
});

test("an old part that was changed is found in the background, the newest at once", () => {
  const { upkeep, clock, checked, database } = running(1_500);
  database.exec("UPDATE journal SET hash = zeroblob(32) WHERE seq = 3");
  expect(upkeep.start()).toMatchObject({ ok: true });
  clock.advance(1_000);
  expect(checked).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ ok: false, seq: 3 }));
  database.exec("UPDATE journal SET hash = zeroblob(32) WHERE seq = 1499");
  expect(upkeep.start()).toMatchObject({ ok: false, seq: 1_499 });
});

test("the oldest entries are taken out in portions a second apart, and not while the database is in trouble", () => {
  const { upkeep, clock, database } = running(3_200, { longestMs: null, mostEntries: 1_000 });
  const kept = database.prepare("SELECT count(*) FROM journal").raw();
  upkeep.start();
  database.pragma("query_only = ON");
  clock.advance(90_000);
  expect(kept.get()).toEqual([3_200]);
  database.pragma("query_only = OFF");
  clock.advance(3_600_000);
  expect(kept.get()).toEqual([1_203]);
  upkeep.stop();
});
