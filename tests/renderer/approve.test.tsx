// @vitest-environment jsdom
import { act, fireEvent, screen } from "@testing-library/react";
import axe from "axe-core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { no } from "./support/fakeBridge";
import {
  aChannelOpen,
  aGrant,
  aMessageApproval,
  anApproval,
  aRepeatable,
  aWorryingSend,
} from "./support/guardFixtures";
import { renderApprove, watch } from "./support/renderApprove";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const pass = (ms: number) => act(async () => vi.advanceTimersByTimeAsync(ms));
const plain = () => document.body.textContent.replaceAll("\u00a0", " ");
const approveButton = () => screen.getByRole("button", { name: /^(Hold to approve|Read first|Click here first)/ });
const refuseButton = () => screen.getByRole("button", { name: "Refuse" });
const pressFor = async (ms: number) => {
  fireEvent.pointerDown(approveButton(), { button: 0 });
  await pass(ms);
};

describe("what the person reads", () => {
  it("is the sum in words, who asks, and every output with how it is known", async () => {
    await renderApprove([anApproval()]);
    expect(screen.getByRole("heading", { level: 1 }).textContent.replaceAll("\u00a0", " ")).toBe("Send 1 500 000 sat");
    expect(plain()).toContain("aurora asks to spend from your wallet, to 1 address");
    expect(plain()).toContain(
      "Unknown1 500 000 satbc1q 9x4f 6w0e 3h8s 5tla 2mju q7nd kz0r y4cv 7k2dOwn change4 212 880 sat",
    );
    expect(plain()).toContain("Own change4 212 880 satderived by this signer: m/84'/0'/0'/1/217");
    expect(plain()).toContain("2 inputs, 5 714 000 sat. Every amount is proven.");
    expect(plain()).toContain("Fee1 120 sat5.0 sat/vB, 0.07 % of the amount");
    expect(plain()).toContain("Inside the limit for on-chain spending in a day: 1 500 000 sat of 5 000 000 sat");
    expect(plain()).toContain("policy-onchain-no-unknown-outputs");
    expect(plain()).toContain("Reference 7F3K");
  });
  it("puts strangers first, names friends, and warns of fees, claims and limits", async () => {
    await renderApprove([aWorryingSend()]);
    const text = plain();
    const order = ["Unknown", "cold storage", "Own change"].map((word) => text.indexOf(word));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(text).toContain(
      "Allowlistedcold storage250 000 satbc1q f7l0 w3c9 d2k5 x8e4 tla6 jur7 nqcz 0sy4 p2mh aOwn change2 700 000 sat",
    );
    expect(text).toContain("142.3 sat/vB, 11 % of the amount");
    expect(text).toContain("1 of 2 amounts is only claimed by the node.");
    expect(text).toContain("Over the limit for fees in a day: 33 000 sat of 20 000 sat");
  });
  it("is the channel of an open, and the text of a message", async () => {
    const bridge = await renderApprove([aChannelOpen()]);
    expect(plain()).toContain("Open a channel of 2 000 000 sat");
    expect(plain()).toContain("Channel2 000 000 sat");
    await act(async () => bridge.setOpen([aMessageApproval()]));
    expect(plain()).toContain("Sign a message");
    expect(plain()).toContain("I, aurora, log in to example.org");
  });
  it("counts down while the node waits, then says that it was told to repeat", async () => {
    await renderApprove([anApproval()]);
    expect(plain()).toContain("Your node waits 4 s for an answer");
    await pass(1_000);
    expect(plain()).toContain("Your node waits 3 s for an answer");
    await pass(3_000);
    expect(plain()).toContain("Your node was told to repeat: 14 min 5");
  });
});

