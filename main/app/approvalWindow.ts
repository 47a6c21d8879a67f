/**
 * The approval window: small, on top, on an origin of its own. It shows what waits and takes yes or no. Closing it decides
 * nothing: it is put away, and what nobody approves is refused by time.
 */
import { BrowserWindow, nativeTheme, type WebContents } from "electron";
import type { Log } from "../support/log";
import { approveDocument } from "./documents";
import { webPreferences } from "./webPreferences";

export interface ApprovalWindow {
  /** Brings the window before the person, above all others. The first time it has to be made. */
  show(): void;
  putAway(): void;
  /** The page, or null while there is none to talk to. */
  page(): WebContents | null;
  /** Closes it for good. */
  close(): void;
}

/** A page that crashes again within this time stays down; the big window can decide as well. */
const reloadAtMostEveryMs = 10_000;

/** @param files.preload the preload of the approval page, not that of the big window */
export function createApprovalWindow(
  files: { readonly preload: string; readonly icon: string },
  log: Log,
): ApprovalWindow {
  let window: BrowserWindow | null = null;
  let isEnding = false;

  const present = (shown: BrowserWindow) => {
    if (!shown.isVisible()) shown.center();
    shown.show();
    shown.focus();
  };
  return {
    show() {
      if (isEnding) return;
      if (window !== null) return present(window);
      const made = makeWindow(files, () => isEnding, log);
      window = made;
      made.once("closed", () => {
        window = null;
      });
      made.once("ready-to-show", () => present(made));
      made.loadURL(`${approveDocument.origin}/${approveDocument.page}`).catch((error: unknown) => {
        log.bug("approval window", error);
      });
    },
    putAway: () => window?.hide(),
    page: () => (window === null || window.isDestroyed() || window.webContents.isCrashed() ? null : window.webContents),
    close() {
      isEnding = true;
      window?.close();
    },
  };
}

function makeWindow(
  files: { readonly preload: string; readonly icon: string },
  mayClose: () => boolean,
  log: Log,
): BrowserWindow {
  const window = new BrowserWindow({
    width: 460,
    height: 660,
    minWidth: 400,
    minHeight: 480,
    show: false,
    title: "Countersign asks",
    icon: files.icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#0e1116" : "#f5f6f8",
    alwaysOnTop: true,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    webPreferences: webPreferences(files.preload),
  });
  const { webContents } = window;
  let reloadedAtMs = 0;
  window.on("page-title-updated", (event) => event.preventDefault());
  window.on("close", (event) => {
    if (mayClose()) return;
    event.preventDefault();
    window.hide();
  });
  webContents.on("render-process-gone", (_event, { reason }) => {
    log("error", `the approval page's process ended (${reason})`);
    if (mayClose() || Date.now() - reloadedAtMs < reloadAtMostEveryMs) return;
    reloadedAtMs = Date.now();
    webContents.reload();
  });
  return window;
}
