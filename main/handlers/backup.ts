/** Showing the backup words and checking a copy of them. The window stays out of screenshots while they show. */
import type { SignerSession } from "../session/session";
import type { HandlersOf } from "./handlers";
import type { Shell } from "./shell";

export function backupHandlers(session: SignerSession, shell: Shell): HandlersOf<"backup"> {
  return {
    "backup.reveal": async (input) => {
      const revealed = await session.revealBackup(input);
      shell.protectContent(true);
      return revealed;
    },
    "backup.hide": () => {
      shell.protectContent(false);
      return {};
    },
    "backup.challenge": async () => {
      const challenge = await session.backupChallenge();
      shell.protectContent(false);
      return challenge;
    },
    "backup.check": (input) => session.checkBackup(input),
  };
}
