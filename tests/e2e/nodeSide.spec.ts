/** The pages about the node's side, by the keyboard alone: kit, migration, credentials, lnd.conf. */
import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { ElectronApplication, Page } from "@playwright/test";
import { base64urlnopad } from "@scure/base";
import { bakeMacaroon, encodeMacaroon } from "../../main/pairing/macaroon";
import { encodeMacaroonId } from "../../main/pairing/macaroonId";
import { expect, test } from "../support/desktopApp";
import { press, tabTo } from "../support/keyboard";
import { lookAtScreen } from "../support/lookAtScreen";
import { heading, keepSeed, pageLink, pairWith, restoreKnownAezeed, saveAccounts } from "../support/screens";
import { registering, startTlsNode } from "../support/tlsNode";

async function openNodePage(page: Page): Promise<void> {
  await pageLink(page, "Node").focus();
  await page.keyboard.press("Enter");
}

/** Answers the system's save dialog with `file`, as the person would. */
async function saveTo(app: ElectronApplication, file: string): Promise<void> {
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
}

const clipboardOf = (app: ElectronApplication) => app.evaluate(({ clipboard }) => clipboard.readText());

/** The name of what has the focus. */
const focused = (page: Page) =>
  page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "");

async function chooseFile(page: Page, file: string): Promise<void> {
  const chooser = page.waitForEvent("filechooser");
  await press(page, "Choose hot.json");
  await (await chooser).setFiles(file);
}

test("kit: made, its lines copied, the root key shown once, saved, paired with, thrown away", async ({
  running: { app, page },
  profile,
}) => {
  test.setTimeout(120_000);
  await restoreKnownAezeed(page);
  await keepSeed(page, "");
  await openNodePage(page);
  await press(page, "New node");
  await expect(heading(page, "A new node")).toBeVisible();
  await lookAtScreen(page, "kit-start");
  await tabTo(page, "How Countersign will reach the node");
  await page.keyboard.type("node.lan");
  await page.keyboard.press("Enter");
  await expect(page.getByText("For a node at node.lan:10019")).toBeVisible();
  await lookAtScreen(page, "kit");

  await press(page, /^Copy lnd\.conf/);
  await expect.poll(() => clipboardOf(app)).toContain("remotesigner.experimentalallowinboundconnection=true");

  await tabTo(page, "Show the root key");
  await lookAtScreen(page, "kit-create");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Root key of the new node" });
  await expect(dialog).toBeVisible();
  expect(await focused(page)).toBe("Copy for one minute");
  await lookAtScreen(page, "kit-root-key");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByText(/The clipboard forgets it in 60 seconds/)).toBeVisible();
  expect(await clipboardOf(app)).toMatch(/^[0-9a-f]{64}$/);
  await press(page, "The wallet is created");
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText("It was used or given up, and is stored nowhere.")).toBeVisible();
  await expect.poll(() => clipboardOf(app)).toBe("");

  const file = path.join(profile, "new-node.txt");
  await saveTo(app, file);
  await press(page, "Save as text");
  await expect.poll(() => readFileSync(file, { encoding: "utf8", flag: "a+" })).toContain("createwatchonly");

  await press(page, "Pair with the new node");
  await expect(heading(page, "Is this your node?")).toBeVisible();
  await lookAtScreen(page, "kit-pair");
  await press(page, "Paste another text");
  await press(page, "New node");
  await press(page, "Start over");
  const ask = page.getByRole("dialog", { name: "Make another kit?" });
  await expect(ask).toBeVisible();
  await lookAtScreen(page, "kit-start-over");
  await page.keyboard.press("Escape");
  await expect(ask).toHaveCount(0);
  expect(await focused(page)).toBe("Start over");
  await page.keyboard.press("Enter");
  await press(page, "Throw it away");
  await tabTo(page, "Make the kit");
});

