// @vitest-environment jsdom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { AppSnapshot } from "../../preload/contract/types";
import { actionOf, countChanges, emptyDraft, withAction, withPreset } from "../../renderer/features/guard/guardDraft";
import { no, ok } from "./support/fakeBridge";
import { aSigningSnapshot } from "./support/fixtures";
import { aGuard, aReplay, aTrust } from "./support/guardFixtures";
import { click, renderApp, type } from "./support/renderApp";

const plain = () => document.body.textContent.replaceAll("\u00a0", " ");

function guarded(changes: Partial<AppSnapshot["guard"]> = {}): AppSnapshot {
  const snapshot = aSigningSnapshot();
  return { ...snapshot, guard: { ...snapshot.guard, ...changes } };
}

async function openGuard(answers: Parameters<typeof renderApp>[2] = {}, snapshot = guarded()) {
  const bridge = await renderApp(snapshot, [], {
    "guard.read": () => ok(aGuard()),
    "trust.read": () => ok(aTrust()),
    ...answers,
  });
  await click("Guard");
  return bridge;
}

const choose = (group: string | RegExp, option: string | RegExp) =>
  act(async () => {
    fireEvent.click(within(screen.getByRole("group", { name: group })).getByRole("radio", { name: option }));
  });
const fee = "What happens: A fee out of proportion";

