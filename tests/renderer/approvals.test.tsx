// @vitest-environment jsdom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AppSnapshot } from "../../preload/contract/types";
import { parseSat } from "../../renderer/features/approvals/satText";
import { no, ok } from "./support/fakeBridge";
import { aSigningSnapshot } from "./support/fixtures";
import { aChannelOpen, aGrant, anApproval, aRepeatable, aStanding, someHistory } from "./support/guardFixtures";
import { click, heading, renderApp, type } from "./support/renderApp";
import { watch } from "./support/renderApprove";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout", "clearInterval", "Date", "performance"] });
  watch(true);
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => act(async () => vi.advanceTimersByTimeAsync(ms));
const plain = () => document.body.textContent.replaceAll("\u00a0", " ");

function waitingSnapshot(waiting: number): AppSnapshot {
  const snapshot = aSigningSnapshot();
  return { ...snapshot, guard: { ...snapshot.guard, waiting } };
}

async function openApprovals(
  open: Parameters<Awaited<ReturnType<typeof renderApp>>["setOpen"]>[0],
  answers: Parameters<typeof renderApp>[2] = {},
) {
  const waiting = open.filter(({ state }) => state === "waiting").length;
  const bridge = await renderApp(waitingSnapshot(waiting), [], {
    "approvals.list": () => ok({ open: [...open] }),
    ...answers,
  });
  await click(/^Approvals/);
  return bridge;
}

describe("the approvals page", () => {
  it("says what waits, shows the first whole and the others folded", async () => {
    await openApprovals([anApproval(), aChannelOpen()]);
    expect(heading()).toBe("2 requests wait for you");
    const [first, second] = screen.getAllByRole("article");
    if (first === undefined || second === undefined) throw new Error("two cards were expected");
    expect(within(first).getByRole("button", { name: "Refuse" })).toBeTruthy();
    expect(within(second).queryByRole("button", { name: "Refuse" })).toBeNull();
    fireEvent.click(within(second).getByRole("button", { name: "Show" }));
    expect(within(second).getByRole("button", { name: "Refuse" })).toBeTruthy();
  });
  it("decides with the same care as the approval window", async () => {
    const bridge = await openApprovals([aRepeatable()]);
    const approve = screen.getByRole("button", { name: /^Read first/ });
    fireEvent.pointerDown(approve, { button: 0 });
    await pass(1_000);
    fireEvent.pointerUp(approve);
    await pass(1_000);
    expect(bridge.inputsOf("approvals.decide")).toEqual([]);
    fireEvent.pointerDown(screen.getByRole("button", { name: /^Hold to approve/ }), { button: 0 });
    await pass(900);
    expect(bridge.inputsOf("approvals.decide")).toEqual([{ ref: "7F3K", decision: "approve" }]);
    expect(plain()).toContain("Approved. Repeat the command on your node now.");
  });
  it("says when nothing waits, and what was decided before", async () => {
    await openApprovals([], { "approvals.history": () => ok({ records: someHistory() }) });
    expect(heading()).toBe("Nothing waits for you");
    for (const word of ["approved and signed", "refused by you", "nobody decided in time"]) {
      expect(screen.getByText(word)).toBeTruthy();
    }
  });
  it("pages through what was decided", async () => {
    const records = Array.from({ length: 20 }, (_, index) => ({
      ...aRepeatable({ state: "used", createdAtMs: 1_000_000 - index }),
      ref: `A${String(index).padStart(3, "0")}`,
    }));
    const bridge = await openApprovals([], {
      "approvals.history": ({ beforeMs }) => ok({ records: beforeMs === undefined ? records : [] }),
    });
    await click("Show older");
    expect(bridge.inputsOf("approvals.history")).toEqual([{ limit: 20 }, { limit: 20, beforeMs: 1_000_000 - 19 }]);
    expect(screen.queryByRole("button", { name: "Show older" })).toBeNull();
  });
  it("takes back what was granted", async () => {
    const bridge = await openApprovals([aGrant(), aStanding()]);
    expect(plain()).toContain("Up to 500 000 sat each");
    expect(plain()).toContain("1 350 000 sat of 5 000 000 sat used");
    const [, second] = screen.getAllByRole("button", { name: "Take back" });
    await act(async () => void fireEvent.click(second as HTMLElement));
    expect(bridge.inputsOf("approvals.revoke")).toEqual([{ ref: "X7LM" }]);
  });
  it("says why it cannot be read, and reads it again", async () => {
    const bridge = await openApprovals([], {
      "approvals.list": () => no({ code: "INTERNAL", message: "It broke.", ref: "7f3a" }),
    });
    expect(screen.getByRole("alert").textContent).toContain("It broke.");
    bridge.answer("approvals.list", () => ok({ open: [] }));
    await click("Try again");
    expect(plain()).toContain("Announce a payment");
  });
});

