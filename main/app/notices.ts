/** Notifications of the desktop. Never an amount, a name or a hash: they show on locked screens. */
import { Notification } from "electron";
import type { CredentialEnd } from "./credentialEnds";
import type { ToldOnce } from "./toldOnce";

/** Says once per run that closing the window does not stop the signer. `hasTray` decides how to come back. */
export function createClosedNotice(onClick: () => void): (hasTray: boolean) => void {
  // Held here: a notification that is garbage-collected no longer hears the click.
  let notice: Notification | null = null;
  return (hasTray) => {
    if (notice !== null || !Notification.isSupported()) return;
    notice = new Notification({
      title: "Countersign keeps running",
      body: hasTray
        ? "It goes on signing for your node. Open it or quit it from the tray."
        : "It goes on signing for your node. Its window is only minimised, because this desktop has no tray.",
    });
    notice.on("click", onClick);
    notice.show();
  };
}

/** Says after a sleep that the node may have stopped: lnd does when its signer is away. */
export function createSleptNotice(onClick: () => void): () => void {
  let notice: Notification | null = null;
  return () => {
    if (!Notification.isSupported()) return;
    // A resume can be noticed twice; one notice is enough.
    notice?.close();
    notice = new Notification({
      title: "This computer was asleep",
      body: "Your node had no signer meanwhile and may have stopped. Countersign reconnects; see whether your node runs.",
    });
    notice.on("click", onClick);
    notice.show();
  };
}

/** Says of each end of macaroon or certificate once that it is near and once that it is past, over restarts as well. */
export function createEndNotice(told: ToldOnce, onClick: () => void): (ends: readonly CredentialEnd[]) => void {
  const shown: Notification[] = [];
  return (ends) => {
    if (!Notification.isSupported()) return;
    for (const { key, what, isOver } of ends) {
      if (!told.isFirst(key)) continue;
      const notice = new Notification({
        title: isOver ? `The node's ${what} has ended` : `The node's ${what} ends soon`,
        body: `Without a valid one the node lets no signer in. Countersign says what to do.`,
      });
      notice.on("click", onClick);
      notice.show();
      shown.push(notice);
    }
  };
}

/** Says that a person must decide, without saying about what. */
export function createApprovalNotice(onClick: () => void): () => void {
  let notice: Notification | null = null;
  return () => {
    if (!Notification.isSupported()) return;
    notice?.close();
    notice = new Notification({
      title: "A signature waits for you",
      body: "Your node asks for something only you can judge. Open Countersign to see it.",
    });
    notice.on("click", onClick);
    notice.show();
  };
}
