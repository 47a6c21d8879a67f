// Runs a command as a user without privileges, because Chromium's sandbox does not run as root.
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { findCommand } from "./systemPackages.mjs";

const nobody = 65_534;
const staged = [
  "package.json",
  "playwright.config.ts",
  "tsconfig.base.json",
  "tsconfig.json",
  "tsconfig.tests.json",
  "dist",
  "proto",
  "assets",
  "main",
  "preload",
  "scripts",
  "tests",
  "node_modules",
];

/**
 * Prepares a place for running `root`'s tests: as root an unprivileged user with a home of its own, and a copy of the
 * project where that user cannot read the original; otherwise this user in the project itself.
 */
export function unprivilegedPlace(root) {
  const home = mkdtempSync(path.join(os.tmpdir(), "countersign-test-"));
  if (process.getuid?.() !== 0) {
    return { folder: root, home, words: [], close: () => rmSync(home, { recursive: true, force: true }) };
  }
  if (!findCommand("runuser")) throw new Error("runuser is missing: apt-get install -y util-linux");
  chownSync(home, nobody, nobody);
  const words = ["runuser", "-u", "nobody", "--"];
  const canRead = spawnSync(words[0], [...words.slice(1), "test", "-r", path.join(root, "package.json")]).status === 0;
  let folder = root;
  if (!canRead) {
    folder = mkdtempSync("/var/tmp/countersign-stage-");
    chmodSync(folder, 0o755);
    for (const name of staged)
      cpSync(path.join(root, name), path.join(folder, name), { recursive: true, verbatimSymlinks: true });
    spawnSync("chmod", ["-R", "a+rX", folder]);
  }
  return {
    folder,
    home,
    words,
    close: () => {
      rmSync(home, { recursive: true, force: true });
      if (folder !== root) rmSync(folder, { recursive: true, force: true });
    },
  };
}
