/** What the shell does beside the window: clipboard, the person's browser, system dialogs. */
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { app, type BrowserWindow, clipboard, dialog, shell } from "electron";

/** The only pages the app ever opens, by key. */
const helpPages = {
  "remote-signing": "https://github.com/lightningnetwork/lnd/blob/master/docs/remote-signing.md",
} as const;

export async function openHelp(page: keyof typeof helpPages): Promise<void> {
  await shell.openExternal(helpPages[page]);
}

export async function copyText(text: string): Promise<void> {
  // Synchronous in older Electron, a promise in newer.
  await clipboard.writeText(text);
}

/** Empties the clipboard if it still holds a text. */
export async function forgetCopied(text: string): Promise<void> {
  if ((await clipboard.readText()).trim() === text.trim()) clipboard.clear();
}

/** Asked where the page cannot. True: quit. */
export async function askToQuit(): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: "warning",
    message: "Quit Countersign?",
    detail: "Your node cannot sign without it: payments fail at once, and lnd may shut down after a while.",
    buttons: ["Keep running", "Quit"],
    defaultId: 0,
    cancelId: 0,
  });
  return response === 1;
}

/** Lets the person choose where `text` goes. False if they thought better of it. @throws Error from the file system */
export async function saveText(window: BrowserWindow, fileName: string, text: string): Promise<boolean> {
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: path.join(app.getPath("documents"), fileName),
    filters: [
      fileName.endsWith(".json") ? { name: "JSON", extensions: ["json"] } : { name: "Text", extensions: ["txt"] },
    ],
  });
  if (canceled || !filePath) return false;
  await writeFile(filePath, text, { mode: 0o600 });
  return true;
}
