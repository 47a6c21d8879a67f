/**
 * lndconnect: and countersign: links that the system hands over: as an event on macOS, on the command line elsewhere.
 * They hold a macaroon: they are never logged, and only ever become a draft that the person reviews.
 */
import { app } from "electron";
import { installedProgram } from "./installedProgram";
import { setLinkHandler, userFolders } from "./linkHandler";
import { pairingLinkAmong, pairingSchemes } from "./pairingLink";

/**
 * Makes this app the one that opens such links, or no longer. Only an installed app: a checkout would hijack it.
 *
 * @throws Error from the file system on Linux
 */
export async function setOpensPairingLinks(enabled: boolean): Promise<void> {
  if (!app.isPackaged) return;
  if (process.platform === "linux") return setLinkHandler(enabled, installedProgram(), userFolders());
  for (const scheme of pairingSchemes) {
    if (enabled) app.setAsDefaultProtocolClient(scheme);
    else app.removeAsDefaultProtocolClient(scheme);
  }
}

/**
 * Listens from the start, as the link that starts the app comes before it is ready.
 *
 * @returns a function that takes the receiver of links; the last one that came before is handed over at once
 */
export function collectPairingLinks(): (receive: (link: string) => void) => void {
  let early = pairingLinkAmong(process.argv);
  let receive = (link: string) => {
    early = link;
  };
  app.on("open-url", (event, url) => {
    event.preventDefault();
    const link = pairingLinkAmong([url]);
    if (link !== null) receive(link);
  });
  app.on("second-instance", (_event, argv) => {
    const link = pairingLinkAmong(argv);
    if (link !== null) receive(link);
  });
  return (receiver) => {
    receive = receiver;
    if (early !== null) receiver(early);
    early = null;
  };
}
