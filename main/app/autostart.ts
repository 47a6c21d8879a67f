/** Starts the app at login: a desktop entry on Linux, the system's own list elsewhere. */
import { mkdir, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { app } from "electron";
import { autostartEntry } from "./desktopEntry";
import { installedProgram } from "./installedProgram";

/** Started at login the app stays in the tray. */
export const hiddenSwitch = "hidden";

/** @throws Error from the file system on Linux */
export async function setOpenAtLogin(enabled: boolean): Promise<void> {
  const args = [...(app.isPackaged ? [] : [app.getAppPath()]), `--${hiddenSwitch}`];
  if (process.platform !== "linux") {
    app.setLoginItemSettings({ openAtLogin: enabled, args });
    return;
  }
  const configHome = process.env["XDG_CONFIG_HOME"] || path.join(os.homedir(), ".config");
  const file = path.join(configHome, "autostart", "countersign.desktop");
  if (!enabled) return rm(file, { force: true });
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, autostartEntry([installedProgram(), ...args]));
}
