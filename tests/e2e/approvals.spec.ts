/** A node asks for something only a person can judge: the approval window, from both sides. */
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { expect, test } from "../support/desktopApp";
import { lookAtScreen } from "../support/lookAtScreen";
import { pairedWithSender } from "../support/pairedSender";
import { button, heading, pageLink, practiceName } from "../support/screens";

const asked = "The send waits for a person";

/** The approval window, once its page is there. */
async function approvalPage(app: ElectronApplication): Promise<Page> {
  const isIt = (page: Page) => page.url() === "app://approve/approve.html";
  const page = app.windows().find(isIt) ?? (await app.waitForEvent("window", isIt));
  await expect(button(page, "Refuse"), asked).toBeVisible();
  return page;
}

function approvalWindow(app: ElectronApplication) {
  return app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find(({ title }) => title === "Countersign asks");
    return window === undefined
      ? null
      : { isVisible: window.isVisible(), isFocused: window.isFocused(), isOnTop: window.isAlwaysOnTop() };
  });
}

/** Holds the button for as long as a person would. */
async function holdToApprove(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: /^Hold to approve/ })).toBeVisible();
  await page.getByRole("button", { name: /^Hold to approve/ }).hover();
  await page.mouse.down();
  await page.waitForTimeout(1_000);
  await page.mouse.up();
}

test("the window pops up on top, holds until the node gives up, and the repeat is signed once", async ({
  running,
  profile,
  desktop,
}) => {
  test.setTimeout(240_000);
  const { app, page } = running;
  const node = await pairedWithSender(running, profile);
  try {
    const first = node.send();
    const approve = await approvalPage(app);
    await expect(heading(approve, /^Send [\d\s]+ sat$/)).toBeVisible();
    await expect(approve.getByText(`${practiceName} asks to spend from your wallet, to 1 address`)).toBeVisible();
    await expect.poll(() => approvalWindow(app)).toMatchObject({ isVisible: true, isOnTop: true });
    await expect(button(approve, "Refuse")).toBeFocused();
    await expect.poll(() => desktop.notices.map(({ summary }) => summary)).toContain("A signature waits for you");
    for (const { body } of desktop.notices) expect(body).not.toMatch(/\d{3}/);
    await expect
      .poll(async () => (await desktop.tray()).tooltip)
      .toBe("Countersign: A request waits for your approval");

    // Nobody decides in time: the node reads what to do, and the card stays.
    const ref = (await approve.getByText(/^Reference [0-9A-Z]{4}$/).textContent())?.slice(-4) ?? "";
    for (const result of (await first).results) {
      expect(result).toContain("[approval-needed]");
      expect(result).toContain(ref);
    }
    await expect(approve.getByText(/Your node was told to repeat/)).toBeVisible();
    await lookAtScreen(approve, "approve-repeat");

    await page.bringToFront();
    await pageLink(page, "Approvals").click();
    await expect(heading(page, "One request waits for you")).toBeVisible();
    await lookAtScreen(page, "approvals-waiting");

    await approve.bringToFront();
    await holdToApprove(approve);
    await expect(heading(approve, "Approved: now repeat it")).toBeVisible();
    await lookAtScreen(approve, "approve-granted");
    expect((await node.repeat()).results).toEqual(["signed", "signed"]);
    await expect.poll(() => approvalWindow(app)).toMatchObject({ isVisible: false });

    // The same once more, after it was used, asks anew.
    const again = node.send();
    const next = await approvalPage(app);
    await expect.poll(() => approvalWindow(app)).toMatchObject({ isVisible: true });
    await button(next, "Refuse").click();
    for (const result of (await again).results) expect(result).toContain("[approval-refused]");
    await expect(heading(next, "Refused")).toBeVisible();
    await expect.poll(() => approvalWindow(app)).toMatchObject({ isVisible: false });
  } finally {
    await node.stop();
  }
});

test("approving while the node waits signs at once; a reload in the middle loses nothing", async ({
  running,
  profile,
}) => {
  test.setTimeout(240_000);
  const { app, page } = running;
  // A node whose owner likes to answer live.
  const node = await pairedWithSender(running, profile, 60);
  try {
    const first = node.send();
    const approve = await approvalPage(app);
    await app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.reload();
    });
    await expect(button(approve, "Refuse")).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Pages" })).toBeVisible();
    await button(approve, "Refuse").click();
    await first;
    await expect.poll(() => approvalWindow(app)).toMatchObject({ isVisible: false });

    const second = node.send();
    await expect.poll(() => approvalWindow(app)).toMatchObject({ isVisible: true });
    await holdToApprove(approve);
    expect((await second).results).toEqual(["signed", "signed"]);

    await page.bringToFront();
    await pageLink(page, "Journal").click();
    await expect(page.getByRole("button", { name: /Send from wallet.*approved, [0-9A-Z]{4}/ }).first()).toBeVisible();
    await button(page, "Verify").click();
    await expect(page.getByText(/lines are as they were written/)).toBeVisible();
    await lookAtScreen(page, "journal");
  } finally {
    await node.stop();
  }
});

test("the approval page can do nothing but approve and refuse, and the lock hides it", async ({ running, profile }) => {
  test.setTimeout(120_000);
  const { app, page } = running;
  const node = await pairedWithSender(running, profile);
  try {
    const sending = node.send();
    const approve = await approvalPage(app);
    const found = await approve.evaluate(async () => {
      const { call, on } = Reflect.get(globalThis, "countersign");
      const attempt = async (task: () => unknown) => {
        try {
          return JSON.stringify(await task());
        } catch (error) {
          return (error as Error).message;
        }
      };
      return {
        types: ["require", "process", "module"].map((name) => typeof Reflect.get(globalThis, name)),
        snapshot: await attempt(() => call("app.snapshot", {})),
        backup: await attempt(() => call("backup.reveal", { passphrase: "" })),
        feed: await attempt(() => on("feed.appended", () => undefined)),
        list: await attempt(async () => (await call("approvals.list", {})).ok),
        opened: await attempt(() => window.open("https://example.com/")),
      };
    });
    expect(found.types).toEqual(["undefined", "undefined", "undefined"]);
    expect(found.snapshot).toContain("no such call");
    expect(found.backup).toContain("no such call");
    expect(found.feed).toContain("no such event");
    expect(found.list).toBe("true");
    expect(found.opened).toBe("null");

    // Even with the big window's preload the main process refuses what this document may not ask for.
    const preload = path.resolve(__dirname, "../../dist/preload/index.cjs");
    const reply = await app.evaluate(async ({ BrowserWindow }, preloadFile) => {
      const window = new BrowserWindow({ show: false, webPreferences: { preload: preloadFile, sandbox: true } });
      await window.loadURL("app://approve/approve.html");
      const answer: unknown = await window.webContents.executeJavaScript(`countersign.call("approvals.list", {})`);
      window.destroy();
      return answer;
    }, preload);
    expect(reply).toMatchObject({ ok: false, error: { code: "NOT_ALLOWED" } });

    await page.bringToFront();
    await button(page, "Lock").click();
    await expect(heading(page, "Locked")).toBeVisible();
    await expect.poll(() => approvalWindow(app)).toMatchObject({ isVisible: false });
    await button(page, "Unlock").click();
    await expect.poll(() => approvalWindow(app)).toMatchObject({ isVisible: true });
    await button(approve, "Refuse").click();
    await sending;
  } finally {
    await node.stop();
  }
});
