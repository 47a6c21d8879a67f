/** Only the checked binary is loaded, and the package's JavaScript fallback never. */
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { loadNativeBinding, openCurve } from "../../../main/thread/nativeCurve";

const requireHere = createRequire(import.meta.url);
const packageFile = requireHere.resolve("secp256k1/package.json");
const prebuild = "prebuilds/linux-x64/secp256k1.glibc.node";

describe("openCurve", () => {
  it("opens the native backend, self-tested and blinded", () => {
    const opened = openCurve();
    expect(opened.curve.backend).toBe("native");
    expect(opened.selfTest).toBe("passed");
    const before = opened.curve.publicKey(new Uint8Array(32).fill(1));
    opened.rerandomize();
    expect(opened.curve.publicKey(new Uint8Array(32).fill(1))).toEqual(before);
  });

  it("never loads elliptic, the fallback of the package", () => {
    const script = `
      const { build } = require("esbuild");
      build({ entryPoints: ["main/thread/nativeCurve.ts"], bundle: true, platform: "node", format: "cjs",
              target: "node20", external: ["secp256k1", "secp256k1/*"], write: false })
        .then(({ outputFiles }) => {
          const Module = require("node:module");
          const bundle = new Module(process.cwd() + "/nativeCurve.cjs");
          bundle.filename = bundle.id;
          bundle.paths = Module._nodeModulePaths(process.cwd());
          bundle._compile(outputFiles[0].text, bundle.id);
          const { curve } = bundle.exports.openCurve();
          const loaded = Object.keys(require.cache);
          console.log(JSON.stringify({
            backend: curve.backend,
            bindings: loaded.some((file) => file.endsWith("secp256k1/bindings.js")),
            fallback: loaded.filter((file) => /elliptic|bn\\.js/.test(file)),
          }));
        });`;
    const answer = JSON.parse(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }));
    expect(answer).toEqual({ backend: "native", bindings: true, fallback: [] });
  });
});

describe("loadNativeBinding", () => {
  let directory: string;
  let copiedPackage: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), "countersign-binding-"));
    copiedPackage = path.join(directory, "node_modules/secp256k1");
    for (const part of ["package.json", "bindings.js", "lib", "prebuilds"]) {
      cpSync(path.join(path.dirname(packageFile), part), path.join(copiedPackage, part), { recursive: true });
    }
    const loader = path.dirname(createRequire(packageFile).resolve("node-gyp-build/package.json"));
    cpSync(loader, path.join(directory, "node_modules/node-gyp-build"), { recursive: true });
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const load = () => loadNativeBinding(path.join(copiedPackage, "package.json"));

  it("loads the prebuilt binary with the pinned checksum", () => {
    expect(load().ok).toBe(true);
  });

  it("refuses a prebuilt binary of which one byte differs", () => {
    appendFileSync(path.join(copiedPackage, prebuild), "x");
    expect(load()).toEqual({ ok: false, reason: `${prebuild} differs from its pinned checksum` });
  });

  it.each(["Release", "Debug"])(
    "refuses a binary compiled at install (build/%s), even one with equal bytes",
    (kind) => {
      const compiled = path.join(copiedPackage, "build", kind);
      mkdirSync(compiled, { recursive: true });
      cpSync(path.join(copiedPackage, prebuild), path.join(compiled, "addon.node"));
      expect(load()).toEqual({ ok: false, reason: `build/${kind}/addon.node is not among the trusted binaries` });
    },
  );

  it("refuses the musl binary, which a newer compiler made", () => {
    rmSync(path.join(copiedPackage, prebuild));
    cpSync(
      path.join(copiedPackage, "prebuilds/linux-x64/secp256k1.musl.node"),
      path.join(copiedPackage, "prebuilds/linux-x64/secp256k1.node"),
    );
    expect(load()).toEqual({
      ok: false,
      reason: "prebuilds/linux-x64/secp256k1.node is not among the trusted binaries",
    });
  });

  it("says so when no binary exists for the platform", () => {
    rmSync(path.join(copiedPackage, "prebuilds/linux-x64"), { recursive: true });
    const result = load();
    expect(result.ok).toBe(false);
    expect(!result.ok && result.reason).toContain("No native build was found");
  });

  it("says so when the package is not installed", () => {
    rmSync(copiedPackage, { recursive: true });
    expect(load().ok).toBe(false);
  });
});