describe("rules", () => {
  it("stand by area with what they check, why, and their tag", async () => {
    await openGuard();
    expect(screen.getByRole("region", { name: "On-chain wallet" }).textContent).toContain(
      "Money to somebody unknownOnly you know whom you mean to pay.",
    );
    expect(plain()).toContain("policy-onchain-no-unknown-outputs");
  });
  it("what is part of the signer cannot be switched off", async () => {
    await openGuard();
    expect(screen.queryByRole("group", { name: "What happens: The key belongs to this seed" })).toBeNull();
    expect(plain()).toContain("Always: Block");
  });
  it("nothing changes until it is put in force", async () => {
    const bridge = await openGuard({ "guard.change": () => ok({ applied: "now", effectiveAtMs: null }) });
    await choose(fee, "Block");
    expect(plain()).toContain("1 change, not in force yet");
    expect(plain()).toContain("the preset says ask");
    expect(bridge.inputsOf("guard.change")).toEqual([]);
    await click("Put in force");
    expect(bridge.inputsOf("guard.change")).toEqual([{ overrides: { "policy-onchain-fee-range": "block" } }]);
    expect(plain()).toContain("In force.");
    expect(plain()).not.toContain("not in force yet");
    expect(bridge.inputsOf("guard.read").length).toBe(2);
  });
  it("a change taken back is no change", async () => {
    await openGuard();
    await choose(fee, "Block");
    await choose(fee, "Ask");
    expect(plain()).not.toContain("not in force yet");
    await choose("Preset", /^Strict/);
    await click("Discard");
    expect(plain()).not.toContain("not in force yet");
  });
  it("says how long what allows more will wait", async () => {
    await openGuard({ "guard.change": () => ok({ applied: "later", effectiveAtMs: Date.UTC(2027, 0, 1, 12) }) });
    await choose("Preset", /^Blind/);
    expect(plain()).toContain("What allows less takes effect at once, what allows more after 1 day.");
    await click("Put in force");
    expect(plain()).toContain("What allows more takes effect on 1 January 2027");
  });
  it("a refusal of the signer is shown and the draft stays", async () => {
    await openGuard({ "guard.change": () => no({ code: "RULE_UNKNOWN", message: "There is no such rule." }) });
    await choose(fee, "Warn");
    await click("Put in force");
    expect(screen.getByRole("alert").textContent).toBe("There is no such rule.");
    expect(plain()).toContain("1 change, not in force yet");
  });
  it("can be tested on what was signed before, and put in force from there", async () => {
    const bridge = await openGuard({
      "guard.replay": () => ok(aReplay()),
      "guard.change": () => ok({ applied: "now", effectiveAtMs: null }),
    });
    await choose("Preset", /^Strict/);
    await click("Test on my history");
    expect(bridge.inputsOf("guard.replay")).toEqual([{ preset: "strict" }]);
    const dialog = within(screen.getByRole("dialog", { name: "On your history" }));
    for (const text of ["1 would have been refused", "2 would have waited for you", "refused"]) {
      expect(dialog.getByText(text)).toBeTruthy();
    }
    await act(async () => void fireEvent.click(dialog.getByRole("button", { name: "Put in force" })));
    expect(bridge.inputsOf("guard.change")).toEqual([{ preset: "strict" }]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
  it("an empty history and a clean one are told apart, and a looser change is named", async () => {
    const bridge = await openGuard({
      "guard.replay": () => ok(aReplay({ examined: 0, sinceMs: null, blockedCount: 0, askedCount: 0, hits: [] })),
    });
    await choose("Preset", /^Blind/);
    await click("Test on my history");
    expect(plain()).toContain("There is nothing in the journal yet to test on.");
    await click("Close the test");
    bridge.answer("guard.replay", () => ok(aReplay({ blockedCount: 0, askedCount: 0, hits: [], isLooser: true })));
    await click("Test on my history");
    expect(plain()).toContain("None would have been refused or asked about.");
    expect(plain()).toContain("It allows something that is not allowed now");
  });
  it("a change that waits can be stopped", async () => {
    const pendingChange = { effectiveAtMs: Date.now() + 5 * 3_600_000, lines: ["Preset: strict to standard"] };
    const bridge = await openGuard({ "guard.read": () => ok(aGuard({ pendingChange })) });
    expect(plain()).toContain("Preset: strict to standard");
    await click("Cancel it");
    expect(bridge.inputsOf("guard.cancelPending")).toEqual([{}]);
    expect(plain()).toContain("Cancelled. What was in force stays.");
  });
  it("are read anew when the signer says that they changed", async () => {
    const bridge = await openGuard();
    bridge.answer("guard.read", () => ok(aGuard({ preset: "strict" })));
    await act(async () => bridge.push(guarded({ preset: "strict" })));
    expect(
      within(screen.getByRole("group", { name: "Preset" })).getByRole<HTMLInputElement>("radio", { name: /^Strict/ })
        .checked,
    ).toBe(true);
  });
  it("say why they cannot be read", async () => {
    const bridge = await openGuard({ "guard.read": () => no({ code: "INTERNAL", message: "It broke." }) });
    expect(screen.getByRole("alert").textContent).toBe("It broke.");
    bridge.answer("guard.read", () => ok(aGuard()));
    await click("Try again");
    expect(screen.getByRole("group", { name: "Preset" })).toBeTruthy();
  });
  it("key families of apps are added by number, and lnd's own are not taken", async () => {
    const bridge = await openGuard({ "guard.change": () => ok({ applied: "later", effectiveAtMs: 1 }) });
    type("Key family", "6");
    await click("Add");
    expect(screen.getByRole("alert").textContent).toContain("lnd's own families are not for apps");
    type("Key family", "210");
    await click("Add");
    await click("Remove key family 99");
    await click("Put in force");
    expect(bridge.inputsOf("guard.change")).toEqual([{ appFamilies: [210] }]);
  });
});

describe("a draft", () => {
  const view = aGuard();
  const rule = view.rules.find(({ tag }) => tag === "policy-onchain-fee-range");
  if (rule === undefined) throw new Error("the fixture lacks the rule");

  it("lets a deviation stand when the preset changes, and drops it where the preset now says the same", () => {
    const deviating = withAction(view, emptyDraft, rule, "block");
    const strict = withPreset(view, deviating, "strict");
    expect(actionOf(view, strict, rule)).toBe("block");
    expect(withAction(view, strict, rule, "block").overrides).toBeUndefined();
  });
  it("counts what it changes", () => {
    const draft = withAction(view, withPreset(view, emptyDraft, "strict"), rule, "warn");
    expect(countChanges(view, draft)).toBe(2);
  });
});

describe("limits", () => {
  it("show what is spent, take amounts as people type them, and forget what is emptied", async () => {
    const bridge = await openGuard({ "guard.change": () => ok({ applied: "now", effectiveAtMs: null }) });
    await click("Limits");
    expect(plain()).toContain("18 100 000 sat so far");
    const wallet = within(screen.getByRole("region", { name: "Out of the wallet" }));
    expect(wallet.getByLabelText<HTMLInputElement>("Per day").value.replaceAll("\u00a0", " ")).toBe("5 000 000");
    fireEvent.change(wallet.getByLabelText("Per hour"), { target: { value: "1 000 000" } });
    fireEvent.change(wallet.getByLabelText("Per week"), { target: { value: "" } });
    fireEvent.change(wallet.getByLabelText("Per day"), { target: { value: "lots" } });
    fireEvent.blur(wallet.getByLabelText("Per day"));
    expect(screen.getByRole("alert").textContent).toBe("Whole satoshi, digits only.");
    expect(plain()).toContain("2 changes, not in force yet");
    await click("Put in force");
    expect(bridge.inputsOf("guard.change")).toEqual([
      {
        limits: {
          "onchain-out": { perTransactionSat: "2000000", perHourSat: "1000000", perDaySat: "5000000" },
          fees: { perDaySat: "20000" },
          "channel-opens": {},
        },
      },
    ]);
  });
  it("a discarded draft puts the fields back", async () => {
    await openGuard();
    await click("Limits");
    const perHour = () => screen.getAllByLabelText<HTMLInputElement>("Per hour")[0]?.value;
    fireEvent.change(screen.getAllByLabelText("Per hour")[0] as HTMLElement, { target: { value: "1000" } });
    expect(perHour()).toBe("1000");
    await click("Discard");
    expect(perHour()).toBe("");
  });
  it("the delay before more is allowed says what it does", async () => {
    const bridge = await openGuard({ "guard.change": () => ok({ applied: "now", effectiveAtMs: null }) });
    await click("Limits");
    await choose("Before more is allowed", "1 week");
    expect(plain()).toContain("what allows more after 1 week.");
    await click("Put in force");
    expect(bridge.inputsOf("guard.change")).toEqual([{ looseningDelayMs: 604_800_000 }]);
  });
  it("a draft is kept while one looks at another tab", async () => {
    await openGuard();
    await choose(fee, "Block");
    await click("Limits");
    await click("Trust");
    expect(plain()).toContain("1 change, not in force yet");
  });
});

describe("the allowlist", () => {
  const text = "Address, bitcoin: text or descriptor";

  it("takes what the signer understands, by the name it brings or the one given", async () => {
    const bridge = await openGuard({
      "allowlist.check": () => ok({ ok: true, kind: "address", text: "bc1qnew", label: "Landlord", amountSat: null }),
      "guard.change": () => ok({ applied: "later", effectiveAtMs: 1 }),
    });
    await click("Allowlist");
    type(text, "bitcoin:bc1qnew?label=Landlord");
    await act(async () => void fireEvent.click(screen.getByRole("button", { name: "Add" })));
    expect(plain()).toContain("Landlordnot in force yet");
    await click("Put in force");
    const [change] = bridge.inputsOf("guard.change");
    expect(change?.allowlist).toHaveLength(3);
    expect(change?.allowlist?.[2]).toMatchObject({ label: "Landlord", kind: "address", text: "bc1qnew" });
  });
  it("says what is wrong with a text, and that something is there already", async () => {
    const bridge = await openGuard({ "allowlist.check": () => ok({ ok: false, error: "Its checksum does not fit." }) });
    await click("Allowlist");
    type(text, "bc1qwrong");
    await click("Add");
    expect(screen.getByRole("alert").textContent).toBe("Its checksum does not fit.");
    const known = aGuard().allowlist[0]?.text ?? "";
    bridge.answer("allowlist.check", () =>
      ok({ ok: true, kind: "address", text: known, label: null, amountSat: null }),
    );
    type(text, known);
    await click("Add");
    expect(screen.getByRole("alert").textContent).toBe("It is on the list already.");
  });
  it("lets entries go", async () => {
    const bridge = await openGuard({ "guard.change": () => ok({ applied: "now", effectiveAtMs: null }) });
    await click("Allowlist");
    await click("Remove cold storage");
    await click("Put in force");
    expect(bridge.inputsOf("guard.change")[0]?.allowlist?.map(({ label }) => label)).toEqual(["exchange"]);
  });
});

describe("memory", () => {
  it("says that it is new, and is taken along and brought", async () => {
    const bridge = await openGuard(
      {
        "memory.export": () => ok({ saved: true }),
        "memory.import": () => ok({ imported: { channels: 4, amounts: 1_200, nonces: 0 } }),
      },
      guarded({ memoryIsNew: true }),
    );
    await click("Memory");
    expect(plain()).toContain("This memory is new");
    await click("Export");
    expect(screen.getByRole("alert").textContent).toBe("Saved.");
    await click("Import");
    expect(plain()).toContain("4 channels, 1 200 amounts and 0 nonces were added.");
    bridge.answer("memory.import", () => no({ code: "MEMORY_OTHER_SEED", message: "It is another seed's." }));
    await click("Import");
    expect(screen.getByRole("alert").textContent).toBe("It is another seed's.");
  });
  it("somebody who thinks better of it is told nothing", async () => {
    await openGuard({ "memory.import": () => ok({ imported: null }), "memory.export": () => ok({ saved: false }) });
    await click("Memory");
    await click("Import");
    await click("Export");
    expect(screen.queryByRole("alert")).toBeNull();
  });
});

describe("trust", () => {
  it("says the worst first, and shows what it has no words for as it is", async () => {
    await openGuard({ "trust.read": () => ok(aTrust()) });
    await click("Trust");
    expect(screen.getByRole("heading", { name: "If aurora were stolen today" })).toBeTruthy();
    expect(plain()).toContain("an-unheard-of-sentencechannels: 3");
  });
  it("says when there is nothing to say, and why it cannot be read", async () => {
    const bridge = await openGuard({ "trust.read": () => no({ code: "INTERNAL", message: "It broke." }) });
    await click("Trust");
    expect(screen.getByRole("alert").textContent).toBe("It broke.");
    bridge.answer("trust.read", () => ok({ nodeName: null, sentences: [] }));
    await click("Try again");
    expect(plain()).toContain("Nothing to say yet");
  });
});
