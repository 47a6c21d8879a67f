/** What is settled before the app is ready: sandbox, profile, single instance. */
import path from "node:path";
import { app } from "electron";
import type { AppSnapshot } from "../../preload/contract/types";
import { hiddenSwitch } from "./autostart";
import { launchRefusal } from "./launchRefusal";

export interface Launch {
  /** Folder of the state database and of file-kept seeds. */
  readonly profileFolder: string;
  /** Folder of proto/ and assets/. */
  readonly resources: string;
  readonly startHidden: boolean;
  readonly banners: readonly AppSnapshot["banners"][number][];
}

/** The Electron this project ships with; older ones are for development and tests. */
const shippedElectronMajor = 45;

/**
 * Prepares the process. Null means: do not go on, the process is about to end (refused, or another instance runs).
 * Runs before the app is ready, and before anything touches the profile.
 */
export function prepareLaunch(): Launch | null {
  const switches = ["no-sandbox", "remote-debugging-port", "remote-debugging-pipe", "profile"];
  const refusal = launchRefusal({
    isPackaged: app.isPackaged,
    isRoot: process.getuid?.() === 0,
    switches: switches.filter((name) => app.commandLine.hasSwitch(name)),
  });
  if (refusal !== null) {
    process.stderr.write(`${refusal}\n`);
    app.exit(1);
    return null;
  }
  const isSandboxed = !app.commandLine.hasSwitch("no-sandbox");
  // Without the system's sandbox this call would leave Chromium's network service crashing for ever.
  if (isSandboxed) app.enableSandbox();
  app.setPath("userData", chooseProfile());
  if (!app.requestSingleInstanceLock()) {
    app.exit(0);
    return null;
  }
  const isDevelopmentRuntime = !app.isPackaged && Number.parseInt(process.versions.electron, 10) < shippedElectronMajor;
  return {
    profileFolder: app.getPath("userData"),
    resources: app.isPackaged ? process.resourcesPath : app.getAppPath(),
    startHidden: app.commandLine.hasSwitch(hiddenSwitch),
    banners: [
      ...(isSandboxed ? [] : (["no-browser-sandbox"] as const)),
      ...(isDevelopmentRuntime ? (["development-runtime"] as const) : []),
    ],
  };
}

/** Development never shares data with an installed app; `--profile=FOLDER` is for development and tests alone. */
function chooseProfile(): string {
  if (app.isPackaged) return path.join(app.getPath("appData"), "Countersign");
  const given = app.commandLine.getSwitchValue("profile");
  return given ? path.resolve(given) : path.join(app.getPath("appData"), "Countersign Development");
}
