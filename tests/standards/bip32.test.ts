import { HDKey } from "@scure/bip32";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bytesToHex, hexToBytes } from "../../main/signer/bytes";
import {
  derivePublic,
  deriveSecret,
  fingerprint,
  hardenedOffset,
  masterFromSeedBytes,
  masterNode,
  type SecretNode,
} from "../../main/signer/derive";
import { curves } from "../support/curves";

const indexes = fc.array(fc.integer({ min: 0, max: 0xffffffff }), { minLength: 1, maxLength: 5 });
const seeds = fc.uint8Array({ minLength: 16, maxLength: 64 });

describe.each(curves)("BIP32 on the $backend curve", (curve) => {
  function derivePath(seed: Uint8Array, path: readonly number[]): SecretNode {
    return path.reduce<SecretNode>(
      (node, index) => deriveSecret(curve, node, index),
      masterNode(masterFromSeedBytes(seed)),
    );
  }

  test("test vector 1, chain m/0'/1/2'/2/1000000000", () => {
    const path = [hardenedOffset, 1, hardenedOffset + 2, 2, 1000000000];
    const node = derivePath(hexToBytes("000102030405060708090a0b0c0d0e0f"), path);
    expect(bytesToHex(node.secretKey)).toBe("471b76e389e528d6de6d816857e012c5455051cad6660850e58372a6c3e6e7c8");
    expect(bytesToHex(node.chainCode)).toBe("c783e67b921d2beb8f6b389cc646d7263b4145701dadd2161548a8b078e65e9e");
  });

  test("test vector 3: leading zeros of a master key are kept", () => {
    const seed = hexToBytes(
      "4b381541583be4423346c643850da4b320e46a87ae3d2a4e6da11eba819cd4acba45d239319ac14f863b8d5ab5a0d0c64d2e8a1e7d1457df2e5a3c51c73235be",
    );
    const master = masterNode(masterFromSeedBytes(seed));
    expect(master.secretKey[0]).toBe(0);
    const child = deriveSecret(curve, master, hardenedOffset);
    expect(bytesToHex(child.secretKey)).toBe("491f7a2eebc7b57028e0d3faa0acda02e75c33b03c48fb288c41e2ea44e1daef");
  });

  test("equals an independent implementation on random seeds and paths", () => {
    fc.assert(
      fc.property(seeds, indexes, (seed, path) => {
        const node = derivePath(seed, path);
        const expected = path.reduce((key, index) => key.deriveChild(index), HDKey.fromMasterSeed(seed));
        expect(bytesToHex(node.secretKey)).toBe(bytesToHex(expected.privateKey as Uint8Array));
        expect(bytesToHex(node.chainCode)).toBe(bytesToHex(expected.chainCode as Uint8Array));
        expect(bytesToHex(fingerprint(curve.publicKey(node.secretKey)))).toBe(
          expected.fingerprint.toString(16).padStart(8, "0"),
        );
      }),
      { numRuns: 20 },
    );
  });

  test("public derivation meets secret derivation", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: hardenedOffset - 1 }), (seed, index) => {
        const { secretKey, chainCode } = masterNode(masterFromSeedBytes(seed));
        const publicChild = derivePublic(curve, { publicKey: curve.publicKey(secretKey), chainCode }, index);
        const secretChild = deriveSecret(curve, { secretKey, chainCode }, index);
        expect(bytesToHex(publicChild.publicKey)).toBe(bytesToHex(curve.publicKey(secretChild.secretKey)));
        expect(bytesToHex(publicChild.chainCode)).toBe(bytesToHex(secretChild.chainCode));
      }),
      { numRuns: 20 },
    );
  });

  test("both rules for hardened children agree unless the parent starts with a zero byte", () => {
    const chainCode = new Uint8Array(32).fill(7);
    const full = { secretKey: new Uint8Array(32).fill(1), chainCode };
    const short = { secretKey: new Uint8Array(32).fill(1, 1), chainCode };
    const child = (parent: SecretNode, rule: "bip32" | "issue172", index = hardenedOffset) =>
      bytesToHex(deriveSecret(curve, parent, index, rule).secretKey);
    expect(child(full, "issue172")).toBe(child(full, "bip32"));
    expect(child(short, "issue172")).not.toBe(child(short, "bip32"));
    expect(child(short, "issue172", 5)).toBe(child(short, "bip32", 5));
  });

  test("a parent's secret is not modified", () => {
    const parent = masterNode(masterFromSeedBytes(new Uint8Array(16)));
    const before = bytesToHex(parent.secretKey) + bytesToHex(parent.chainCode);
    deriveSecret(curve, parent, hardenedOffset);
    deriveSecret(curve, parent, 0);
    expect(bytesToHex(parent.secretKey) + bytesToHex(parent.chainCode)).toBe(before);
  });

  test("hardened children have no public derivation", () => {
    const parent = { publicKey: curve.publicKey(new Uint8Array(32).fill(1)), chainCode: new Uint8Array(32) };
    expect(() => derivePublic(curve, parent, hardenedOffset)).toThrow(RangeError);
  });
});

test("seeds shorter than 16 or longer than 64 bytes are refused", () => {
  expect(() => masterFromSeedBytes(new Uint8Array(15))).toThrow(RangeError);
  expect(() => masterFromSeedBytes(new Uint8Array(65))).toThrow(RangeError);
});
