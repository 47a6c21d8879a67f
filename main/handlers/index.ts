/** All handlers together, and the one rule they share: a locked window may do little. */
import type { CallName } from "../../preload/contract/types";
import { AppError } from "../session/appError";
import type { SignerSession } from "../session/session";
import { appHandlers } from "./app";
import { backupHandlers } from "./backup";
import { guardHandlers } from "./guard";
import type { Handlers } from "./handlers";
import { keystoreHandlers } from "./keystore";
import { kitHandlers } from "./kit";
import { linkHandlers } from "./link";
import { pairingHandlers } from "./pairing";
import { seedHandlers } from "./seed";
import type { Shell } from "./shell";

/** What the lock screen itself needs. A page that is taken over cannot do more while the window is locked. */
const allowedWhileLocked: ReadonlySet<CallName> = new Set<CallName>([
  "app.snapshot",
  "app.quit",
  "app.quitHeard",
  "app.renewPage",
  "backup.hide",
  "help.open",
  "keystore.lock",
  "keystore.unlock",
  "keystore.retry",
  "link.retryNow",
  "feed.page",
]);

export function createHandlers(session: SignerSession, shell: Shell): Handlers {
  const handlers: Handlers = {
    ...appHandlers(session, shell),
    ...seedHandlers(session),
    ...backupHandlers(session, shell),
    ...keystoreHandlers(session, shell),
    ...pairingHandlers(session, shell),
    ...kitHandlers(session, shell),
    ...linkHandlers(session),
    ...guardHandlers(session, shell),
  };
  return onlyWhileUnlocked(handlers, () => session.snapshot().windowLocked);
}

function onlyWhileUnlocked(handlers: Handlers, isLocked: () => boolean): Handlers {
  const guarded = Object.entries(handlers).map(([name, handler]) => {
    if (allowedWhileLocked.has(name as CallName)) return [name, handler];
    const guard = (input: never) => {
      if (isLocked()) throw new AppError("KEYS_LOCKED", "The window is locked. Unlock it first.");
      return handler(input);
    };
    return [name, guard];
  });
  return Object.fromEntries(guarded) as Handlers;
}
