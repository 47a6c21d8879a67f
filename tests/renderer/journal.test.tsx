// @vitest-environment jsdom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { JournalRow } from "../../preload/contract/types";
import { no, ok } from "./support/fakeBridge";
import { aSigningSnapshot } from "./support/fixtures";
import { aVerification, someJournalRows } from "./support/guardFixtures";
import { click, renderApp } from "./support/renderApp";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
});

const plain = () => document.body.textContent.replaceAll("\u00a0", " ");
const settle = (ms = 1) => act(async () => vi.advanceTimersByTimeAsync(ms));

async function openJournal(answers: Parameters<typeof renderApp>[2] = {}, snapshot = aSigningSnapshot()) {
  const bridge = await renderApp(snapshot, [], {
    "journal.page": () => ok({ rows: someJournalRows(), total: 12_304, nextBeforeSeq: 12_296 }),
    ...answers,
  });
  await click("Journal");
  await settle();
  return bridge;
}

describe("lines", () => {
  it("are requests, minutes of routine and what was done, in words", async () => {
    await openJournal();
    expect(plain()).toContain("12 304 lines");
    expect(plain()).toContain("Handshakes and onions 412 in this minute");
    expect(plain()).toContain("Send from wallet 1 500 000 sat to bc1q 9x4f … 7k2d");
    expect(plain()).toContain("approved, 7F3K");
    expect(plain()).toContain("Approved by you 7F3K");
    expect(plain()).toContain("1 of them refused");
    expect(plain()).toContain("with a warning");
  });
  it("open to the whole story with rules, alerts and the chain", async () => {
    await openJournal();
    await click(/Our state of a channel/);
    const panel = within(screen.getByRole("dialog"));
    expect(panel.getByText(/A channel was closed by force/)).toBeTruthy();
    expect(panel.getByText("12 299")).toBeTruthy();
    expect(panel.getByRole("button", { name: "Copy Hash of the chain up to here" })).toBeTruthy();
  });
  it("go on from where the page ended, down to the beginning", async () => {
    const older: JournalRow = {
      seq: 1,
      hashHex: "ab",
      nodeName: null,
      entry: { kind: "event", atMs: 0, event: "began", detail: "x" },
    };
    const bridge = await openJournal();
    bridge.answer("journal.page", () => ok({ rows: [older], total: 12_304, nextBeforeSeq: null }));
    await click("Show older");
    const filter = { group: "all", outcome: "all", text: "" };
    expect(bridge.inputsOf("journal.page")).toEqual([
      { limit: 100, filter },
      { limit: 100, filter, beforeSeq: 12_296 },
    ]);
    expect(plain()).toContain("began x");
    expect(plain()).toContain("That is the beginning of the journal.");
    expect(plain()).toContain("Handshakes and onions");
  });
});

describe("finding", () => {
  it("asks the signer by kind and outcome at once, by text when the typing rests", async () => {
    const bridge = await openJournal();
    await act(async () => void fireEvent.click(screen.getByRole("radio", { name: "On-chain" })));
    await settle();
    await act(async () => void fireEvent.click(screen.getByRole("radio", { name: "Refused" })));
    await settle();
    for (const value of ["b", "bc", "bc1"]) {
      fireEvent.change(screen.getByRole("searchbox"), { target: { value } });
      await settle(100);
    }
    await settle(300);
    expect(bridge.inputsOf("journal.page").map(({ filter }) => Object.values(filter).join(" "))).toEqual([
      "all all ",
      "on-chain all ",
      "on-chain refused ",
      "on-chain refused bc1",
    ]);
  });
  it("an answer to an earlier question never takes the place of a later one", async () => {
    let answerFirst: (reply: ReturnType<typeof ok<{ rows: JournalRow[]; total: number; nextBeforeSeq: null }>>) => void;
    const first = new Promise<never>((resolve) => {
      answerFirst = resolve as never;
    });
    const bridge = await openJournal({ "journal.page": () => first });
    bridge.answer("journal.page", () => ok({ rows: [], total: 0, nextBeforeSeq: null }));
    await act(async () => void fireEvent.click(screen.getByRole("radio", { name: "Events" })));
    await settle();
    expect(plain()).toContain("Nothing matches");
    await act(async () => answerFirst(ok({ rows: someJournalRows(), total: 9, nextBeforeSeq: null })));
    expect(plain()).toContain("Nothing matches");
  });
  it("says when nothing matches, when nothing was written, and why it cannot be read", async () => {
    const bridge = await openJournal({ "journal.page": () => ok({ rows: [], total: 0, nextBeforeSeq: null }) });
    expect(plain()).toContain("Nothing was written yet");
    await act(async () => void fireEvent.click(screen.getByRole("radio", { name: "Events" })));
    await settle();
    expect(plain()).toContain("Nothing matches");
    bridge.answer("journal.page", () => no({ code: "JOURNAL_UNAVAILABLE", message: "The disk is full." }));
    await click("Show all");
    await settle();
    expect(screen.getByRole("alert").textContent).toBe("The disk is full.");
  });
});

describe("verifying", () => {
  it("says that it is whole, and how far the seal reaches", async () => {
    await openJournal({ "journal.verify": () => ok({ ...aVerification(), unsealed: 3, keptFromSeq: 900 } as never) });
    await click("Verify");
    expect(plain()).toContain("All 12 304 lines are as they were written");
    expect(plain()).toContain("nothing was cut off. 3 lines at the end wait for their seal.");
    expect(plain()).toContain("before line 900, were let go");
    expect(plain()).toContain("Checked in 1.2 s.");
  });
  it("names the line that was changed, loudly", async () => {
    await openJournal({ "journal.verify": () => ok({ ok: false, seq: 4_117, reason: "Its hash does not fit." }) });
    await click("Verify");
    expect(screen.getByRole("alert").textContent?.replaceAll("\u00a0", " ")).toContain(
      "The journal was changedLine 4 117 is the first that does not fit. Its hash does not fit.",
    );
  });
  it("has something to say about an empty journal and one that cannot be read", async () => {
    const bridge = await openJournal({ "journal.verify": () => ok({ ...aVerification(), entries: 0 } as never) });
    await click("Verify");
    expect(screen.getByRole("alert").textContent).toBe("There is nothing to verify yet");
    bridge.answer("journal.verify", () => no({ code: "JOURNAL_UNAVAILABLE", message: "The disk is gone." }));
    await click("Verify");
    expect(screen.getByRole("alert").textContent).toBe("The disk is gone.");
  });
});

it("is taken along as JSON or CSV, and the page never names a file", async () => {
  const bridge = await openJournal({ "journal.export": () => ok({ saved: true }) });
  await click("Export JSON");
  await click("Export CSV");
  expect(bridge.inputsOf("journal.export")).toEqual([{ format: "json" }, { format: "csv" }]);
  expect(plain()).toContain("Saved.");
});

it("says on the page and on Home that nothing is spent while it cannot be written", async () => {
  const snapshot = aSigningSnapshot();
  await openJournal({}, { ...snapshot, guard: { ...snapshot.guard, journal: "unavailable" } });
  expect(plain()).toContain("The journal cannot be written");
  await click("Home");
  expect(plain()).toContain("Nothing is spent until it can");
});
