// node scripts/run.mjs NAME [ARGUMENTS]: builds what NAME needs and runs scripts/commands/NAME.ts in plain Node.
import { spawn } from "node:child_process";
import { buildCommand, buildNode } from "./build.mjs";

const [name, ...rest] = process.argv.slice(2);
if (!name || !/^[a-z]+$/.test(name)) {
  console.error("usage: node scripts/run.mjs NAME [ARGUMENTS]");
  process.exit(2);
}
const [file] = await Promise.all([buildCommand(name), buildNode()]);
const child = spawn(process.execPath, ["--enable-source-maps", file, ...rest], { stdio: "inherit" });
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
