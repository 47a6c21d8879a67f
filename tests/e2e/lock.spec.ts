/** Lock and unlock, with and without signing in between, and a start that waits for the passphrase. */
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

const passphrase = "correct horse battery staple";

test("signing goes on behind a locked window, unless that is switched off; a restart asks for the passphrase", async ({
  running: { app, page },
  profile,
}) => {
  test.setTimeout(150_000);
  await restoreKnownAezeed(page);
  await keepSeed(page, passphrase);
  const accountsFile = path.join(profile, "accounts.json");
  await saveAccounts(app, page, accountsFile);
  const node = await PracticeProcess.start(accountsFile);
  try {
    await pairWith(page, node.lndconnect);

    await button(page, "Lock").click();
    await expect(heading(page, "Locked")).toBeVisible();
    await expect(page.getByText(`Still signing for ${practiceName}`)).toBeVisible();
    await lookAtScreen(page, "locked-signing");

    const refused = await page.evaluate(() =>
      Reflect.get(globalThis, "countersign").call("settings.update", { signWhileLocked: false }),
    );
    expect(refused).toMatchObject({ ok: false, error: { code: "KEYS_LOCKED" } });

    await page.getByLabel("Passphrase").fill("wrong");
    await button(page, "Unlock").click();
    await expect(page.getByRole("alert")).toBeVisible();
    await lookAtScreen(page, "locked-wrong-passphrase");
    await page.getByLabel("Passphrase").fill(passphrase);
    await button(page, "Unlock").click();
    await expect(heading(page, `Signing for ${practiceName}`)).toBeVisible();

    await pageLink(page, "Settings").click();
    await page.getByRole("switch", { name: "Sign while locked" }).click();
    await button(page, "Lock").click();
    await expect(heading(page, "Unlock your seed").or(heading(page, "Locked"))).toBeVisible();
    await lookAtScreen(page, "locked-refusing");
    await page.getByLabel("Passphrase").fill(passphrase);
    await button(page, "Unlock").click();
    await pageLink(page, "Home").click();
    await expect(heading(page, `Signing for ${practiceName}`)).toBeVisible({ timeout: 30_000 });
    await expect(page.getByRole("region", { name: "Live" }).getByText("refused").first()).toBeVisible();
    await lookAtScreen(page, "home-refused");

    await app.close();
    const again = await launchApp(profile);
    try {
      await expect(heading(again.page, "Unlock your seed")).toBeVisible({ timeout: 30_000 });
      await lookAtScreen(again.page, "sealed");
      await again.page.getByLabel("Passphrase").fill(passphrase);
      await button(again.page, "Unlock").click();
      await expect(heading(again.page, `Signing for ${practiceName}`)).toBeVisible({ timeout: 30_000 });
    } finally {
      await again.app.close();
    }

    const forgetful = await launchApp(profile);
    try {
      await button(forgetful.page, "Forgotten? Erase and restore from your words").click();
      await lookAtScreen(forgetful.page, "forgotten");
      await forgetful.page.getByLabel("Type ERASE to confirm").fill("ERASE");
      await button(forgetful.page, "Erase for good").click();
      await expect(heading(forgetful.page, "Your node asks. This computer signs.")).toBeVisible();
      await restoreKnownAezeed(forgetful.page);
      await keepSeed(forgetful.page, "");
    } finally {
      await forgetful.app.close();
    }
  } finally {
    await node.stop();
  }
});
