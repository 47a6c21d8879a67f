/** A restored seed signs for a node that runs elsewhere, and comes back by itself. */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { expect, launchApp, test } from "../support/desktopApp";
import { lookAtScreen } from "../support/lookAtScreen";
import { PracticeProcess } from "../support/practiceNode";
import {
  button,
  heading,
  keepSeed,
  pageLink,
  pairWith,
  practiceName,
  restoreKnownAezeed,
  saveAccounts,
} from "../support/screens";

test("a restored aezeed is paired by a pasted string, signs, and is online again after a restart", async ({
  running: { app, page },
  profile,
}) => {
  test.setTimeout(120_000);
  await restoreKnownAezeed(page);
  await keepSeed(page, "");
  await pageLink(page, "Home").click();
  await lookAtScreen(page, "home-no-node");

  const accountsFile = path.join(profile, "accounts.json");
  await saveAccounts(app, page, accountsFile);
  expect(statSync(accountsFile).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(accountsFile, "utf8")).accounts.length).toBeGreaterThan(200);

  const node = await PracticeProcess.start(accountsFile);
  let report = { requests: 0, verified: 0, failed: 0, interrupted: 0, declined: 0 };
  try {
    await pageLink(page, "Node").click();
    await page.getByLabel("Connection text").fill(node.lndconnect);
    await button(page, "Review").click();
    await expect(heading(page, "Pair with 127.0.0.1?")).toBeVisible();
    await expect(page.getByText("Connect as the signer")).toBeVisible();
    await lookAtScreen(page, "pair-review");
    await button(page, "Paste another text").click();

    await pairWith(page, node.lndconnect);
    const live = page.getByRole("region", { name: "Live" });
    await expect.poll(() => live.getByRole("listitem").count(), { timeout: 30_000 }).toBeGreaterThan(4);
    await page.waitForTimeout(4_000);
    await lookAtScreen(page, "home");

    await pageLink(page, "Node").click();
    await expect(page.getByText(`Paired at 127.0.0.1`)).toBeVisible();
    await lookAtScreen(page, "node");
    await button(page, "Forget").click();
    await expect(page.getByRole("dialog", { name: `Forget ${practiceName}?` })).toBeVisible();
    await lookAtScreen(page, "node-forget");
    await button(page, "Cancel").click();

    await app.close();
    const again = await launchApp(profile);
    try {
      await expect(heading(again.page, `Signing for ${practiceName}`)).toBeVisible({ timeout: 30_000 });
      await expect(again.page.getByRole("region", { name: "Live" }).getByRole("listitem").first()).toBeVisible({
        timeout: 30_000,
      });
      report = await node.stop();
      await expect(heading(again.page, `${practiceName} is not listening`)).toBeVisible({ timeout: 30_000 });
      await lookAtScreen(again.page, "home-not-listening");
    } finally {
      await again.app.close();
    }
  } finally {
    if (report.requests === 0) await node.stop();
  }
  expect(report.verified).toBeGreaterThan(10);
  // App and node are each closed once in the middle of the traffic: seven payments at most, of twelve requests each.
  expect(report.interrupted).toBeLessThanOrEqual(2 * 7 * 12);
  // Sends to strangers wait for a person, and nobody is here.
  expect(report.verified + report.declined).toBe(report.requests - report.interrupted);
  expect(report.failed).toBe(0);
});

test("a text that cannot be used is refused with what to do, and nothing connects", async ({ running: { page } }) => {
  await restoreKnownAezeed(page);
  await keepSeed(page, "");
  await pageLink(page, "Node").click();
  await page.getByLabel("Connection text").fill("lndconnect://node.lan:10009?macaroon=AAAA");
  await button(page, "Review").click();
  await expect(heading(page, "This cannot connect yet")).toBeVisible();
  await expect(button(page, "Connect")).toBeDisabled();
  await lookAtScreen(page, "pair-blocked");
});
