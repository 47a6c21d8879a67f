// @vitest-environment jsdom
import { act, fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { no, ok } from "./support/fakeBridge";
import {
  aBackingOffSnapshot,
  aLivelyFeed,
  anEntry,
  anOpenKeystore,
  aSigningSnapshot,
  aSnapshot,
  aSummary,
  noTotals,
} from "./support/fixtures";
import { click, heading, renderApp, type } from "./support/renderApp";

describe("opening", () => {
  it("waits for the seed in words", async () => {
    await renderApp(aSnapshot({ keystore: { state: "checking" } }));
    expect(screen.getByText("Looking for your seed").closest("[role=status]")).not.toBeNull();
  });
  it("says when nothing came, and tries again", async () => {
    let failing = true;
    await renderApp(aSnapshot(), [], {
      "app.snapshot": () =>
        failing ? no({ code: "INTERNAL", message: "Something broke.", ref: "7f3a" }) : ok(aSnapshot()),
    });
    expect(heading()).toBe("Countersign did not start");
    expect(screen.getByRole("alert").textContent).toContain("7f3a");
    failing = false;
    await click("Try again");
    expect(heading()).toContain("Your node asks.");
  });
  it.each([
    ["absent", "No keychain on this computer"],
    ["locked", "The keychain is locked"],
    ["hanging", "The keychain does not answer"],
    ["failed", "The keychain reported an error"],
    ["lost", "The seed is no longer where it was kept"],
  ] as const)("a keychain that is %s has its own words and never looks like no seed", async (trouble, title) => {
    const bridge = await renderApp(aSnapshot({ keystore: { state: "trouble", trouble, detail: "dbus says no" } }));
    expect(heading()).toBe(title);
    expect(screen.queryByText(/Create a new seed/)).toBeNull();
    expect(screen.getByText("dbus says no")).toBeTruthy();
    await click("Try again");
    expect(bridge.inputsOf("keystore.retry")).toEqual([{}]);
  });
  it("without a keychain a new seed may go into a sealed file", async () => {
    const bridge = await renderApp(aSnapshot({ keystore: { state: "trouble", trouble: "absent", detail: "" } }));
    await click("Use a sealed file instead");
    expect(screen.getByRole("button", { name: /Create a new seed/ })).toBeTruthy();
    act(() =>
      bridge.push(
        aSnapshot({
          keystore: {
            state: "draft",
            origin: "new-aezeed",
            network: "mainnet",
            identityPubkeyHex: "02",
            masterFingerprintHex: "a81c5f02",
            birthdayMs: null,
          },
        }),
      ),
    );
    expect(screen.getByRole<HTMLInputElement>("radio", { name: /A file sealed/ }).checked).toBe(true);
  });
  it("a sealed seed opens with its passphrase, which does not stay", async () => {
    const bridge = await renderApp(
      aSnapshot({ keystore: { state: "sealed", network: "mainnet", store: "file", hasPassphrase: true } }),
      [],
      {
        "keystore.unlock": () => no({ code: "TOO_MANY_ATTEMPTS", message: "wait", at: 4 }),
      },
    );
    type("Passphrase", "five quiet herons");
    await click("Unlock");
    expect(bridge.inputsOf("keystore.unlock")).toEqual([{ passphrase: "five quiet herons" }]);
    expect(screen.getByLabelText<HTMLInputElement>("Passphrase").value).toBe("");
    expect(screen.getByRole("alert").textContent).toContain("Wait 4 seconds");
  });
  it.each([
    [
      "sealed and its passphrase forgotten",
      { state: "sealed", network: "mainnet", store: "keychain", hasPassphrase: true },
      "Forgotten? Erase and restore from your words",
    ],
    ["lost", { state: "trouble", trouble: "lost", detail: "" }, "Restore from your words"],
  ] as const)("a seed that is %s is erased once ERASE was typed", async (_case, keystore, action) => {
    const bridge = await renderApp(aSnapshot({ keystore }));
    await click(action);
    const erase = () => screen.getByRole<HTMLButtonElement>("button", { name: "Erase for good" });
    type("Type ERASE to confirm", "yes");
    expect(erase().disabled).toBe(true);
    type("Type ERASE to confirm", "erase");
    await click("Erase for good");
    expect(bridge.inputsOf("keystore.erase")).toEqual([{ confirmation: "ERASE" }]);
  });
  it("shows what is unusual about this run", async () => {
    await renderApp(aSnapshot({ banners: ["no-browser-sandbox", "development-runtime", "no-tray"] }));
    for (const title of [/Running without the browser sandbox/, /Development runtime/, /No tray on this desktop/]) {
      expect(screen.getByText(title)).toBeTruthy();
    }
  });
});

describe("a database that could not be read", () => {
  it("is said on every screen, with where it went and what to do", async () => {
    const file = "/home/ana/.config/Countersign/state.db.unreadable-2026-01-02T03-04-05-000Z";
    const bridge = await renderApp(aSnapshot({ keystore: anOpenKeystore(), movedAsideFile: file }));
    const note = () => screen.getByRole("note").textContent;
    expect(note()).toContain(file);
    expect(note()).toContain("pair with your node again");
    act(() => bridge.push(aSigningSnapshot({ windowLocked: true, movedAsideFile: file })));
    expect(note()).toContain(file);
  });
});

describe("the lock screen", () => {
  it("says that signing goes on", async () => {
    await renderApp(aSigningSnapshot({ windowLocked: true }));
    expect(heading()).toBe("Locked");
    expect(screen.getByText("Still signing for aurora")).toBeTruthy();
    expect(screen.queryByRole("navigation")).toBeNull();
  });
  it("says that it does not when locking wipes the keys", async () => {
    const settings = { ...aSnapshot().settings, signWhileLocked: false };
    const keystore = { state: "sealed", network: "mainnet", store: "keychain", hasPassphrase: true } as const;
    await renderApp(aSigningSnapshot({ windowLocked: true, settings, keystore }));
    expect(heading()).toBe("Locked");
    expect(screen.getByText(/Every request is refused until you unlock/)).toBeTruthy();
  });
  it("asks for no passphrase when the locked seed has none", async () => {
    const settings = { ...aSnapshot().settings, signWhileLocked: false };
    const keystore = { state: "sealed", network: "mainnet", store: "keychain", hasPassphrase: false } as const;
    const bridge = await renderApp(aSigningSnapshot({ windowLocked: true, settings, keystore }));
    expect(screen.queryByLabelText("Passphrase")).toBeNull();
    await click("Unlock");
    expect(bridge.inputsOf("keystore.unlock")).toEqual([{ passphrase: "" }]);
  });
  it("opens without a passphrase where none is set", async () => {
    const bridge = await renderApp(
      aSigningSnapshot({ windowLocked: true, keystore: anOpenKeystore({ hasPassphrase: false }) }),
    );
    await click("Unlock");
    expect(bridge.inputsOf("keystore.unlock")).toEqual([{ passphrase: "" }]);
  });
  it("is out of reach while practising, and says why", async () => {
    await renderApp(aSigningSnapshot({ practice: true }));
    const lock = screen.getByRole<HTMLButtonElement>("button", { name: "Lock" });
    expect(lock.disabled).toBe(true);
    expect(lock.title).toContain("Leave practice first");
  });
  it("is one click away", async () => {
    await renderApp(aSigningSnapshot());
    await click("Lock");
    expect(heading()).toBe("Locked");
  });
});

describe("home", () => {
  it("leads to pairing while there is no node", async () => {
    await renderApp(aSnapshot({ keystore: anOpenKeystore() }));
    expect(heading()).toBe("Your keys are ready");
    await click("Pair with your node");
    expect(heading()).toBe("Pair with your node");
  });
  it("shows the node, the numbers and the feed in words", async () => {
    await renderApp(aSigningSnapshot(), aLivelyFeed());
    expect(heading()).toBe("Signing for aurora");
    expect(screen.getByText("18 204")).toBeTruthy();
    const live = within(screen.getByRole("region", { name: "Live" }));
    expect(live.getByText("Message that is a transaction in disguise")).toBeTruthy();
    expect(live.getByText("refused")).toBeTruthy();
    expect(live.getByText(/“coffee, table 4”/)).toBeTruthy();
  });
  it("says what went wrong with the link and what to do, and retries", async () => {
    const bridge = await renderApp(aBackingOffSnapshot("macaroon-refused", "permission denied"));
    expect(heading()).toBe("aurora refused the macaroon");
    expect(screen.getByText(/bakemacaroon --root_key_id 77/)).toBeTruthy();
    expect(screen.getByText("permission denied")).toBeTruthy();
    await click("Retry now");
    expect(bridge.inputsOf("link.retryNow")).toEqual([{}]);
  });
  it("pauses signing and resumes it", async () => {
    const bridge = await renderApp(aSigningSnapshot());
    await click("Pause 15 min");
    expect(bridge.inputsOf("link.pause")).toEqual([{ minutes: 15 }]);
    act(() => bridge.push(aSigningSnapshot({ pausedUntilMs: Date.now() + 900_000 })));
    expect(heading()).toBe("Paused for aurora");
    await click("Resume signing");
    expect(bridge.inputsOf("link.resume")).toEqual([{}]);
  });
  it("adds requests as they come, and holds still when asked", async () => {
    const bridge = await renderApp(aSigningSnapshot({ totals: noTotals }));
    expect(screen.getByText("Nothing asked yet")).toBeTruthy();
    const invoice = (seq: number) => anEntry({ seq, summary: aSummary({ class: "invoice", kind: "signMessage" }) });
    act(() => bridge.append([invoice(1)]));
    expect(screen.getAllByText("Invoice")).toHaveLength(1);
    await click("Pause feed");
    act(() => bridge.append([invoice(2), invoice(3)]));
    expect(screen.getAllByText("Invoice")).toHaveLength(1);
    expect(screen.getByText("Feed paused, 2 new")).toBeTruthy();
    await click("Resume feed");
    expect(screen.getAllByText("Invoice")).toHaveLength(3);
    // In a rush not every entry comes to the window; all are counted.
    await click("Pause feed");
    await act(async () => bridge.append([invoice(500)]));
    expect(screen.getByText("Feed paused, 497 new")).toBeTruthy();
  });
  it("reads the feed again after a gap", async () => {
    const bridge = await renderApp(aSigningSnapshot(), aLivelyFeed());
    await act(async () => {
      bridge.append([anEntry({ seq: 2_000 })], 1);
      bridge.append([anEntry({ seq: 2_005 })], 4);
    });
    expect(bridge.inputsOf("feed.page")).toHaveLength(2);
    await act(async () => {
      bridge.append([anEntry({ seq: 2_100 })]);
      bridge.append([anEntry({ seq: 2_200 })]);
    });
    expect(bridge.inputsOf("feed.page")).toHaveLength(2);
  });
  it("opens a refusal to its whole story", async () => {
    await renderApp(aSigningSnapshot(), aLivelyFeed());
    await click(/in disguise/);
    const dialog = within(screen.getByRole("dialog", { name: "Message that is a transaction in disguise" }));
    expect(dialog.getByText(/shape of a transaction digest/)).toBeTruthy();
    expect(dialog.getByText("policy-message-sighash-shape")).toBeTruthy();
    await click("Close details");
    expect(screen.queryByRole("dialog")).toBeNull();
  });
  it("shows of a send where the money goes and what is ours", async () => {
    await renderApp(aSigningSnapshot(), aLivelyFeed());
    await click(/Send from wallet/);
    const dialog = within(screen.getByRole("dialog"));
    expect(dialog.getByText("bc1q 9x4f 6w0e 3h8s 5tla 2mju q7nd kz0r y4cv 7k2d")).toBeTruthy();
    expect(dialog.getByText("your change")).toBeTruthy();
    expect(dialog.getByText("derived by this signer: m/84'/0'/0'/1/217")).toBeTruthy();
  });
  it("unfolds a minute of routine", async () => {
    vi.useFakeTimers({ toFake: ["Date"], now: 60_000_000_000 });
    onTestFinished(() => void vi.useRealTimers());
    const now = Date.now();
    const ecdh = (seq: number) => anEntry({ seq, atMs: now + seq, summary: aSummary({ class: "node-ecdh" }) });
    await renderApp(aSigningSnapshot(), [ecdh(3), ecdh(2), ecdh(1)]);
    const row = screen.getByRole("button", { name: /Handshakes and onions/ });
    expect(row.textContent).toContain("3 this minute");
    expect(row.getAttribute("aria-expanded")).toBe("false");
    fireEvent.click(row);
    expect(row.getAttribute("aria-expanded")).toBe("true");
    expect(within(row.parentElement as HTMLElement).getAllByRole("listitem")).toHaveLength(3);
  });
  it("shows amounts in BTC when asked", async () => {
    const settings = { ...aSnapshot().settings, amountUnit: "btc" } as const;
    await renderApp(aSigningSnapshot({ settings }), aLivelyFeed());
    expect(screen.getAllByText(/0\.01 500 000/).length).toBeGreaterThan(0);
  });
  it("marks practice on every page and leads out of it", async () => {
    const bridge = await renderApp(aSigningSnapshot({ practice: true }));
    for (const page of ["Home", "Requests", "Node", "Settings"]) {
      await click(page);
      expect(screen.getByText("Practice node: throw-away keys")).toBeTruthy();
    }
    await click("Leave practice");
    expect(bridge.inputsOf("practice.stop")).toEqual([{}]);
  });
});

describe("requests", () => {
  it("filters, and offers everything again when nothing fits", async () => {
    await renderApp(aSigningSnapshot(), [anEntry({ seq: 1, summary: aSummary({ class: "invoice" }) })]);
    await click("Requests");
    expect(screen.getByText("Invoice")).toBeTruthy();
    fireEvent.click(screen.getByRole("radio", { name: "Gossip" }));
    expect(screen.getByText("Nothing matches")).toBeTruthy();
    await click("Show all");
    expect(screen.getByText("Invoice")).toBeTruthy();
  });
  it("opens with the refused ones from Home", async () => {
    await renderApp(aSigningSnapshot(), aLivelyFeed());
    await click("Show them");
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Refused" }).checked).toBe(true);
    expect(screen.queryByText("Invoice")).toBeNull();
  });
  it("pages back to the beginning", async () => {
    const all = Array.from({ length: 250 }, (_, index) => anEntry({ seq: 250 - index }));
    const bridge = await renderApp(aSigningSnapshot(), all);
    await click("Requests");
    expect(screen.getByText("200 shown")).toBeTruthy();
    await click("Show older");
    expect(bridge.inputsOf("feed.page").at(-1)).toEqual({ beforeSeq: 51, limit: 100 });
    expect(screen.getByText("250 shown")).toBeTruthy();
    expect(screen.getByText("That is everything since the signer started.")).toBeTruthy();
    // A rush: the window has the newest again, and older ones to page to.
    await act(async () => bridge.append([anEntry({ seq: 400 })]));
    expect(screen.queryByText("That is everything since the signer started.")).toBeNull();
    expect(screen.getByText("Show older")).toBeTruthy();
  });
  it("says so when older requests are no longer kept", async () => {
    const kept = Array.from({ length: 250 }, (_, index) => anEntry({ seq: 2_250 - index }));
    await renderApp(aSigningSnapshot(), kept);
    await click("Requests");
    await click("Show older");
    expect(screen.getByText("Older requests are no longer kept here. See the journal.")).toBeTruthy();
  });
});

describe("settings", () => {
  it("change at once", async () => {
    const bridge = await renderApp(aSigningSnapshot());
    await click("Settings");
    fireEvent.click(screen.getByRole("radio", { name: "Dark" }));
    await act(async () => fireEvent.click(screen.getByRole("switch", { name: "Sign while locked" })));
    expect(bridge.inputsOf("settings.update")).toEqual([{ theme: "dark" }, { signWhileLocked: false }]);
    expect(document.documentElement.getAttribute("data-theme")).toBe("dark");
    expect(screen.getByText(/wipes the keys from memory/)).toBeTruthy();
  });
  it("change the passphrase", async () => {
    const bridge = await renderApp(aSigningSnapshot());
    await click("Settings");
    await click("Change");
    type("Current passphrase", "the old one");
    type("New passphrase", "five quiet herons");
    type("New passphrase once more", "five quiet herons");
    await click("Save passphrase");
    expect(bridge.inputsOf("keystore.changePassphrase")).toEqual([
      { current: "the old one", next: "five quiet herons" },
    ]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });
  it("erase only after the fingerprint was typed", async () => {
    const bridge = await renderApp(aSigningSnapshot());
    await click("Settings");
    await click("Erase");
    const erase = () => screen.getByRole<HTMLButtonElement>("button", { name: "Erase for good" });
    expect(erase().disabled).toBe(true);
    type("Type the fingerprint to confirm", "a81c5f03");
    expect(erase().disabled).toBe(true);
    type("Type the fingerprint to confirm", " A81C5F02 ");
    await click("Erase for good");
    expect(bridge.inputsOf("keystore.erase")).toEqual([{ confirmation: "a81c5f02" }]);
  });
  it("show diagnostics and copy them whole", async () => {
    const bridge = await renderApp(aSigningSnapshot(), [], {
      "app.diagnostics": () =>
        ok({
          rows: [
            { label: "Electron", value: "45.4.1" },
            { label: "Stream", value: "online" },
          ],
        }),
    });
    await click("Settings");
    await click("Show");
    await click(/Copy all/);
    expect(bridge.inputsOf("clipboard.copy")).toEqual([{ text: "Electron: 45.4.1\nStream: online" }]);
  });
});

describe("quitting", () => {
  it("warns that the node will stop; staying has the focus", async () => {
    const bridge = await renderApp(aSigningSnapshot());
    await act(async () => bridge.askQuit());
    expect(screen.getByRole("dialog", { name: "Your node will stop without its signer" })).toBeTruthy();
    expect(document.activeElement?.textContent).toBe("Keep signing");
    await click("Keep signing");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(bridge.inputsOf("app.quit")).toEqual([]);
  });
  it("tells the main process each time that the question is shown", async () => {
    const bridge = await renderApp(aSigningSnapshot());
    await act(async () => bridge.askQuit());
    await act(async () => bridge.askQuit());
    expect(bridge.inputsOf("app.quitHeard")).toHaveLength(2);
  });
  it("quits when that is meant", async () => {
    const bridge = await renderApp(aSigningSnapshot());
    await act(async () => bridge.askQuit());
    await click("Quit anyway");
    expect(bridge.inputsOf("app.quit")).toEqual([{}]);
  });
  it("does not speak of a node where there is none", async () => {
    const bridge = await renderApp(aSnapshot());
    await act(async () => bridge.askQuit());
    expect(screen.getByRole("dialog", { name: "Quit Countersign?" })).toBeTruthy();
  });
  it("asks on the lock screen as well", async () => {
    const bridge = await renderApp(aSigningSnapshot({ windowLocked: true }));
    await act(async () => bridge.askQuit());
    expect(screen.getByRole("dialog")).toBeTruthy();
  });
});
