import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { setLinkHandler } from "../../../main/app/linkHandler";

let folder: string;
const folders = () => ({ data: path.join(folder, "share"), config: path.join(folder, "config") });
const entry = () => path.join(folder, "share", "applications", "countersign-pairing-links.desktop");
const list = () => path.join(folder, "config", "mimeapps.list");

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "countersign-links-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("setLinkHandler", () => {
  test("writes an entry that opens both kinds of link with this program, and makes it the first choice", async () => {
    await setLinkHandler(true, "/opt/Countersign/countersign", folders());
    expect(readFileSync(entry(), "utf8").split("\n")).toEqual([
      "[Desktop Entry]",
      "Type=Application",
      "Name=Countersign",
      "Comment=Remote signer for a watch-only lnd node",
      'Exec="/opt/Countersign/countersign" %u',
      "Icon=countersign",
      "Terminal=false",
      "NoDisplay=true",
      "MimeType=x-scheme-handler/lndconnect;x-scheme-handler/countersign;",
      "",
    ]);
    const lines = readFileSync(list(), "utf8").split("\n");
    for (const scheme of ["lndconnect", "countersign"]) {
      expect(lines).toContain(`x-scheme-handler/${scheme}=countersign-pairing-links.desktop;`);
    }
  });

  test("a program that moved is found again", async () => {
    await setLinkHandler(true, "/home/me/old 1.AppImage", folders());
    await setLinkHandler(true, "/home/me/new 100%.AppImage", folders());
    expect(readFileSync(entry(), "utf8")).toContain('Exec="/home/me/new 100%%.AppImage" %u\n');
    expect(readFileSync(list(), "utf8").match(/countersign-pairing-links/g)).toHaveLength(2);
  });

  test("leaves no trace when it is not wanted any more", async () => {
    mkdirSync(folders().config);
    const before = "[Default Applications]\nx-scheme-handler/lndconnect=zap.desktop;\n";
    writeFileSync(list(), before);
    await setLinkHandler(true, "/opt/Countersign/countersign", folders());
    expect(readFileSync(list(), "utf8")).toContain("lndconnect=countersign-pairing-links.desktop;zap.desktop;");
    await setLinkHandler(false, "/opt/Countersign/countersign", folders());
    expect(readFileSync(list(), "utf8")).toBe(before);
    expect(existsSync(entry())).toBe(false);
  });

  test("switching it off where it never was makes no files", async () => {
    await setLinkHandler(false, "/opt/Countersign/countersign", folders());
    expect(existsSync(list())).toBe(false);
    expect(existsSync(entry())).toBe(false);
  });
});
