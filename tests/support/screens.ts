/** Ways through the window that several flows share, by role and name as a person finds them. */
import { expect, type Page } from "@playwright/test";

/** An aezeed of internal version 0 and birthday 0, without passphrase, as lnd makes it (scrypt N = 32768). */
export const knownAezeed =
  "above judge emerge veteran reform crunch system all snap please shoulder vault " +
  "hurt city quarter cover enlist swear success suggest drink wagon enrich body";

export function button(page: Page, name: string) {
  return page.getByRole("button", { name, exact: true });
}

export function heading(page: Page, name: string) {
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

/** From the screen that asks how the seed is guarded to Home, the backup left for later. */
export async function keepSeed(page: Page, passphrase: string): Promise<void> {
  if (passphrase !== "") {
    await page.getByLabel("Passphrase (optional)").fill(passphrase);
    await page.getByLabel("Passphrase once more").fill(passphrase);
  }
  await button(page, "Keep this seed").click();
  await expect(heading(page, "Write down your words")).toBeVisible();
  await button(page, "Later").click();
}

export function pageLink(page: Page, name: "Home" | "Requests" | "Node" | "Settings") {
  return page.getByRole("navigation", { name: "Pages" }).getByRole("button", { name });
}
