/**
 * A keychain that is locked or absent is named as such, and never read as "no seed". KEYRING, as for
 * scripts/with-keyring.sh, says which of the two there is.
 */
import { expect, launchApp, test } from "../support/desktopApp";
import { lockKeyring, unlockKeyring } from "../support/keyring";
import { lookAtScreen } from "../support/lookAtScreen";
import { button, heading, keepSeed, restoreKnownAezeed } from "../support/screens";

const keyring = process.env["KEYRING"];
const passphrase = "correct horse battery staple";

if (keyring === "locked") {
  test("a locked keychain keeps no seed", async ({ running: { page } }) => {
    await restoreKnownAezeed(page);
    await button(page, "Keep this seed").click();
    await expect(page.getByRole("alert")).toContainText(/keychain is locked: unlock it/i);
  });

  test("a seed in a locked keychain waits until it is unlocked", async ({ running: { app, page }, profile }) => {
    await unlockKeyring();
    await restoreKnownAezeed(page);
    await keepSeed(page, "");
    await app.close();
    await lockKeyring();

    const again = await launchApp(profile);
    try {
      await expect(heading(again.page, "The keychain is locked")).toBeVisible();
      await lookAtScreen(again.page, "keychain-locked");
      await button(again.page, "Try again").click();
      await expect(heading(again.page, "The keychain is locked")).toBeVisible();
      await unlockKeyring();
      await button(again.page, "Try again").click();
      await expect(heading(again.page, "Your keys are ready")).toBeVisible();
    } finally {
      await again.app.close();
      await lockKeyring();
    }
  });
}

if (keyring === "none") {
  test("without a keychain a sealed file holds the seed, and opens it after a restart", async ({
    running: { app, page },
    profile,
  }) => {
    await expect(heading(page, "No keychain on this computer")).toBeVisible();
    await lookAtScreen(page, "keychain-absent");
    await button(page, "Use a sealed file instead").click();
    await restoreKnownAezeed(page);
    await expect(page.getByRole("radio", { name: /This computer's keychain/ })).toBeDisabled();
    await page.getByLabel("Passphrase", { exact: true }).fill(passphrase);
    await page.getByLabel("Passphrase once more").fill(passphrase);
    await lookAtScreen(page, "protection-file");
    await button(page, "Keep this seed").click();
    await expect(heading(page, "Pair with your node")).toBeVisible();

    await app.close();
    const again = await launchApp(profile);
    try {
      await expect(heading(again.page, "Unlock your seed")).toBeVisible();
      await expect(again.page.getByText("Kept in a sealed file")).toBeVisible();
      await again.page.getByLabel("Passphrase").fill(passphrase);
      await button(again.page, "Unlock").click();
      await expect(heading(again.page, "Your keys are ready")).toBeVisible();
    } finally {
      await again.app.close();
    }
  });
}
