/** Tray, closing and quitting, seen from the desktop's side of the session bus. */
import { once } from "node:events";
import { expect, isWindowVisible, test } from "../support/desktopApp";
import { lookAtScreen } from "../support/lookAtScreen";
import { button, heading, keepSeed, restoreKnownAezeed } from "../support/screens";

test("the tray names the state, opens the window and locks", async ({ running: { app, page }, desktop }) => {
  await expect(heading(page, "Your node asks. This computer signs.")).toBeVisible();
  await expect.poll(async () => (await desktop.tray()).tooltip).toBe("Countersign: Not set up yet");
  expect((await desktop.trayMenu()).map(({ label, enabled }) => [label, enabled])).toEqual([
    ["Not set up yet", false],
    ["Open Countersign", true],
    ["Lock", false],
    ["Pause 15 minutes", false],
    ["Quit", true],
  ]);

  await restoreKnownAezeed(page);
  await keepSeed(page, "correct horse battery staple");
  await expect.poll(async () => (await desktop.tray()).tooltip).toBe("Countersign: No node paired");

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await desktop.clickTrayMenu("Open Countersign");
  await expect.poll(() => isWindowVisible(app)).toBe(true);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());
  await desktop.clickTray();
  await expect.poll(() => isWindowVisible(app)).toBe(true);

  await desktop.clickTrayMenu("Lock");
  await expect(heading(page, "Locked")).toBeVisible();
  expect((await desktop.trayMenu()).filter(({ enabled }) => enabled).map(({ label }) => label)).toEqual([
    "Open Countersign",
    "Quit",
  ]);
});

test("pausing and resuming from the tray", async ({ running: { page }, desktop }) => {
  await page.getByRole("button", { name: /^Try it with a practice node/ }).click();
  await expect(heading(page, "Signing for Practice node")).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => (await desktop.tray()).tooltip).toBe("Countersign: Signing for Practice node");
  await desktop.clickTrayMenu("Pause 15 minutes");
  await expect(heading(page, "Paused for Practice node")).toBeVisible();
  await expect.poll(async () => (await desktop.tray()).tooltip).toBe("Countersign: Paused: every request is refused");
  await lookAtScreen(page, "home-paused");
  await desktop.clickTrayMenu("Resume");
  await expect(heading(page, "Signing for Practice node")).toBeVisible();
});

test("closing the window keeps the signer running and says so once", async ({ running: { app }, desktop }) => {
  const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect.poll(() => isWindowVisible(app)).toBe(true);
  await close();
  await expect.poll(() => isWindowVisible(app)).toBe(false);
  await expect.poll(() => desktop.notices.map(({ summary }) => summary)).toEqual(["Countersign keeps running"]);

  desktop.clickNotice(desktop.notices[0]?.id ?? 0);
  await expect.poll(() => isWindowVisible(app)).toBe(true);
  await close();
  await expect.poll(() => isWindowVisible(app)).toBe(false);
  expect(desktop.notices).toHaveLength(1);
});

test("quitting from the tray asks in the window first", async ({ running: { app, page }, desktop }) => {
  await page.getByRole("button", { name: /^Try it with a practice node/ }).click();
  await expect(heading(page, "Signing for Practice node")).toBeVisible({ timeout: 30_000 });
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide());

  await desktop.clickTrayMenu("Quit");
  await expect.poll(() => isWindowVisible(app)).toBe(true);
  await expect(page.getByRole("dialog", { name: "Quit and end the practice?" })).toBeVisible();
  await lookAtScreen(page, "quit");
  await button(page, "Stay").click();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(heading(page, "Signing for Practice node")).toBeVisible();

  await desktop.clickTrayMenu("Quit");
  const ended = once(app.process(), "exit");
  await button(page, "Quit anyway").click();
  expect((await ended)[0]).toBe(0);
});
