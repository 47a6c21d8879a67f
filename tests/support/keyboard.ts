/** The window without a mouse: the focus moves by Tab, and keys do the rest. */
import type { Page } from "@playwright/test";

/** Moves the focus by Tab until it is on the control of this name. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let step = 0; step < 60; step++) {
    const label = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return "";
      const labels =
        element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement ? element.labels : null;
      return element.getAttribute("aria-label") ?? labels?.[0]?.textContent ?? element.textContent ?? "";
    });
    if (typeof name === "string" ? label.trim() === name : name.test(label)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no way to ${name} by Tab`);
}

export async function press(page: Page, name: string | RegExp, key = "Enter"): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}
