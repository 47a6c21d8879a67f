/** A keychain that is locked or absent (KEYRING=locked|none) is named as such, and never read as "no seed". */
import { expect, launchApp, test } from "../support/desktopApp";
import { lookAtScreen } from "../support/lookAtScreen";
import { button, heading, restoreKnownAezeed } from "../support/screens";

const keyring = process.env["KEYRING"] ?? "unlocked";
const passphrase = "correct horse battery staple";

test("a locked keychain asks to be unlocked", async ({ running: { page } }) => {
  test.skip(keyring !== "locked", "needs KEYRING=locked");
  // Nothing is stored under this profile's name, and that much a locked keychain does say.
  await restoreKnownAezeed(page);
  await button(page, "Keep this seed").click();
  await expect(page.getByRole("alert")).toContainText(/keychain is locked: unlock it/i);
  await lookAtScreen(page, "keychain-locked");
});

test("without a keychain a sealed file holds the seed, and opens it after a restart", async ({
  running: { app, page },
  profile,
}) => {
  test.skip(keyring !== "none", "needs KEYRING=none");
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
