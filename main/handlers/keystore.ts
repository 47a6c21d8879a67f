/** Locking, unlocking and what else concerns the stored seed. */
import type { SignerSession } from "../session/session";
import type { HandlersOf } from "./handlers";
import type { Shell } from "./shell";

export function keystoreHandlers(session: SignerSession, shell: Shell): HandlersOf<"keystore"> {
  return {
    "keystore.retry": async () => {
      await session.retryKeystore();
      return {};
    },
    "keystore.lock": async () => {
      await session.lock();
      shell.protectContent(false);
      return {};
    },
    "keystore.unlock": async (input) => {
      await session.unlock(input);
      return {};
    },
    "keystore.changePassphrase": async (input) => {
      await session.changePassphrase(input);
      return {};
    },
    "keystore.saveAccounts": async () => {
      const json = await session.accountsJson();
      return { saved: await shell.saveText("accounts.json", json) };
    },
    "keystore.erase": async (input) => {
      await session.eraseKeystore(input);
      return {};
    },
  };
}
