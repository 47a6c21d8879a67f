/** The app from start to quit: wires window, tray and power to the session. */
import path from "node:path";
import { app, dialog, nativeTheme } from "electron";
import type { AppSnapshot, Settings } from "../../preload/contract/types";
import type { Handlers } from "../handlers/handlers";
import type { Shell } from "../handlers/shell";
import { AppError } from "../session/appError";
import type { SignerSession } from "../session/session";
import type { Log } from "../support/log";
import { ApprovalCalls } from "./approvalCalls";
import { createApprovalWindow } from "./approvalWindow";
import { setOpenAtLogin } from "./autostart";
import { credentialEnds } from "./credentialEnds";
import { askToQuit, copyText, forgetCopied, openFile, openHelp, saveStream, saveText } from "./desktop";
import { approveDocument, mainDocument } from "./documents";
import { endOrderly } from "./ending";
import { hardenSession, hardenWebContents } from "./hardening";
import { listen } from "./ipc";
import type { Launch } from "./launch";
import { createMainWindow } from "./mainWindow";
import { setApplicationMenu } from "./menu";
import { createApprovalNotice, createClosedNotice, createEndNotice, createSleptNotice } from "./notices";
import { collectPairingLinks, setOpensPairingLinks } from "./pairingLinks";
import { createPush } from "./push";
import { createQuitFlow } from "./quitFlow";
import { registerAppScheme, serveAppFiles } from "./scheme";
import { SecretClipboard } from "./secretClipboard";
import { createServe } from "./serve";
import { ToldOnce } from "./toldOnce";
import { createTray } from "./tray";
import { hasTrayHost } from "./trayHost";
import { type TrayAction, trayView } from "./trayView";
import { createStayAwake, watchForAway, watchForWake } from "./wake";

export interface AppParts {
  readonly launch: Launch;
  readonly log: Log;
  /** Absolute paths: folder of the pages, preloads of the two windows, folder of icons. */
  readonly files: {
    readonly renderer: string;
    readonly preload: string;
    readonly approvePreload: string;
    readonly assets: string;
  };
  /** Called once the app is ready. */
  openSession(): Promise<SignerSession>;
  handlers(session: SignerSession, shell: Shell): Handlers;
}

const pauseMinutes = 15;
/** At login the panel may come up later than the app. */
const lookForTrayAgainMs = 15_000;
/** Days pass without anything else changing. */
const lookAtEndsAgainMs = 3_600_000;

/** Runs the app until it quits. Must be called before the app is ready. */
export async function runApp(parts: AppParts): Promise<void> {
  registerAppScheme();
  hardenWebContents();
  const receivePairingLinks = collectPairingLinks();
  await app.whenReady();
  hardenSession();
  serveAppFiles(parts.files.renderer);
  try {
    const session = await parts.openSession();
    await start(parts, session);
    receivePairingLinks((link) => void offerLink(session, link));
  } catch (error) {
    dialog.showErrorBox("Countersign cannot start", whyNot(error, parts.log));
    app.exit(1);
  }
}

