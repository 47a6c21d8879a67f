/** What the shell does beside the window: clipboard, the person's browser, system dialogs. */
import { readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { app, type BrowserWindow, clipboard, dialog, shell } from "electron";
import { AppError } from "../session/appError";

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
  const file = await chooseTarget(window, fileName);
  if (file === null) return false;
  await writeFile(file, text, { mode: 0o600 });
  return true;
}

/**
 * The same for what comes in portions. It takes the place of the chosen file when it is whole.
 *
 * @throws Error from the file system, or whatever `content` fails with
 */
export async function saveStream(
  window: BrowserWindow,
  fileName: string,
  content: AsyncIterable<string | Uint8Array>,
): Promise<boolean> {
  const file = await chooseTarget(window, fileName);
  if (file === null) return false;
  const unfinished = `${file}.part`;
  try {
    await writeFile(unfinished, content, { mode: 0o600 });
    await rename(unfinished, file);
  } finally {
    await rm(unfinished, { force: true });
  }
  return true;
}

/** Lets the person choose a file. Null if they thought better of it. @throws AppError BAD_INPUT when it is too large */
export async function openFile(window: BrowserWindow, kind: "json"): Promise<Uint8Array | null> {
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    defaultPath: app.getPath("documents"),
    properties: ["openFile"],
    filters: [filters[kind]],
  });
  const [file] = filePaths;
  if (canceled || file === undefined) return null;
  const { size } = await stat(file);
  if (size > largestFileBytes) {
    throw new AppError("BAD_INPUT", `The file is larger than ${largestFileBytes / 2 ** 20} MiB: choose another one.`);
  }
  return new Uint8Array(await readFile(file));
}

const filters = {
  json: { name: "JSON", extensions: ["json"] },
  csv: { name: "CSV", extensions: ["csv"] },
  txt: { name: "Text", extensions: ["txt"] },
};
const largestFileBytes = 256 * 2 ** 20;

async function chooseTarget(window: BrowserWindow, fileName: string): Promise<string | null> {
  const extension = path.extname(fileName).slice(1);
  const { canceled, filePath } = await dialog.showSaveDialog(window, {
    defaultPath: path.join(app.getPath("documents"), fileName),
    filters: [extension === "json" || extension === "csv" ? filters[extension] : filters.txt],
  });
  return canceled || !filePath ? null : filePath;
}
