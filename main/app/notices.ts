/** Notifications of the desktop. Never an amount, a name or a hash: they show on locked screens. */
import { Notification } from "electron";

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
