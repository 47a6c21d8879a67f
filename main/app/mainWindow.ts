/** The big window and its life. Put away instead of closed, reloaded after a crash. */
import { BrowserWindow, nativeTheme, type WebContents } from "electron";
import type { Log } from "../support/log";
import { blankPage } from "./contentPolicy";
import { mainDocument } from "./documents";
import { webPreferences } from "./webPreferences";

export interface MainWindow {
  readonly browserWindow: BrowserWindow;
  /** Loads the page, and shows the window as soon as there is something to see. */
  load(visible: boolean): Promise<void>;
  /** Brings the window before the person: restored, visible, focused. */
  show(): void;
  /** The page, or null while there is none to talk to. */
  page(): WebContents | null;
  /**
   * Loads the page anew, where it is, in another process: the memory of the old one goes with it. A document of another
   * site in between is what makes Chromium change the process.
   */
  renewPage(): Promise<void>;
  /** Keeps the window out of screenshots where the system can do that (not on Linux). Ends with the page. */
  protectContent(on: boolean): void;
  /** Hides the window; without a tray to bring it back it is only minimised. */
  putAway(hasTray: boolean): void;
  /** From here on closing means closing. */
  allowClose(): void;
}

/** A page that crashes again within this time stays down; the tray and a second launch still work. */
const reloadAtMostEveryMs = 10_000;

/** @param onClose the person closed the window; it is still there, to be put away */
export function createMainWindow(
  files: { readonly preload: string; readonly icon: string },
  onClose: () => void,
  log: Log,
): MainWindow {
  const window = new BrowserWindow({
    width: 1120,
    height: 760,
    minWidth: 720,
    minHeight: 540,
    show: false,
    title: "Countersign",
    icon: files.icon,
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#0e1116" : "#f5f6f8",
    webPreferences: webPreferences(files.preload),
  });
  const { webContents } = window;
  let mayClose = false;
  let reloadedAtMs = 0;

  window.on("page-title-updated", (event) => event.preventDefault());
  window.on("close", (event) => {
    if (mayClose) return;
    event.preventDefault();
    onClose();
  });
  webContents.on("did-start-navigation", () => window.setContentProtection(false));
  webContents.on("render-process-gone", (_event, { reason }) => {
    log("error", `the page's process ended (${reason})`);
    if (mayClose || Date.now() - reloadedAtMs < reloadAtMostEveryMs) return;
    reloadedAtMs = Date.now();
    webContents.reload();
  });

  const show = () => {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  };
  return {
    browserWindow: window,
    load: (visible) => {
      if (visible) window.once("ready-to-show", show);
      return window.loadURL(`${mainDocument.origin}/${mainDocument.page}`);
    },
    show,
    page: () => (window.isDestroyed() || webContents.isCrashed() ? null : webContents),
    async renewPage() {
      const url = webContents.getURL();
      if (!url.startsWith(`${mainDocument.origin}/`)) return;
      try {
        await window.loadURL(blankPage);
      } finally {
        await window.loadURL(url);
      }
    },
    protectContent: (on) => window.setContentProtection(on),
    putAway: (hasTray) => (hasTray ? window.hide() : window.minimize()),
    allowClose: () => {
      mayClose = true;
    },
  };
}
