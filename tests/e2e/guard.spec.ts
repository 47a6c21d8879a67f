/** What the signer checks, as a person sets it: rules, limits, allowlist, and what is shown of memory and trust. */
import type { Page } from "@playwright/test";
import { expect, test } from "../support/desktopApp";
import { lookAtScreen } from "../support/lookAtScreen";
import { pairedWithSender } from "../support/pairedSender";
import { button, pageLink } from "../support/screens";

const coldStorage = "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080";

const tab = (page: Page, name: string) =>
  page.getByRole("navigation", { name: "Parts of the guard" }).getByRole("button", { name }).click();

const choose = (page: Page, group: string, option: string | RegExp) =>
  page.getByRole("group", { name: group }).getByRole("radio", { name: option }).click();

test("rules are tried on history and put in force; a limit refuses; what allows more waits and is cancelled", async ({
  running,
  profile,
}) => {
  test.setTimeout(240_000);
  const { page } = running;
  const node = await pairedWithSender(running, profile);
  try {
    for (const result of (await node.send()).results) expect(result).toContain("[approval-needed]");

    await page.bringToFront();
    await pageLink(page, "Guard").click();
    await expect(page.getByRole("region", { name: "On-chain wallet" })).toBeVisible();
    await lookAtScreen(page, "guard-rules");

    await choose(page, "What happens: Most that leaves the wallet", "Block");
    await tab(page, "Limits");
    await page
      .getByRole("region", { name: "Out of the wallet" })
      .getByRole("textbox", { name: "Per transaction" })
      .fill("1 000");
    await choose(page, "Before more is allowed", "1 day");
    await lookAtScreen(page, "guard-limits");
    await button(page, "Test on my history").click();
    const history = page.getByRole("dialog", { name: "On your history" });
    await expect(history.getByText(/would have been refused/)).toBeVisible();
    await lookAtScreen(page, "guard-history");
    await history.getByRole("button", { name: "Put in force" }).click();
    await expect(page.getByText("In force.")).toBeVisible();
    for (const result of (await node.send()).results) expect(result).toContain("[limit-onchain-out]");

    await tab(page, "Allowlist");
    await lookAtScreen(page, "guard-allowlist-empty");
    await page.getByRole("textbox", { name: "Address, bitcoin: text or descriptor" }).fill(coldStorage);
    await page.getByRole("textbox", { name: "Name" }).fill("Cold storage");
    await button(page, "Add").click();
    await expect(page.getByText("not in force yet").first()).toBeVisible();
    await lookAtScreen(page, "guard-allowlist");
    await button(page, "Put in force").click();
    await expect(page.getByText(/^A change takes effect in /)).toBeVisible();
    await lookAtScreen(page, "guard-pending");
    await button(page, "Cancel it").click();
    await expect(page.getByText(/^A change takes effect in /)).toHaveCount(0);
    await expect(page.getByText("Nobody is on the list")).toBeVisible();

    await tab(page, "Memory");
    await expect(button(page, "Export")).toBeVisible();
    await lookAtScreen(page, "guard-memory");
    await tab(page, "Trust");
    await expect(page.getByRole("listitem").first()).toBeVisible();
    await lookAtScreen(page, "guard-trust");
  } finally {
    await node.stop();
  }
});
