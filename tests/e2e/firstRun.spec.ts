/** The first minutes with the app: a new seed, its backup, and the practice node. */
import { existsSync } from "node:fs";
import { expect, test } from "../support/desktopApp";
import { accessibilityViolations, lookAtScreen } from "../support/lookAtScreen";
import { button, heading, knownAezeed } from "../support/screens";

test("a new seed is made, kept, shown once, checked, and signs for the practice node", async ({
  running: { app, page },
}) => {
  await expect(heading(page, "Your node asks. This computer signs.")).toBeVisible();
  await lookAtScreen(page, "welcome");

  await page.getByRole("button", { name: /^Create a new seed/ }).click();
  await page.getByLabel("Network").selectOption("regtest");
  await lookAtScreen(page, "new-seed");
  await button(page, "Generate 24 words").click();

  await expect(heading(page, "Protect your seed")).toBeVisible();
  await lookAtScreen(page, "protection");
  await button(page, "Keep this seed").click();

  await expect(heading(page, "Write down your words")).toBeVisible();
  await lookAtScreen(page, "backup");
  await expect(button(page, "Show my words")).toBeDisabled();
  await page.getByLabel(/I am alone/).check();
  await button(page, "Show my words").click();

  const grid = page.getByRole("list", { name: "Your 24 words, in order" });
  await expect(grid.getByRole("listitem")).toHaveCount(24);
  const words = (await grid.getByRole("listitem").allInnerTexts()).map((text) => text.replaceAll(/[^a-z]/g, ""));
  expect(words.every((word) => /^[a-z]{3,8}$/.test(word))).toBe(true);
  // A picture of the words would be a picture of a secret; this one is thrown away with the test's profile.
  expect(await accessibilityViolations(page)).toEqual([]);
  await button(page, "I have written them down").click();

  await expect(heading(page, "Check my copy")).toBeVisible();
  const asked = page.getByLabel(/^Word \d+$/);
  await expect(asked.first()).toBeVisible();
  const labels = await page.getByText(/^Word \d+$/).allInnerTexts();
  const positions = labels.map((label) => Number(label.replace("Word ", "")));
  expect(positions.length).toBeGreaterThanOrEqual(4);
  for (const position of positions) {
    const wrong = position === positions[0] ? "zebra" : (words[position - 1] ?? "");
    await page.getByLabel(`Word ${position}`, { exact: true }).fill(wrong);
  }
  await button(page, "Check").click();
  await expect(page.getByText("Does not match", { exact: true })).toHaveCount(1);
  await lookAtScreen(page, "backup-check");
  await page.getByLabel(`Word ${positions[0]}`, { exact: true }).fill(words[(positions[0] ?? 0) - 1] ?? "");
  await button(page, "Check").click();
  await expect(heading(page, "Your copy is right")).toBeVisible();
  await lookAtScreen(page, "backup-done");

  const again = await page.evaluate(() =>
    Reflect.get(globalThis, "countersign").call("backup.reveal", { passphrase: "" }),
  );
  expect(again).toMatchObject({ ok: false, error: { code: "NO_BACKUP_WORDS" } });

  const pageProcess = () =>
    app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0);
  const processWithWords = await pageProcess();
  await button(page, "Continue").click();
  await expect(heading(page, "Pair with your node")).toBeVisible();
  expect(await pageProcess()).not.toBe(processWithWords);
  // The memory that held the words is the system's again.
  await expect.poll(() => existsSync(`/proc/${processWithWords}`)).toBe(false);
  await lookAtScreen(page, "pair");
  await button(page, "Try the practice node").click();
  await expect(heading(page, "Signing for Practice node")).toBeVisible({ timeout: 30_000 });
  const live = page.getByRole("region", { name: "Live" });
  await expect(live.getByRole("listitem").first()).toBeVisible({ timeout: 30_000 });
  await expect(live.getByText("signed").or(live.getByText("answered")).first()).toBeVisible();
  await lookAtScreen(page, "home-practice");
});

test("the practice node signs without any seed of one's own", async ({ running: { page } }) => {
  await page.getByRole("button", { name: /^Try it with a practice node/ }).click();
  await expect(heading(page, "Signing for Practice node")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole("region", { name: "Live" }).getByRole("listitem").first()).toBeVisible({
    timeout: 30_000,
  });
  await page.getByRole("button", { name: "Leave practice" }).first().click();
  await expect(heading(page, "Your node asks. This computer signs.")).toBeVisible();
});

test("mistakes in a restored seed are named where they are", async ({ running: { page } }) => {
  await page.getByRole("button", { name: /^Restore a seed/ }).click();
  const words = page.getByLabel("Your words");
  await lookAtScreen(page, "restore");

  await words.fill(knownAezeed.replace("veteran", "veterann"));
  await button(page, "Restore").click();
  await expect(page.getByRole("alert")).toContainText("4");
  const selected = await words.evaluate((field: HTMLTextAreaElement) =>
    field.value.slice(field.selectionStart, field.selectionEnd),
  );
  expect(selected).toBe("veterann");

  await words.fill(knownAezeed.replace("veteran", "abandon"));
  await button(page, "Restore").click();
  await expect(page.getByRole("alert")).toContainText(/checksum/i);
  await lookAtScreen(page, "restore-mistake");

  await words.fill(knownAezeed);
  await page.getByLabel("Seed passphrase").fill("not the passphrase");
  await button(page, "Restore").click();
  await expect(page.getByRole("alert")).toContainText(/passphrase/i);

  await page.getByRole("tab", { name: "BIP39 words" }).click();
  await button(page, "Restore").click();
  await expect(page.getByRole("alert")).toContainText(/lnd|aezeed/i);
});

test("the accessibility rules find a planted mistake", async ({ running: { page } }) => {
  await expect(page.getByRole("main")).toBeVisible();
  expect(await accessibilityViolations(page)).toEqual([]);
  await page.evaluate(() => document.querySelector("main")?.append(document.createElement("button")));
  expect(await accessibilityViolations(page)).toEqual([expect.stringMatching(/^button-name/)]);
});
