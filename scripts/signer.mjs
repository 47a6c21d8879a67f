// npm run signer -- SUBCOMMAND: builds what is needed and runs the signer without a window.
import { spawn } from "node:child_process";
import path from "node:path";
import { buildNode, root } from "./build.mjs";

await buildNode();
const file = path.join(root, "dist/main/headless.cjs");
const child = spawn(process.execPath, ["--enable-source-maps", file, ...process.argv.slice(2)], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
