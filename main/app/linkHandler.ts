/**
 * Pairing links on Linux: a desktop entry of the person's own that opens them, and its place in their mimeapps.list. It
 * needs no package to bring an entry, so deb, AppImage and an unpacked folder are alike, and it goes when it is not wanted.
 */
import { readFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { removeFileDurably, writeFileAtomically } from "../keystore/atomicFile";
import { linkHandlerEntry, schemeMimeType } from "./desktopEntry";
import { withDefault, withoutDefault } from "./mimeAppsList";
import { pairingSchemes } from "./pairingLink";

export interface UserFolders {
  /** $XDG_DATA_HOME */
  readonly data: string;
  /** $XDG_CONFIG_HOME */
  readonly config: string;
}

const entryName = "countersign-pairing-links.desktop";
const mimeTypes = pairingSchemes.map(schemeMimeType);

/** As the XDG Base Directory Specification has them. */
export function userFolders(): UserFolders {
  return {
    data: process.env["XDG_DATA_HOME"] || path.join(os.homedir(), ".local", "share"),
    config: process.env["XDG_CONFIG_HOME"] || path.join(os.homedir(), ".config"),
  };
}

/** @param program absolute path of what opens links @throws Error from the file system */
export async function setLinkHandler(enabled: boolean, program: string, folders: UserFolders): Promise<void> {
  const entry = path.join(folders.data, "applications", entryName);
  const list = path.join(folders.config, "mimeapps.list");
  const before = await textOf(list);
  if (enabled) {
    await writeFileAtomically(entry, Buffer.from(linkHandlerEntry([program], pairingSchemes)));
    await replace(list, before, withDefault(before, mimeTypes, entryName));
    return;
  }
  await replace(list, before, withoutDefault(before, mimeTypes, entryName));
  if ((await textOf(entry)) !== "") await removeFileDurably(entry);
}

async function replace(file: string, before: string, after: string): Promise<void> {
  if (after !== before) await writeFileAtomically(file, Buffer.from(after));
}

/** Empty when there is no such file. */
async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  }
}
