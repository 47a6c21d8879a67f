// npm start: builds what changed and opens the desktop app; without a display the same signer runs headless on the
// practice node.
import { spawn } from "node:child_process";
import path from "node:path";
import { buildNode, buildRenderer, root } from "./build.mjs";
import { electronRuntime } from "./electronRuntime.mjs";
import { ensureSystemPackages, needs } from "./systemPackages.mjs";

const hasDisplay = process.platform !== "linux" || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

function runToEnd(executable, words, env = process.env) {
  const child = spawn(executable, words, { stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
}

try {
  if (hasDisplay) {
    ensureSystemPackages(needs.start);
    const [runtime] = await Promise.all([electronRuntime(), buildNode(), buildRenderer()]);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) {
      console.error(
        "The browser sandbox cannot run as root: it is off for this run only. Start Countersign as a normal user to have it.",
      );
    }
    const executable = path.join(runtime, process.platform === "win32" ? "electron.exe" : "electron");
    runToEnd(executable, [...(isRoot ? ["--no-sandbox"] : []), root, ...process.argv.slice(2)]);
  } else {
    await buildNode();
    console.error(
      "No display: the signer runs headless on the practice node, with a throw-away seed. Stop it with Ctrl-C.",
    );
    runToEnd(process.execPath, ["--enable-source-maps", path.join(root, "dist/main/headless.cjs"), "practice"]);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
