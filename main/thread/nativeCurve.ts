/**
 * Loads the native secp256k1 binding, and only the binary that was checked.
 *
 * Constant time is a property of the compiler too: newer ones turn the masked selections of the library sources in
 * `secp256k1` 5.0.2 into branches. Trusted is the glibc prebuild, made with GCC 7.3; the musl one was made with GCC
 * 14, and those for other platforms have not been examined (docs/adr/0002-curve-backend.md). Anything else, a binary
 * compiled at install above all, is refused, and the portable curve serves.
 */
import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { type CurveChoice, chooseCurve, type NativeBindingResult } from "../signer/chooseCurve";
import type { NativeBinding } from "../signer/curveNative";

/** SHA-256 of each trusted prebuild, by its path inside the package. */
const trustedPrebuilds: ReadonlyMap<string, string> = new Map([
  ["prebuilds/linux-x64/secp256k1.glibc.node", "d93a107b99002110e1bfcc2c427d5cd3e3b89dce278631285557d76fd42497ad"],
]);

export interface OpenedCurve extends CurveChoice {
  /**
   * Draws fresh blinding for secret point multiplications. Call it now and then, at least once an hour; it costs
   * tens of microseconds. The portable curve draws its own for every operation.
   */
  rerandomize(): void;
}

/** Opens the best curve this machine can be trusted with. @throws Error when none passes its self-test */
export function openCurve(): OpenedCurve {
  const native = loadNativeBinding();
  if (native.ok) randomize(native.binding);
  const choice = chooseCurve(native);
  const rerandomize =
    native.ok && choice.curve.backend === "native" ? () => randomize(native.binding) : () => undefined;
  return { ...choice, rerandomize };
}

/**
 * Finds the binary node-gyp-build would load, compares it with the pinned checksum and loads it.
 *
 * Inside Electron a second worker cannot load the binding once the first has ended, unless the main thread loaded it
 * before: call this there too, and drop the result.
 *
 * @param packageFile absolute path of the package.json of `secp256k1`
 */
export function loadNativeBinding(packageFile?: string): NativeBindingResult {
  try {
    const file = packageFile ?? require.resolve("secp256k1/package.json");
    const directory = path.dirname(file);
    const requireFromPackage = createRequire(file);
    const { resolve } = requireFromPackage("node-gyp-build") as { resolve: (directory: string) => string };
    const binary = resolve(directory);
    const prebuild = path.relative(directory, binary).split(path.sep).join("/");
    const pinned = trustedPrebuilds.get(prebuild);
    if (pinned === undefined) return { ok: false, reason: `${nameOf(prebuild)} is not among the trusted binaries` };
    const found = createHash("sha256").update(readFileSync(binary)).digest("hex");
    if (found !== pinned) return { ok: false, reason: `${prebuild} differs from its pinned checksum` };
    return { ok: true, binding: requireFromPackage("./bindings.js") as NativeBinding };
  } catch (cause) {
    return { ok: false, reason: `no native binding can be loaded: ${firstLine(cause)}` };
  }
}

function randomize(binding: NativeBinding): void {
  const seed = new Uint8Array(randomBytes(32));
  try {
    binding.contextRandomize(seed);
  } finally {
    seed.fill(0);
  }
}

/** A binary outside the package is named without saying where this user keeps things. */
function nameOf(relative: string): string {
  return relative.startsWith("..") || path.isAbsolute(relative) ? path.basename(relative) : relative;
}

function firstLine(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split("\n", 1)[0] ?? "";
}