test("migration: the steps, a pre-flight that is green, and one that says stop", async ({
  running: { app, page },
  profile,
}) => {
  test.setTimeout(120_000);
  await restoreKnownAezeed(page);
  await keepSeed(page, "");
  const accountsFile = path.join(profile, "accounts.json");
  await saveAccounts(app, page, accountsFile);
  await openNodePage(page);
  await press(page, "Move it here");
  await expect(heading(page, "Move an existing node here")).toBeVisible();
  await lookAtScreen(page, "migration-start");
  await tabTo(page, "How Countersign will reach the node");
  await page.keyboard.type("node.lan");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("list", { name: "Steps" })).toBeVisible();
  await lookAtScreen(page, "migration");

  await chooseFile(page, accountsFile);
  await press(page, "Compare");
  await expect(page.getByText(/^Green: all \d+ accounts are this seed's/)).toBeVisible();
  await tabTo(page, "Compare");
  await lookAtScreen(page, "migration-green");

  const { accounts } = JSON.parse(readFileSync(accountsFile, "utf8")) as {
    accounts: { extended_public_key: string }[];
  };
  const [first, second] = accounts;
  expect(first).toBeDefined();
  if (first !== undefined && second !== undefined) first.extended_public_key = second.extended_public_key;
  const otherFile = path.join(profile, "hot.json");
  writeFileSync(otherFile, JSON.stringify({ accounts }));
  await chooseFile(page, otherFile);
  await press(page, "Compare");
  await expect(page.getByText("Stop", { exact: true })).toBeVisible();
  await tabTo(page, "Compare");
  await lookAtScreen(page, "migration-stop");
});

test("credentials: every change by the arrow keys, saved as text, and on to pairing", async ({
  running: { app, page },
  profile,
}) => {
  test.setTimeout(120_000);
  const node = await startTlsNode({ onStream: registering(() => undefined) });
  try {
    await restoreKnownAezeed(page);
    await keepSeed(page, "");
    const permissions = [{ entity: "remotesigner", action: "generate" }];
    const id = encodeMacaroonId({ nonce: randomBytes(16), rootKeyId: "77", permissions });
    const macaroon = base64urlnopad.encode(encodeMacaroon(bakeMacaroon(randomBytes(32), id)));
    const cert = base64urlnopad.encode(node.certificate.certificateDer);
    await pairWith(page, `lndconnect://127.0.0.1:${node.port}?cert=${cert}&macaroon=${macaroon}`);
    await openNodePage(page);
    await press(page, "Show how");
    await expect(heading(page, "Credentials")).toBeVisible();
    await tabTo(page, "Macaroon");
    const changes = [
      ["Macaroon", "bakemacaroon --root_key_id 78", "credentials-macaroon"],
      ["Certificate", "tls.cert", "credentials-certificate"],
      ["Address", "tlsextradomain", "credentials-address"],
      ["This computer", "lncli", "credentials-computer"],
      ["The node ends", "lncli", "credentials-node"],
    ] as const;
    for (const [index, [name, line, picture]] of changes.entries()) {
      if (index > 0) await page.keyboard.press("ArrowRight");
      await expect(page.getByRole("radio", { name })).toBeChecked();
      await expect(page.getByRole("list", { name: "Steps" })).toContainText(line);
      await lookAtScreen(page, picture);
    }
    await page.keyboard.press("ArrowRight");
    await expect(page.getByRole("radio", { name: "Macaroon" })).toBeChecked();

    const file = path.join(profile, "rotate.txt");
    await saveTo(app, file);
    await press(page, "Save as text");
    await expect.poll(() => readFileSync(file, { encoding: "utf8", flag: "a+" })).toContain("deletemacaroonid 77");
    await press(page, "Pair again");
    await expect(page.getByLabel("Connection text")).toBeVisible();
  } finally {
    node.stop();
  }
});

test("lnd.conf: findings take the focus, each with its line and a line to copy", async ({ running: { app, page } }) => {
  await restoreKnownAezeed(page);
  await keepSeed(page, "");
  await openNodePage(page);
  await press(page, "Check my lnd.conf");
  await expect(heading(page, "Check my lnd.conf")).toBeVisible();
  await lookAtScreen(page, "conf-start");
  await tabTo(page, "lnd.conf");
  await page.keyboard.insertText(
    ["[remotesigner]", "remotesigner.enable=true", "remotesigner.allowinboundconnection=true", ""].join("\n"),
  );
  await tabTo(page, "Where Countersign dials (optional)");
  await page.keyboard.type("node.lan");
  await page.keyboard.press("Enter");
  await expect(page.getByText("What was found")).toBeVisible();
  await expect(page.getByText("Line 3")).toBeVisible();
  await lookAtScreen(page, "conf-findings");
  await press(page, /^Copy /);
  await expect.poll(() => clipboardOf(app)).toContain("remotesigner.experimental");
});
