// node tests/renderer/gallery/run.mjs [NAME...]: builds the window and takes pictures of its scenes with Chromium
// (CHROMIUM=path, /usr/bin/chromium by default). NAME picks the scenes whose name holds it.
import { spawn } from "node:child_process";
import path from "node:path";
import { build } from "esbuild";
import { buildRenderer, root } from "../../../scripts/build.mjs";

const outfile = path.join(root, "dist/scripts/gallery.mjs");
await Promise.all([
  buildRenderer(),
  build({
    entryPoints: [path.join(root, "tests/renderer/gallery/take.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    outfile,
  }),
]);
const child = spawn(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: "inherit", cwd: root });
child.on("exit", (code) => process.exit(code ?? 1));
