/** What every curve backend promises, on each of them. */
import * as reference from "@noble/secp256k1";
import { describe, expect, it } from "vitest";
import { bytesToHex, hexToBytes } from "../../../main/signer/bytes";
import type { Curve } from "../../../main/signer/curve";
import { failedSelfTest } from "../../../main/signer/curveSelfTest";
import { SignerError } from "../../../main/signer/errors";
import { curves } from "../../support/curves";

const zero = new Uint8Array(32);
const order = hexToBytes("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141");
const secretKey = hexToBytes("11".repeat(32));
const generator = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
const one = hexToBytes("01".padStart(64, "0"));

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof SignerError) return error.code;
    throw error;
  }
  return "no error";
}

describe.each(curves.map((curve) => [curve.backend, curve] as const))("%s curve", (_backend, curve: Curve) => {
  it("passes the self-test", () => {
    expect(failedSelfTest(curve)).toBeUndefined();
  });

  it("knows which secret keys are valid", () => {
    expect(curve.isValidSecretKey(secretKey)).toBe(true);
    for (const bad of [zero, order, new Uint8Array(32).fill(0xff), secretKey.subarray(1), new Uint8Array(33)]) {
      expect(curve.isValidSecretKey(bad)).toBe(false);
    }
  });

  it("BAD_SCALAR: refuses secret keys out of range", () => {
    for (const bad of [zero, order, secretKey.subarray(1)]) {
      expect(codeOf(() => curve.publicKey(bad))).toBe("BAD_SCALAR");
      expect(codeOf(() => curve.ecdsaSign(secretKey, bad))).toBe("BAD_SCALAR");
      expect(codeOf(() => curve.ecdh(hexToBytes(generator), bad))).toBe("BAD_SCALAR");
    }
    expect(codeOf(() => curve.pointMultiply(hexToBytes(generator), zero))).toBe("BAD_SCALAR");
    expect(codeOf(() => curve.pointMultiply(hexToBytes(generator), order))).toBe("BAD_SCALAR");
    expect(codeOf(() => curve.pointTweakAdd(hexToBytes(generator), order))).toBe("BAD_SCALAR");
    expect(codeOf(() => curve.pointMultiplyAdd(hexToBytes(generator), order, one))).toBe("BAD_SCALAR");
    expect(codeOf(() => curve.pointMultiplyAdd(hexToBytes(generator), one, order))).toBe("BAD_SCALAR");
  });

  it("BAD_LENGTH: refuses scalars and digests that are not 32 bytes", () => {
    const short = secretKey.subarray(1);
    expect(codeOf(() => curve.ecdsaSign(short, secretKey))).toBe("BAD_LENGTH");
    expect(codeOf(() => curve.scalarAdd(short, secretKey))).toBe("BAD_LENGTH");
    expect(codeOf(() => curve.scalarAdd(secretKey, short))).toBe("BAD_LENGTH");
    expect(codeOf(() => curve.scalarMultiply(secretKey, short))).toBe("BAD_LENGTH");
    expect(codeOf(() => curve.scalarNegate(short))).toBe("BAD_LENGTH");
    expect(codeOf(() => curve.scalarReduce(short))).toBe("BAD_LENGTH");
    expect(codeOf(() => curve.pointTweakAdd(hexToBytes(generator), short))).toBe("BAD_LENGTH");
    expect(codeOf(() => curve.pointMultiply(hexToBytes(generator), short))).toBe("BAD_LENGTH");
    expect(codeOf(() => curve.pointMultiplyAdd(hexToBytes(generator), short, one))).toBe("BAD_LENGTH");
    expect(codeOf(() => curve.pointMultiplyAdd(hexToBytes(generator), one, short))).toBe("BAD_LENGTH");
  });

  it("BAD_POINT: refuses what is not on the curve, of any length", () => {
    const x = generator.slice(2);
    const bad = ["", "02", x, `00${x}`, `05${x}`, `02${"ff".repeat(32)}`, `02${"00".repeat(31)}05`, `04${x}${x}`];
    for (const pointHex of bad) {
      const point = hexToBytes(pointHex);
      expect(codeOf(() => curve.compressPoint(point))).toBe("BAD_POINT");
      expect(codeOf(() => curve.uncompressPoint(point))).toBe("BAD_POINT");
      expect(codeOf(() => curve.ecdh(point, secretKey))).toBe("BAD_POINT");
      expect(codeOf(() => curve.pointTweakAdd(point, one))).toBe("BAD_POINT");
      expect(codeOf(() => curve.pointMultiply(point, one))).toBe("BAD_POINT");
      expect(codeOf(() => curve.pointMultiplyAdd(point, one, one))).toBe("BAD_POINT");
      expect(codeOf(() => curve.pointAdd([hexToBytes(generator), point]))).toBe("BAD_POINT");
    }
  });

  it("BAD_POINT: refuses a tweak that leads to infinity", () => {
    const minusKey = curve.scalarNegate(secretKey);
    expect(codeOf(() => curve.pointTweakAdd(curve.publicKey(secretKey), minusKey))).toBe("BAD_POINT");
  });

  it("adds a zero tweak to a point", () => {
    expect(bytesToHex(curve.pointTweakAdd(hexToBytes(generator), zero))).toBe(generator);
  });

  it("adds up a product and a public key, zero factors and infinity included", () => {
    const point = curve.publicKey(secretKey);
    const two = curve.scalarAdd(one, one);
    const sum = curve.pointAdd([curve.pointMultiply(point, two), curve.publicKey(one)]);
    expect(curve.pointMultiplyAdd(point, two, one)).toEqual(sum);
    expect(curve.pointMultiplyAdd(curve.uncompressPoint(point), two, one)).toEqual(sum);
    expect(curve.pointMultiplyAdd(point, two, zero)).toEqual(curve.pointMultiply(point, two));
    expect(curve.pointMultiplyAdd(point, zero, one)).toEqual(curve.publicKey(one));
    expect(curve.pointMultiplyAdd(point, zero, zero)).toBeUndefined();
    expect(curve.pointMultiplyAdd(point, one, curve.scalarNegate(secretKey))).toBeUndefined();
  });

  it("adds up a product with a point whose x coordinate is not below n", () => {
    // n + 2 is the x coordinate nearest above n
    const point = hexToBytes("02fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364143");
    const expected = reference.Point.fromBytes(point).multiply(3n).add(reference.Point.BASE);
    const three = hexToBytes("03".padStart(64, "0"));
    expect(curve.pointMultiplyAdd(point, three, one)).toEqual(expected.toBytes(true));
  });

  it("parses hybrid points and checks their parity byte", () => {
    const uncompressed = curve.uncompressPoint(hexToBytes(generator));
    const hybrid = uncompressed.slice();
    hybrid[0] = 6; // y of the generator is even
    expect(bytesToHex(curve.compressPoint(hybrid))).toBe(generator);
    hybrid[0] = 7;
    expect(codeOf(() => curve.compressPoint(hybrid))).toBe("BAD_POINT");
  });

  it("has no sum for no points, and infinity in the middle of a sum is no harm", () => {
    expect(curve.pointAdd([])).toBeUndefined();
    const negated = `03${generator.slice(2)}`;
    expect(curve.pointAdd([hexToBytes(generator), hexToBytes(negated)])).toBeUndefined();
    const other = curve.publicKey(secretKey);
    const sum = curve.pointAdd([hexToBytes(generator), hexToBytes(negated), other]);
    expect(sum).toEqual(other);
  });

  it.each([
    ["arrays", (bytes: Uint8Array) => Uint8Array.from(bytes)],
    ["Node Buffers", (bytes: Uint8Array) => Buffer.from(bytes)],
  ])("leaves its inputs alone and answers with fresh arrays: %s", (_name, given) => {
    const a = given(secretKey);
    const b = given(one);
    const point = given(hexToBytes(generator));
    const answers = [
      curve.scalarAdd(a, b),
      curve.scalarMultiply(a, b),
      curve.scalarNegate(a),
      curve.scalarReduce(a),
      curve.pointTweakAdd(point, b),
      curve.pointMultiply(point, b),
      curve.pointMultiplyAdd(point, a, b) ?? zero,
      curve.compressPoint(point),
      curve.pointAdd([point]) ?? zero,
      curve.ecdh(point, a),
      curve.ecdsaSign(b, a).signature,
    ];
    for (const answer of answers) answer.fill(0xee);
    expect([a, b, point].map(bytesToHex)).toEqual([bytesToHex(secretKey), bytesToHex(one), generator]);
  });

  it("names a recovery id that recovers the key, for signatures of either parity", () => {
    const seen = new Set<number>();
    for (let i = 1; i <= 16; i++) {
      const digest = new Uint8Array(32).fill(i);
      const { signature, recoveryId } = curve.ecdsaSign(digest, secretKey);
      const pubkey = reference.recoverPublicKey(Uint8Array.of(recoveryId, ...signature), digest, { prehash: false });
      expect(pubkey).toEqual(curve.publicKey(secretKey));
      seen.add(recoveryId);
    }
    expect([...seen].sort()).toEqual([0, 1]);
  });
});
