/** Notifications of the desktop. Never an amount, a name or a hash: they show on locked screens. */
import { Notification } from "electron";

/** Says once per run that closing the window does not stop the signer. `hasTray` decides how to come back. */
export function createClosedNotice(onClick: () => void): (hasTray: boolean) => void {
  let wasShown = false;
  return (hasTray) => {
    if (wasShown || !Notification.isSupported()) return;
    wasShown = true;
    const notice = new Notification({
      title: "Countersign keeps running",
      body: hasTray
        ? "It goes on signing for your node. Open it or quit it from the tray."
        : "It goes on signing for your node. Its window is only minimised, because this desktop has no tray.",
    });
    notice.on("click", onClick);
    notice.show();
  };
}
