/** Ways through the window that several flows share, by role and name as a person finds them. */
import { type ElectronApplication, expect, type Page } from "@playwright/test";

/** An aezeed of internal version 0 and birthday 0, without passphrase, as lnd makes it (scrypt N = 32768). */
export const knownAezeed =
  "above judge emerge veteran reform crunch system all snap please shoulder vault " +
  "hurt city quarter cover enlist swear success suggest drink wagon enrich body";

export function button(page: Page, name: string) {
  return page.getByRole("button", { name, exact: true });
}

export function heading(page: Page, name: string | RegExp) {
  return page.getByRole("heading", { name, level: 1 });
}

/** From the welcome screen to the screen that asks how the seed is guarded. */
export async function restoreKnownAezeed(page: Page): Promise<void> {
  await button(page, "Restore a seed")
    .or(page.getByRole("button", { name: /^Restore a seed/ }))
    .click();
  await page.getByLabel("Your words").fill(knownAezeed);
  await page.getByLabel("Network").selectOption("regtest");
  await button(page, "Restore").click();
  await expect(heading(page, "Protect your seed")).toBeVisible();
}

/** From the screen that asks how a restored seed is guarded to Home, pairing left for later. */
export async function keepSeed(page: Page, passphrase: string): Promise<void> {
  if (passphrase !== "") {
    await page.getByLabel("Passphrase (optional)").fill(passphrase);
    await page.getByLabel("Passphrase once more").fill(passphrase);
  }
  await button(page, "Keep this seed").click();
  await expect(heading(page, "Pair with your node")).toBeVisible();
  await button(page, "Later").click();
  await expect(heading(page, "Your keys are ready")).toBeVisible();
}

export function pageLink(
  page: Page,
  name: "Home" | "Requests" | "Approvals" | "Guard" | "Journal" | "Node" | "Settings",
) {
  return page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name });
}

export const practiceName = "aurora";

/** From Home without a node to Home with one, through the review of a pasted text. */
export async function pairWith(page: Page, lndconnect: string, timeoutSeconds = 5): Promise<void> {
  await pageLink(page, "Node").click();
  await page.getByLabel("Connection text").fill(lndconnect);
  await button(page, "Review").click();
  await expect(heading(page, "Pair with 127.0.0.1?")).toBeVisible();
  await page.getByLabel("Name for this node").fill(practiceName);
  await page.getByLabel("The node's request timeout").fill(String(timeoutSeconds));
  await button(page, "Connect").click();
  await expect(heading(page, `Signing for ${practiceName}`)).toBeVisible({ timeout: 30_000 });
}

/** Saves accounts.json through the app, the system's dialog answered with `file`. */
export async function saveAccounts(app: ElectronApplication, page: Page, file: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  await pageLink(page, "Node").click();
  await button(page, "New node").click();
  await button(page, "Save accounts.json").click();
  await expect(page.getByText(/^Saved/)).toBeVisible();
}