async function start(parts: AppParts, session: SignerSession): Promise<void> {
  const { launch, log, files } = parts;
  let trayHost = await hasTrayHost();
  let settings: Settings | null = null;
  const snapshot = (): AppSnapshot => ({
    ...session.snapshot(),
    version: app.getVersion(),
    banners: [...launch.banners, ...(trayHost ? [] : (["no-tray"] as const))],
  });

  const icon = path.join(files.assets, "icons", "256x256.png");
  const window = createMainWindow({ preload: files.preload, icon }, () => void windowClosed(), log);
  const approvalWindow = createApprovalWindow({ preload: files.approvePreload, icon }, log);
  const push = createPush(window.page);
  const approvals = new ApprovalCalls({
    window: approvalWindow,
    pushes: [push, createPush(approvalWindow.page)],
    notify: createApprovalNotice(showApprovals),
  });
  const tray = createTray(path.join(files.assets, "tray"), (action) => void act(action));
  const stayAwake = createStayAwake();
  const sayItKeepsRunning = createClosedNotice(window.show);
  const sayItSlept = createSleptNotice(window.show);
  const sayItEnds = createEndNotice(
    await ToldOnce.open(path.join(launch.profileFolder, "notices.json"), log),
    window.show,
  );
  const secrets = new SecretClipboard({ put: copyText, forget: forgetCopied });
  const quitFlow = createQuitFlow({
    isNeeded: () => snapshot().node !== null || snapshot().practice,
    askInWindow: () => {
      window.show();
      if (window.page() === null) return false;
      push("quit.asked", {});
      return true;
    },
    askNatively: askToQuit,
    quit: () => app.quit(),
  });

  function showApprovals(): void {
    if (approvals.isAnyWaiting) approvalWindow.show();
    else window.show();
  }

  async function act(action: TrayAction): Promise<void> {
    try {
      if (action === "open") window.show();
      else if (action === "approvals") showApprovals();
      else if (action === "lock") await session.lock();
      else if (action === "pause") await session.pause(pauseMinutes);
      else if (action === "resume") await session.resume();
      else quitFlow.ask();
    } catch (error) {
      log.bug(`tray ${action}`, error);
    }
  }

  function changed(): void {
    const now = snapshot();
    push("app.changed", { snapshot: now });
    tray.show(trayView(now, Date.now()));
    approvals.lockChanged(now.windowLocked);
    sayItEnds(credentialEnds(now, Date.now()));
    if (now.windowLocked) window.protectContent(false);
    stayAwake(now.settings.keepAwake && now.link.state === "online");
    if (now.settings.theme !== settings?.theme) nativeTheme.themeSource = now.settings.theme;
    if (settings !== null && now.settings.openAtLogin !== settings.openAtLogin) {
      setOpenAtLogin(now.settings.openAtLogin).catch((error: unknown) => log.bug("open at login", error));
    }
    // At the start as well: an installed program may have moved.
    if (now.settings.openPairingLinks !== (settings?.openPairingLinks ?? false)) {
      setOpensPairingLinks(now.settings.openPairingLinks).catch((error: unknown) => log.bug("pairing links", error));
    }
    settings = now.settings;
  }

  async function lookForTray(): Promise<void> {
    const found = await hasTrayHost();
    if (found === trayHost) return;
    trayHost = found;
    tray.close();
    changed();
  }

  async function windowClosed(): Promise<void> {
    await lookForTray();
    window.putAway(trayHost);
    sayItKeepsRunning(trayHost);
  }

  const shell: Shell = {
    snapshot,
    quit: () => app.quit(),
    quitHeard: quitFlow.heard,
    renewPage: window.renewPage,
    protectContent: window.protectContent,
    putAwayApprovals: approvalWindow.putAway,
    copyText,
    copySecret: (text, clearsAfterMs) => secrets.copy(text, clearsAfterMs),
    forgetSecret: () => secrets.forget(),
    forgetCopied,
    openHelp,
    saveText: (fileName, text) => saveText(window.browserWindow, fileName, text),
    saveStream: (fileName, content) => saveStream(window.browserWindow, fileName, content),
    openFile: (kind) => openFile(window.browserWindow, kind),
  };
  const documentOf = (id: number) => {
    if (window.page()?.id === id) return mainDocument;
    return approvalWindow.page()?.id === id ? approveDocument : undefined;
  };
  listen(createServe(parts.handlers(session, shell), documentOf, log));
  session.onChanged(changed);
  session.onApprovals((open) => approvals.changed(open));
  session.onFeed((entries) => push("feed.appended", { entries: [...entries] }));
  changed();

  setApplicationMenu(quitFlow.ask);
  setTimeout(() => void lookForTray(), lookForTrayAgainMs).unref();
  setInterval(changed, lookAtEndsAgainMs).unref();
  watchForWake(() => {
    session.retryNow().catch((error: unknown) => log.bug("wake", error));
    if (snapshot().node !== null && !snapshot().practice) sayItSlept();
  });
  watchForAway(() => void session.lockWhenAway().catch((error: unknown) => log.bug("away", error)));
  app.on("second-instance", window.show);
  app.on("activate", window.show);
  endOrderly(
    () => {
      window.allowClose();
      approvalWindow.close();
      tray.close();
    },
    async () => {
      await secrets.forget();
      await session.close();
    },
    log,
  );
  await window.load(!(launch.startHidden && trayHost));
}

/** Whatever the system sends is dropped unless the person wants it. */
async function offerLink(session: SignerSession, link: string): Promise<void> {
  if (session.snapshot().settings.openPairingLinks) await session.offerPairingLink(link);
}

function whyNot(error: unknown, log: Log): string {
  if (error instanceof AppError) return error.message;
  const [firstLine] = (error instanceof Error ? error.message : String(error)).split("\n", 1);
  return `${firstLine} (reference ${log.bug("start", error)})`;
}
