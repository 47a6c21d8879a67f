/** The other pages, with the practice node's traffic in them. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "../support/desktopApp";
import { lookAtScreen } from "../support/lookAtScreen";
import { button, heading, keepSeed, pageLink, restoreKnownAezeed } from "../support/screens";

test("requests are listed, filtered and opened", async ({ running: { page } }) => {
  await page.getByRole("button", { name: /^Try it with a practice node/ }).click();
  await expect(heading(page, "Signing for Practice node")).toBeVisible({ timeout: 30_000 });
  await expect
    .poll(() => page.getByRole("region", { name: "Live" }).getByRole("listitem").count(), { timeout: 45_000 })
    .toBeGreaterThan(5);
  await pageLink(page, "Requests").click();
  const list = page.getByRole("main").getByRole("list").first();
  await expect(list.getByRole("listitem").first()).toBeVisible();
  await lookAtScreen(page, "requests");
  await list.getByRole("button").first().click();
  // A row of several alike unfolds first. Rows come in meanwhile: which one was clicked shows in what it did.
  const dialog = page.getByRole("dialog");
  const unfolded = list.getByRole("list").getByRole("button").first();
  await expect(dialog.or(unfolded).first()).toBeVisible();
  if (!(await dialog.isVisible())) await unfolded.click();
  await expect(dialog).toBeVisible();
  await lookAtScreen(page, "request-detail");
});

test("settings are kept, and dangerous ones say what they do", async ({ running: { app, page }, profile }) => {
  await restoreKnownAezeed(page);
  await keepSeed(page, "correct horse battery staple");
  await pageLink(page, "Settings").click();
  await lookAtScreen(page, "settings");

  await page.getByRole("radio", { name: "Dark" }).click();
  await expect.poll(() => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe("dark");
  await page.getByRole("radio", { name: "System" }).click();
  await expect.poll(() => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe("system");

  const autostart = path.join(profile, "config", "autostart", "countersign.desktop");
  await page.getByRole("switch", { name: "Open at login" }).click();
  // It is there a moment before it is written.
  await expect.poll(() => (existsSync(autostart) ? readFileSync(autostart, "utf8") : "")).toContain('"--hidden"');
  await page.getByRole("switch", { name: "Open at login" }).click();
  await expect.poll(() => existsSync(autostart)).toBe(false);

  await button(page, "Change").click();
  await expect(page.getByRole("dialog", { name: "Change passphrase" })).toBeVisible();
  await lookAtScreen(page, "settings-passphrase");
  await button(page, "Cancel").click();

  await button(page, "Erase").click();
  await expect(page.getByRole("dialog", { name: "Erase seed and pairing?" })).toBeVisible();
  await lookAtScreen(page, "settings-erase");
  const confirm = button(page, "Erase for good");
  await expect(confirm).toBeDisabled();
  const fingerprint = await page.evaluate(async () => {
    const { value } = await Reflect.get(globalThis, "countersign").call("app.snapshot", {});
    return value.keystore.masterFingerprintHex as string;
  });
  await page.getByLabel("Type the fingerprint to confirm").fill(fingerprint);
  await confirm.click();
  await expect(heading(page, "Your node asks. This computer signs.")).toBeVisible();
});
