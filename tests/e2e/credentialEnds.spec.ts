/** A certificate and a macaroon that end soon: said on Home with what to do, in the tray, and once by the desktop. */
import { randomBytes } from "node:crypto";
import { base64urlnopad } from "@scure/base";
import { limitMacaroon } from "../../main/pairing/limitMacaroon";
import { bakeMacaroon, encodeMacaroon } from "../../main/pairing/macaroon";
import { encodeMacaroonId } from "../../main/pairing/macaroonId";
import { makeSelfSignedCertificate } from "../../main/practice/selfSignedCertificate";
import { expect, launchApp, test } from "../support/desktopApp";
import { lookAtScreen } from "../support/lookAtScreen";
import { button, heading, keepSeed, pairWith, practiceName, restoreKnownAezeed } from "../support/screens";
import { registering, startTlsNode } from "../support/tlsNode";

const dayMs = 86_400_000;

test("both ends are on Home with what to do, and the desktop says each once, over a restart as well", async ({
  desktop,
  profile,
}) => {
  test.setTimeout(120_000);
  const nowMs = Date.now();
  const permissions = [{ entity: "remotesigner", action: "generate" }];
  const id = encodeMacaroonId({ nonce: randomBytes(16), rootKeyId: "77", permissions });
  const baked = encodeMacaroon(bakeMacaroon(randomBytes(32), id));
  const macaroon = limitMacaroon(baked, { expiresAtMs: nowMs + 5.5 * dayMs });
  const certificate = makeSelfSignedCertificate({
    dnsNames: ["localhost"],
    ipAddresses: [Uint8Array.of(127, 0, 0, 1)],
    notBeforeMs: nowMs - 300 * dayMs,
    notAfterMs: nowMs + 41.5 * dayMs,
  });
  const node = await startTlsNode({ certificate, onStream: registering(() => undefined) });
  const { app, page } = await launchApp(profile);
  try {
    await restoreKnownAezeed(page);
    await keepSeed(page, "");
    const cert = base64urlnopad.encode(certificate.certificateDer);
    await pairWith(
      page,
      `lndconnect://127.0.0.1:${node.port}?cert=${cert}&macaroon=${base64urlnopad.encode(macaroon)}`,
    );

    await expect(page.getByText("The macaroon ends in 5 days")).toBeVisible();
    await expect(page.getByText("The node's certificate ends in 41 days")).toBeVisible();
    await lookAtScreen(page, "home-credentials-end");
    await expect
      .poll(async () => (await desktop.tray()).tooltip)
      .toBe(`Countersign: Signing for ${practiceName}, but its macaroon ends soon`);
    // The certificate has weeks left: that is for the window alone.
    expect(desktop.notices.map(({ summary }) => summary)).toEqual(["The node's macaroon ends soon"]);
    await button(page, "New macaroon").click();
    await expect(heading(page, "Credentials")).toBeVisible();
  } finally {
    await app.close();
  }
  const again = await launchApp(profile);
  try {
    await expect(heading(again.page, `Signing for ${practiceName}`)).toBeVisible({ timeout: 30_000 });
    await expect(again.page.getByText("The macaroon ends in 5 days")).toBeVisible();
    expect(desktop.notices).toHaveLength(1);
  } finally {
    await again.app.close();
    node.stop();
  }
});
