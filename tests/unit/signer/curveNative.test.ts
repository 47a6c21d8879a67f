/** What the native curve hands to its binding holds no secret any more once the answer is there. */
import { expect, test } from "vitest";
import { hexToBytes } from "../../../main/signer/bytes";
import { createNativeCurve } from "../../../main/signer/curveNative";
import { loadNativeBinding } from "../../../main/thread/nativeCurve";

const secretKey = hexToBytes("11".repeat(32));
const other = hexToBytes("22".repeat(32));
const outOfRange = new Uint8Array(32).fill(0xff);

const native = loadNativeBinding();
if (!native.ok) throw new Error(native.reason);
const { binding } = native;
const point = binding.publicKeyCreate(other, true);

/** Where secrets are among the arguments; results that are secrets count too. */
const secretsOf = {
  privateKeyNegate: ([seckey]: Uint8Array[]) => [seckey],
  privateKeyTweakAdd: ([seckey, tweak]: Uint8Array[]) => [seckey, tweak],
  privateKeyTweakMul: ([seckey, tweak]: Uint8Array[]) => [seckey, tweak],
  publicKeyCreate: ([seckey]: Uint8Array[]) => [seckey],
  ecdsaSign: ([, seckey]: Uint8Array[]) => [seckey],
  ecdh: ([, seckey, , output]: Uint8Array[]) => [seckey, output],
};

/** The curve on a binding that remembers what it was given. */
function watched() {
  const seen: Uint8Array[] = [];
  const watching = { ...binding };
  for (const [name, secrets] of Object.entries(secretsOf)) {
    const call = (binding as unknown as Record<string, (...given: unknown[]) => unknown>)[name];
    Object.assign(watching, {
      [name]: (...given: unknown[]) => {
        seen.push(...secrets(given as Uint8Array[]).filter((array) => array !== undefined));
        return call?.(...given);
      },
    });
  }
  return { curve: createNativeCurve(watching), seen };
}

test.each([
  ["publicKey", (curve) => curve.publicKey(secretKey)],
  ["ecdsaSign", (curve) => curve.ecdsaSign(other, secretKey)],
  ["ecdsaSign of a digest that is reduced", (curve) => curve.ecdsaSign(outOfRange, secretKey)],
  ["ecdh", (curve) => curve.ecdh(point, secretKey)],
  ["scalarAdd", (curve) => curve.scalarAdd(secretKey, other)],
  ["scalarMultiply", (curve) => curve.scalarMultiply(secretKey, other)],
  ["scalarReduce", (curve) => curve.scalarReduce(secretKey)],
  ["publicKey refused", (curve) => expect(() => curve.publicKey(outOfRange)).toThrow()],
  ["ecdsaSign refused", (curve) => expect(() => curve.ecdsaSign(other, outOfRange)).toThrow()],
  ["ecdh refused for its key", (curve) => expect(() => curve.ecdh(point, outOfRange)).toThrow()],
  ["ecdh refused for its point", (curve) => expect(() => curve.ecdh(new Uint8Array(33), secretKey)).toThrow()],
] satisfies [string, (curve: ReturnType<typeof createNativeCurve>) => unknown][])("%s", (_name, call) => {
  const { curve, seen } = watched();
  call(curve);
  expect(seen.length).toBeGreaterThan(0);
  for (const array of seen) expect([...array].every((byte) => byte === 0)).toBe(true);
});

test("an answer is the caller's own", () => {
  const { curve } = watched();
  const first = curve.ecdh(point, secretKey);
  const kept = [...first];
  curve.ecdh(point, other);
  expect([...first]).toEqual(kept);
  expect(kept.some((byte) => byte !== 0)).toBe(true);
});
