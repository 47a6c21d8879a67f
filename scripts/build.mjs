// Builds dist/: one CommonJS file each for the main process, the signer thread, the thread that writes its database, the
// practice thread and the headless command, one for each preload, and the renderer with Vite. `buildNode()` alone is
// enough for everything without a window.
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build as esbuild } from "esbuild";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** Stay outside the bundles: the runtime itself and packages with native code. */
export const externals = ["electron", "@napi-rs/keyring", "libsql", "secp256k1"];

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  sourcemap: true,
  logLevel: "warning",
  external: externals.flatMap((name) => [name, `${name}/*`]),
};

export const nodeEntries = {
  "main/index": "main/index.ts",
  "main/thread": "main/thread/index.ts",
  "main/writer": "main/state/writerThread.ts",
  "main/practice": "main/practice/thread.ts",
  "main/qr": "main/pairing/qrThread.ts",
  "main/headless": "main/headless/index.ts",
  "preload/index": "preload/index.ts",
  "preload/approve": "preload/approve.ts",
};

/** Bundles everything that runs outside the renderer. */
export async function buildNode() {
  await Promise.all(
    Object.entries(nodeEntries)
      .filter(([, entry]) => existsSync(path.join(root, entry)))
      .map(([out, entry]) => esbuild({ ...common, entryPoints: [entry], outfile: `dist/${out}.cjs` })),
  );
}

/** Bundles one of the project's own commands and returns the file to run. */
export async function buildCommand(name) {
  const outfile = `dist/scripts/${name}.cjs`;
  await esbuild({ ...common, entryPoints: [`scripts/commands/${name}.ts`], outfile });
  return path.join(root, outfile);
}

/** Bundles the renderer with Vite, which would leave NODE_ENV set to "production" for whatever runs next. */
export async function buildRenderer() {
  const { build } = await import("vite");
  const { NODE_ENV } = process.env;
  try {
    await build({
      root: path.join(root, "renderer"),
      configFile: path.join(root, "vite.config.mts"),
      logLevel: "warn",
    });
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await Promise.all([buildNode(), buildRenderer()]);
}
