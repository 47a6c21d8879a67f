/** The app itself: its state, settings, diagnostics, clipboard, help and end. */
import type { SignerSession } from "../session/session";
import type { Handlers } from "./handlers";
import type { Shell } from "./shell";

export function appHandlers(session: SignerSession, shell: Shell) {
  return {
    "app.snapshot": () => shell.snapshot(),
    "app.diagnostics": () => session.diagnostics(),
    "app.quit": () => {
      shell.quit();
      return {};
    },
    "app.quitHeard": () => {
      shell.quitHeard();
      return {};
    },
    "app.renewPage": async () => {
      await shell.renewPage();
      return {};
    },
    "settings.update": async (changes) => {
      await session.updateSettings(changes);
      return {};
    },
    "clipboard.copy": async ({ text }) => {
      await shell.copyText(text);
      return {};
    },
    "help.open": async ({ page }) => {
      await shell.openHelp(page);
      return {};
    },
    "feed.page": (input) => session.feedPage(input),
  } satisfies Partial<Handlers>;
}
