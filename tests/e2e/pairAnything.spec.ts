/** Pairing from files, by the keyboard; a certificate that changes; new credentials; links; a seed pasted by mistake. */
import { spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "@playwright/test";
import electronPath from "electron";
import { bakeMacaroon, encodeMacaroon } from "../../main/pairing/macaroon";
import { encodeMacaroonId } from "../../main/pairing/macaroonId";
import { makeLoopbackCertificate } from "../../main/practice/selfSignedCertificate";
import { expect, launchArguments, test } from "../support/desktopApp";
import { press, tabTo } from "../support/keyboard";
import { lookAtScreen } from "../support/lookAtScreen";
import { button, heading, keepSeed, knownAezeed, pageLink, practiceName, restoreKnownAezeed } from "../support/screens";
import { refuseWith, registering, startTlsNode } from "../support/tlsNode";

function aMacaroon(rootKeyId: string): Uint8Array {
  const permissions = [{ entity: "remotesigner", action: "generate" }];
  return encodeMacaroon(
    bakeMacaroon(randomBytes(32), encodeMacaroonId({ nonce: randomBytes(16), rootKeyId, permissions })),
  );
}
const fileOf = (name: string, bytes: Uint8Array) => ({ name, mimeType: "", buffer: Buffer.from(bytes) });
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const signing = (page: Page) => expect(heading(page, `Signing for ${practiceName}`)).toBeVisible({ timeout: 30_000 });

test("files, keyboard alone: a certificate compared at first use, a changed one, new credentials that fail and that work", async ({
  running: { page },
}) => {
  test.setTimeout(180_000);
  const [first, revoked, second] = [aMacaroon("77"), aMacaroon("78"), aMacaroon("79")];
  const onStream: NonNullable<Parameters<typeof startTlsNode>[0]>["onStream"] = (call) =>
    call.metadata.get("macaroon")[0] === hexOf(revoked)
      ? refuseWith("cannot get macaroon: root key with id 78 doesn't exist")(call)
      : registering(() => undefined)(call);
  let node = await startTlsNode({ onStream });
  try {
    await restoreKnownAezeed(page);
    await keepSeed(page, "");
    await pageLink(page, "Node").focus();
    await page.keyboard.press("Enter");
    await page.locator("input[type=file]").setInputFiles([fileOf("download", first)]);
    await page.getByLabel("The node's address").focus();
    await page.keyboard.type(`127.0.0.1:${node.port}`);
    await lookAtScreen(page, "pair-files");
    await press(page, "Review");
    await expect(heading(page, "Is this your node?")).toBeVisible();
    await lookAtScreen(page, "pair-without-certificate");
    expect(node.connections).toEqual([]);
    await press(page, "Show the node's certificate");
    await expect(page.getByText("nothing proves that it was your node")).toBeVisible();
    await expect(button(page, "Connect")).toBeDisabled();
    await lookAtScreen(page, "pair-first-use");
    expect(node.connections).toEqual([]);
    await press(page, /I compared this fingerprint/, "Space");
    await tabTo(page, "Name for this node");
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(practiceName);
    await press(page, "Connect");
    await signing(page);

    const { port } = node;
    node.stop();
    node = await startTlsNode({ port, onStream, certificate: makeLoopbackCertificate(Date.now()) });
    await expect(heading(page, `${practiceName} showed another certificate`)).toBeVisible({ timeout: 60_000 });
    await press(page, "Compare certificates");
    await expect(page.getByRole("dialog").getByText("Trusted so far")).toBeVisible();
    const fingerprint = createHash("sha256").update(node.certificate.certificateDer).digest("hex").toUpperCase();
    await expect(page.getByRole("region", { name: `Shown by 127.0.0.1:${port}` })).toContainText(
      fingerprint.match(/../g)?.join("") ?? "",
    );
    await expect(button(page, "Trust the new one")).toBeDisabled();
    await lookAtScreen(page, "certificate-change");
    expect(node.connections).toEqual([]);
    await press(page, /I compared/, "Space");
    await press(page, "Trust the new one");
    await signing(page);

    await pageLink(page, "Node").focus();
    await page.keyboard.press("Enter");
    await press(page, "Update");
    await expect(heading(page, "New credentials")).toBeVisible();
    await tabTo(page, "Connection text");
    await page.keyboard.insertText(hexOf(revoked));
    await press(page, "Review");
    await expect(heading(page, `Update ${practiceName}?`)).toBeVisible();
    await lookAtScreen(page, "update-review");
    await press(page, "Try and update");
    await expect(page.getByText("The old ones are in use again")).toBeVisible({ timeout: 30_000 });
    await lookAtScreen(page, "update-refused");
    await press(page, "Paste another text");
    await tabTo(page, "Connection text");
    await page.keyboard.insertText(hexOf(second));
    await press(page, "Review");
    await press(page, "Try and update");
    await signing(page);
    expect(node.connections.at(-1)?.macaroons).toEqual([hexOf(second)]);
  } finally {
    node.stop();
  }
});

test("a picture of a QR code is reviewed like any string", async ({ running: { page } }) => {
  await restoreKnownAezeed(page);
  await keepSeed(page, "");
  await pageLink(page, "Node").click();
  await page
    .locator("input[type=file]")
    .setInputFiles([fileOf("screenshot", readFileSync(path.resolve(__dirname, "../vectors/qr_lndconnect.png")))]);
  await button(page, "Review").click();
  await expect(heading(page, "Pair with node.lan?")).toBeVisible();
  await expect(page.getByText("The certificate is not made out to node.lan.")).toBeVisible();
  await expect(button(page, "Connect")).toBeDisabled();
  await page.getByLabel("Accept this certificate for this address.").check();
  await expect(button(page, "Connect")).toBeEnabled();
});

test("a seed pasted by mistake leaves the field and the clipboard", async ({ running: { app, page } }) => {
  await restoreKnownAezeed(page);
  await keepSeed(page, "");
  await pageLink(page, "Node").click();
  await app.evaluate(({ clipboard }, text) => clipboard.writeText(text), knownAezeed);
  await page.getByLabel("Connection text").fill(knownAezeed);
  await button(page, "Review").click();
  await expect(page.getByText("This looks like a seed or private key")).toBeVisible();
  await expect(page.getByLabel("Connection text")).toHaveValue("");
  await expect.poll(() => app.evaluate(({ clipboard }) => clipboard.readText())).toBe("");
  await lookAtScreen(page, "pair-seed-by-mistake");
});

test("a link that another program opens is ignored, unless wanted; then it waits to be looked at", async ({
  running: { page },
  profile,
}) => {
  test.setTimeout(120_000);
  await restoreKnownAezeed(page);
  await keepSeed(page, "");
  const link = "countersign://pair/1/?host=node.lan:10019&network=mainnet&name=Elsewhere";
  const open = () =>
    new Promise((resolve) => {
      spawn(electronPath as unknown as string, [...launchArguments(profile), link], { stdio: "ignore" }).once(
        "exit",
        resolve,
      );
    });
  await open();
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await pageLink(page, "Settings").click();
  await page.getByLabel("Open pairing links").click();
  await open();
  await expect(page.getByRole("dialog", { name: "A pairing link was opened" })).toBeVisible({ timeout: 20_000 });
  await lookAtScreen(page, "pairing-link");
  await button(page, "Look at it").click();
  await expect(heading(page, "This cannot connect yet")).toBeVisible();
  await expect(page.getByText("The node is on mainnet, the seed here is for regtest.")).toBeVisible();
  expect(readFileSync(path.join(profile, "countersign.log"), "utf8")).not.toContain("countersign://");
});