describe("approving", () => {
  it("takes 1.5 s before a watched window, and 0.8 s of holding", async () => {
    const bridge = await renderApprove([aRepeatable()]);
    await pressFor(1_000);
    expect(approveButton().textContent).toContain("Read first");
    expect(bridge.inputsOf("approvals.decide")).toEqual([]);
    fireEvent.pointerUp(approveButton());
    await pass(600);
    await pressFor(700);
    expect(bridge.inputsOf("approvals.decide")).toEqual([]);
    await pass(150);
    expect(bridge.inputsOf("approvals.decide")).toEqual([{ ref: "7F3K", decision: "approve" }]);
  });
  it.each([
    ["letting go", () => fireEvent.pointerUp(approveButton())],
    ["slipping off", () => fireEvent.pointerLeave(approveButton())],
    ["losing the keyboard", () => fireEvent.blur(approveButton())],
    ["leaving the window", () => watch(false)],
  ])("%s before that approves nothing", async (_name, letGo) => {
    const bridge = await renderApprove([aRepeatable()]);
    await pass(1_600);
    await pressFor(600);
    await act(async () => void letGo());
    await pass(2_000);
    expect(bridge.inputsOf("approvals.decide")).toEqual([]);
  });
  it("a click, Enter or a short press of the space bar approve nothing; a long one does", async () => {
    const bridge = await renderApprove([aRepeatable()]);
    await pass(1_600);
    fireEvent.click(approveButton());
    expect(fireEvent.keyDown(approveButton(), { key: "Enter" })).toBe(false);
    await pass(2_000);
    fireEvent.keyDown(approveButton(), { key: " " });
    await pass(300);
    fireEvent.keyUp(approveButton(), { key: " " });
    await pass(2_000);
    expect(bridge.inputsOf("approvals.decide")).toEqual([]);
    fireEvent.keyDown(approveButton(), { key: " " });
    await pass(900);
    expect(bridge.inputsOf("approvals.decide")).toEqual([{ ref: "7F3K", decision: "approve" }]);
  });
  it("nothing can be approved in a window that is not watched, and its time begins anew afterwards", async () => {
    const bridge = await renderApprove([aRepeatable()]);
    await pass(1_600);
    await act(async () => watch(false));
    expect(approveButton().textContent).toContain("Click here first");
    await pressFor(1_000);
    fireEvent.pointerUp(approveButton());
    await act(async () => watch(true));
    await pressFor(1_000);
    expect(bridge.inputsOf("approvals.decide")).toEqual([]);
    fireEvent.pointerUp(approveButton());
    await pass(600);
    expect(approveButton().textContent).toContain("Hold to approve");
  });
  it("content that changes under the finger has to be read anew", async () => {
    const bridge = await renderApprove([aRepeatable()]);
    await pass(1_600);
    await pressFor(500);
    const changed = aRepeatable({ findings: [{ tag: "x", action: "ask", detail: "Something else" }] });
    await act(async () => bridge.setOpen([changed]));
    await pass(500);
    expect(approveButton().textContent).toContain("Read first");
    expect(bridge.inputsOf("approvals.decide")).toEqual([]);
  });
  it("says what to do next: nothing when the node waited, repeat when it was told so", async () => {
    const bridge = await renderApprove([anApproval({ heldUntilMs: Date.now() + 9_000 })]);
    await pass(1_600);
    await pressFor(900);
    await act(async () => bridge.setOpen([]));
    expect(plain()).toContain("ApprovedYour node gets its signature now.");
    await pass(2_000);
    expect(bridge.inputsOf("approvals.putAway")).toEqual([{}]);
  });
  it("after a repeat was asked for the window stays until the person is done or the repeat came", async () => {
    const bridge = await renderApprove([aRepeatable()]);
    await pass(1_600);
    await pressFor(900);
    await act(async () => bridge.setOpen([{ ...aGrant(), ref: "7F3K" }]));
    expect(plain()).toContain("Approved: now repeat it");
    await pass(60_000);
    expect(plain()).toContain("Approved: now repeat it");
    expect(bridge.inputsOf("approvals.putAway")).toEqual([]);
    await act(async () => bridge.setOpen([{ ...aGrant(), ref: "7F3K", state: "in-use" }]));
    expect(plain()).toContain("Your node gets its signature now.");
    await pass(2_000);
    expect(bridge.inputsOf("approvals.putAway")).toEqual([{}]);
  });
  it("a decision that came too late is said, and nothing is pretended", async () => {
    await renderApprove([aRepeatable()], {
      "approvals.decide": () => no({ code: "APPROVAL_OVER", message: "There is nothing left to decide about 7F3K." }),
    });
    await pass(1_600);
    await pressFor(900);
    expect(screen.getByRole("alert").textContent).toContain("There is nothing left to decide about 7F3K.");
    expect(plain()).not.toContain("Approved");
  });
});

describe("refusing", () => {
  it("has the keyboard from the start and takes one click", async () => {
    const bridge = await renderApprove([anApproval()]);
    expect(document.activeElement).toBe(refuseButton());
    await act(async () => void fireEvent.click(refuseButton()));
    expect(bridge.inputsOf("approvals.decide")).toEqual([{ ref: "7F3K", decision: "refuse" }]);
    expect(plain()).toContain("RefusedNothing was signed.");
  });
  it("is not done by keys that were meant for another window", async () => {
    await renderApprove([anApproval()]);
    expect(fireEvent.keyDown(refuseButton(), { key: "Enter" })).toBe(false);
    expect(fireEvent.keyDown(refuseButton(), { key: " " })).toBe(false);
    await pass(1_600);
    expect(fireEvent.keyDown(refuseButton(), { key: "Enter" })).toBe(true);
  });
});

