/** An app that is paired with a node which asks only when told. */
import path from "node:path";
import { expect, type RunningApp } from "./desktopApp";
import { heading, keepSeed, pairWith, practiceName, restoreKnownAezeed, saveAccounts } from "./screens";
import { SendingNode } from "./sendingNode";

/** @returns the node; stop it */
export async function pairedWithSender(
  { app, page }: RunningApp,
  profile: string,
  timeoutSeconds = 5,
): Promise<SendingNode> {
  await restoreKnownAezeed(page);
  await keepSeed(page, "");
  const accountsFile = path.join(profile, "accounts.json");
  await saveAccounts(app, page, accountsFile);
  const node = await SendingNode.start(accountsFile, timeoutSeconds * 1_000);
  await pairWith(page, node.lndconnect, timeoutSeconds);
  await expect(heading(page, `Signing for ${practiceName}`)).toBeVisible({ timeout: 30_000 });
  return node;
}