describe("announcing a payment", () => {
  it("takes payees, amounts with spaces, a fee and a time", async () => {
    const bridge = await openApprovals([], { "approvals.preApprove": () => ok({ ref: "9QX2" }) });
    await click("Announce");
    const submit = () => screen.getByRole<HTMLButtonElement>("button", { name: "Announce it" });
    expect(submit().disabled).toBe(true);
    type("To", "bc1qfriend");
    type("Amount", "1 500 000");
    await click("Another payee");
    expect(submit().disabled).toBe(true);
    await act(
      async () => void fireEvent.click(screen.getAllByRole("button", { name: "Remove this payee" })[1] as HTMLElement),
    );
    fireEvent.click(screen.getByRole("radio", { name: "4 hours" }));
    await click("Announce it");
    expect(bridge.inputsOf("approvals.preApprove")).toEqual([
      { payees: [{ text: "bc1qfriend", amountSat: "1500000" }], maxFeeSat: "2000", minutes: 240 },
    ]);
    expect(plain()).toContain("Announced (9QX2). Send it from your node now.");
  });
  it("fills in the amount of a bitcoin: text", async () => {
    await openApprovals([], {
      "allowlist.check": () => ok({ ok: true, kind: "address", text: "bc1qfriend", label: null, amountSat: "50000" }),
    });
    await click("Announce");
    type("To", "bitcoin:bc1qfriend?amount=0.0005");
    await act(async () => void fireEvent.blur(screen.getByLabelText("To")));
    expect(screen.getByLabelText<HTMLInputElement>("Amount").value).toBe("50000");
  });
  it("says at the payee what is wrong with it", async () => {
    await openApprovals([], {
      "approvals.preApprove": () => no({ code: "ADDRESS_UNREADABLE", message: "Its checksum does not fit.", at: 1 }),
    });
    await click("Announce");
    type("To", "bc1qwrong");
    type("Amount", "1000");
    await click("Announce it");
    expect(screen.getByLabelText("To").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByRole("alert").textContent).toBe("Its checksum does not fit.");
  });
});

describe("a standing approval", () => {
  it("has an amount each, an amount in all and an end", async () => {
    const bridge = await openApprovals([], { "approvals.standing": () => ok({ ref: "X7LM" }) });
    await click("Set up");
    type("To", "bc1qshop");
    type("At most, each time", "50000");
    type("At most, in all", "40000");
    expect(screen.getByRole("alert").textContent).toBe("Less than one use.");
    expect(screen.getByRole<HTMLButtonElement>("button", { name: "Allow it" }).disabled).toBe(true);
    type("At most, in all", "500000");
    await click("Allow it");
    expect(bridge.inputsOf("approvals.standing")).toEqual([
      { payee: "bc1qshop", perUseSat: "50000", totalSat: "500000", days: 30 },
    ]);
  });
});

describe("everywhere", () => {
  it("the navigation counts what waits, Home shows it, and screen readers are told at once", async () => {
    const bridge = await renderApp(waitingSnapshot(0));
    expect(screen.queryByRole("alert")).toBeNull();
    await act(async () => {
      bridge.push(waitingSnapshot(1));
      bridge.setOpen([aChannelOpen()]);
    });
    expect(screen.getByRole("button", { name: /Approvals, ?1 waiting|Approvals.*1 waiting/ })).toBeTruthy();
    expect(screen.getByRole("alert").textContent.replaceAll("\u00a0", " ")).toContain(
      "Open a channel of 2 000 000 sat",
    );
    await click("Look at it");
    expect(heading()).toBe("One request waits for you");
  });
  it("behind the lock nothing of it stays in the window, and it is read again afterwards", async () => {
    const bridge = await openApprovals([anApproval()]);
    await act(async () => bridge.push({ ...waitingSnapshot(1), windowLocked: true }));
    expect(plain()).not.toContain("1 500 000");
    const before = bridge.inputsOf("approvals.list").length;
    await act(async () => bridge.push(waitingSnapshot(1)));
    expect(bridge.inputsOf("approvals.list").length).toBe(before + 1);
    expect(plain()).toContain("Send 1 500 000 sat");
  });
  it("an alert can be put away", async () => {
    const snapshot = aSigningSnapshot();
    const bridge = await renderApp({ ...snapshot, guard: { ...snapshot.guard, alerts: 1 } }, [], {
      "alerts.list": () =>
        ok({ alerts: [{ id: "4", atMs: 0, tag: "justice", subject: "x:0", detail: "A penalty of 5000 sat" }] }),
    });
    expect(plain()).toContain("A penalty of 5 000 sat.");
    await click("Put away");
    expect(bridge.inputsOf("alerts.dismiss")).toEqual([{ id: "4" }]);
    bridge.answer("alerts.list", () => ok({ alerts: [] }));
    await act(async () => bridge.push(snapshot));
    expect(plain()).not.toContain("A penalty of");
  });
});

it("reads amounts as people type them, and only whole satoshi", () => {
  expect(["1500000", "1 500 000", "1\u00a0500\u202f000", "1'500'000", " 7 ", "007"].map(parseSat)).toEqual([
    "1500000",
    "1500000",
    "1500000",
    "1500000",
    "7",
    "7",
  ]);
  expect(["", " ", "1.5", "1,5", "-1", "1e3", "0x10", "many", "9".repeat(17)].map(parseSat)).toEqual(
    Array.from({ length: 9 }, () => null),
  );
});