describe("several at once", () => {
  it("answering the second leaves the first waiting, and what arrives takes nobody's place", async () => {
    const bridge = await renderApprove([aWorryingSend(), aChannelOpen()]);
    expect(plain()).toContain("Reference Q2WX");
    await act(async () => bridge.setOpen([aWorryingSend(), aChannelOpen(), anApproval()]));
    expect(plain()).toContain("Reference Q2WX");
    expect(plain()).toContain("1 of 3");
    fireEvent.click(screen.getByRole("button", { name: "Next request" }));
    expect(plain()).toContain("Reference M4TC");
    await act(async () => void fireEvent.click(refuseButton()));
    expect(bridge.inputsOf("approvals.decide")).toEqual([{ ref: "M4TC", decision: "refuse" }]);
    await act(async () => bridge.setOpen([aWorryingSend(), anApproval()]));
    await pass(2_000);
    expect(plain()).toMatch(/Reference (7F3K|Q2WX)/);
    expect(bridge.inputsOf("approvals.putAway")).toEqual([]);
  });
  it("a send that may open a channel is approved as one when the person says so", async () => {
    const bridge = await renderApprove([aRepeatable({ mayBeOpen: true })]);
    await pass(1_600);
    fireEvent.click(screen.getByRole("switch", { name: "This opens a channel" }));
    await pressFor(900);
    expect(bridge.inputsOf("approvals.decide")).toEqual([{ ref: "7F3K", decision: "approve-as-open" }]);
  });
  it("what was said of a send is dropped when it turns out that it cannot open one", async () => {
    const bridge = await renderApprove([aRepeatable({ mayBeOpen: true })]);
    await pass(1_600);
    fireEvent.click(screen.getByRole("switch", { name: "This opens a channel" }));
    await act(async () => bridge.setOpen([aRepeatable()]));
    await pass(1_600);
    await pressFor(900);
    expect(bridge.inputsOf("approvals.decide")).toEqual([{ ref: "7F3K", decision: "approve" }]);
  });
  it("a send that cannot open one is not offered as one", async () => {
    await renderApprove([anApproval()]);
    expect(screen.queryByRole("switch")).toBeNull();
  });
  it("going to another one begins the reading anew", async () => {
    await renderApprove([aWorryingSend(), aChannelOpen()]);
    await pass(1_600);
    expect(approveButton().textContent).toContain("Hold to approve");
    fireEvent.click(screen.getByRole("button", { name: "Next request" }));
    expect(approveButton().textContent).toContain("Read first");
  });
});

describe("nothing to decide", () => {
  it("puts the window away", async () => {
    const bridge = await renderApprove([]);
    expect(bridge.inputsOf("approvals.putAway")).toEqual([{}]);
    await act(async () => bridge.setOpen([aGrant()]));
    expect(plain()).toContain("Nothing waits for you");
  });
  it("a request that is decided elsewhere goes", async () => {
    const bridge = await renderApprove([aRepeatable()]);
    expect(bridge.inputsOf("approvals.putAway")).toEqual([]);
    await act(async () => bridge.setOpen([]));
    expect(bridge.inputsOf("approvals.putAway")).toEqual([{}]);
  });
  it("says why it cannot read, and tries again", async () => {
    const bridge = await renderApprove([], {
      "approvals.list": () => no({ code: "KEYS_LOCKED", message: "The window is locked. Unlock it first." }),
    });
    expect(screen.getByRole("alert").textContent).toBe("The window is locked. Unlock it first.");
    bridge.answer("approvals.list", () => ({ ok: true, value: { open: [aRepeatable()] } }));
    await act(async () => void fireEvent.click(screen.getByRole("button", { name: "Try again" })));
    expect(plain()).toContain("Reference 7F3K");
  });
});

it("asks for what waits and decides it, and calls nothing else", async () => {
  const bridge = await renderApprove([aRepeatable()]);
  await pass(1_600);
  await pressFor(900);
  expect(new Set(bridge.calls.map(({ name }) => name))).toEqual(new Set(["approvals.list", "approvals.decide"]));
});

it.each([
  ["asked", [aWorryingSend(), aChannelOpen()]],
  ["nothing", []],
])("%s has nothing axe objects to", async (_name, open) => {
  vi.useRealTimers();
  await renderApprove(open);
  const { violations } = await axe.run(document.body, {
    resultTypes: ["violations"],
    rules: { "color-contrast": { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
});
