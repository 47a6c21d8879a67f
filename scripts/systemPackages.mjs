// What the app and its tests need from the system: looked for, installed with apt as root on Debian and Ubuntu, and
// otherwise named with the exact command to type.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const command = (name, ...packages) => ({ packages, isPresent: () => findCommand(name) });
const library = (soname, ...packages) => ({ packages, isPresent: () => knownLibraries().includes(soname) });

// Several package names: the first one the system's archive knows (Ubuntu renamed some for 64-bit time).
const toUnpack = [command("unzip", "unzip")];
const toShowWindows = [
  library("libgtk-3.so.0", "libgtk-3-0t64", "libgtk-3-0"),
  library("libnss3.so", "libnss3"),
  library("libgbm.so.1", "libgbm1"),
  library("libasound.so.2", "libasound2t64", "libasound2"),
  library("libnotify.so.4", "libnotify4"),
];
const toTest = [
  command("Xvfb", "xvfb"),
  command("xvfb-run", "xvfb"),
  command("xauth", "xauth"),
  command("dbus-run-session", "dbus-daemon", "dbus"),
  command("gdbus", "libglib2.0-bin"),
  command("gnome-keyring-daemon", "gnome-keyring"),
  command("secret-tool", "libsecret-tools"),
];

export const needs = { start: [...toUnpack, ...toShowWindows], test: [...toUnpack, ...toShowWindows, ...toTest] };

/**
 * Makes sure everything in `wanted` is there.
 * @throws Error naming the command to type when something is missing and cannot be installed from here
 */
export function ensureSystemPackages(wanted, log = console.error) {
  if (process.platform !== "linux") return;
  const missing = wanted.filter((need) => !need.isPresent());
  if (missing.length === 0) return;
  const hasApt = findCommand("apt-get");
  const isRoot = process.getuid?.() === 0;
  if (hasApt && isRoot) apt(["update", "-qq"], log);
  const names = [
    ...new Set(
      missing.map((need) => (hasApt ? need.packages.find(isKnownPackage) : undefined) ?? need.packages.at(-1)),
    ),
  ];
  const advice = `apt-get install -y ${names.join(" ")}`;
  if (!hasApt || !isRoot) {
    throw new Error(`system packages are missing; on Debian or Ubuntu type: ${isRoot ? "" : "sudo "}${advice}`);
  }
  log(`installing system packages: ${names.join(" ")}`);
  apt(["install", "-y", "-qq", "--no-install-recommends", ...names], log);
  librariesCache = undefined;
  const still = missing.filter((need) => !need.isPresent());
  if (still.length > 0)
    throw new Error(`${advice} did not bring: ${still.map((need) => need.packages.at(-1)).join(", ")}`);
}

/** True if an executable of that name is on the path or in the system's sbin folders. */
export function findCommand(name) {
  const folders = [...(process.env.PATH ?? "").split(":"), "/usr/sbin", "/sbin"];
  return folders.some((folder) => folder !== "" && existsSync(path.join(folder, name)));
}

let librariesCache;
function knownLibraries() {
  librariesCache ??= execFileSync(existsSync("/sbin/ldconfig") ? "/sbin/ldconfig" : "ldconfig", ["-p"], {
    encoding: "utf8",
  })
    .split("\n")
    .map((line) => line.trim().split(" ")[0]);
  return librariesCache;
}

function isKnownPackage(name) {
  return spawnSync("apt-cache", ["show", name], { stdio: ["ignore", "pipe", "ignore"] }).stdout.length > 0;
}

function apt(words, log) {
  const done = spawnSync("apt-get", words, {
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    stdio: ["ignore", "pipe", "pipe"],
    encoding: "utf8",
  });
  if (done.status !== 0) {
    log(done.stderr);
    throw new Error(`apt-get ${words.join(" ")} failed`);
  }
}
