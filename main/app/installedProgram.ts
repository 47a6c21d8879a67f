/** Absolute path that starts this program again, at another time. An AppImage runs from a mount that is gone by then. */
export function installedProgram(): string {
  return process.env["APPIMAGE"] || process.execPath;
}
