import { inspect } from "node:util";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { bytesToHex } from "../../../main/signer/bytes";
import type { Curve } from "../../../main/signer/curve";
import { masterFromSeedBytes } from "../../../main/signer/derive";
import { createKeyRing } from "../../../main/signer/keyRing";
import type { KeyRing } from "../../../main/signer/keyRingPort";
import { nativeCurve } from "../../support/curves";
import { parsePath } from "../../support/derivationPath";

const masterKey = masterFromSeedBytes(new Uint8Array(16).fill(9));
const nodeKey = { keyFamily: 6, keyIndex: 0 };
const walletPath = parsePath("m/84'/0'/0'/1/5");

/** The native curve, with its operations counted. */
function countingCurve(): Curve & { publicKey: ReturnType<typeof vi.fn>; pointTweakAdd: ReturnType<typeof vi.fn> } {
  return {
    ...nativeCurve,
    publicKey: vi.fn(nativeCurve.publicKey),
    pointTweakAdd: vi.fn(nativeCurve.pointTweakAdd),
  };
}

describe("key ring", () => {
  let keyRing: KeyRing;
  beforeEach(() => {
    keyRing = createKeyRing({ curve: nativeCurve, network: "regtest", masterKey });
  });

  test("secret and public keys belong together, by locator and by path", () => {
    expect(bytesToHex(nativeCurve.publicKey(keyRing.secretKey(nodeKey)))).toBe(bytesToHex(keyRing.publicKey(nodeKey)));
    expect(bytesToHex(nativeCurve.publicKey(keyRing.secretKeyAtPath(walletPath)))).toBe(
      bytesToHex(keyRing.publicKeyAtPath(walletPath)),
    );
    expect(bytesToHex(keyRing.publicKeyAtPath(parsePath("m/1017'/1'/6'/0/0")))).toBe(
      bytesToHex(keyRing.publicKey(nodeKey)),
    );
  });

  test("hardened branches and indexes of a wallet path have keys too", () => {
    const path = [...parsePath("m/86'/0'/0'"), 0x80000000, 0x80000001];
    expect(bytesToHex(nativeCurve.publicKey(keyRing.secretKeyAtPath(path)))).toBe(
      bytesToHex(keyRing.publicKeyAtPath(path)),
    );
  });

  test("answers are copies: wiping one harms no later answer", () => {
    const first = keyRing.secretKey(nodeKey);
    const expected = bytesToHex(first);
    first.fill(0);
    keyRing.publicKey(nodeKey).fill(0);
    expect(bytesToHex(keyRing.secretKey(nodeKey))).toBe(expected);
    expect(bytesToHex(keyRing.publicKey(nodeKey))).toBe(bytesToHex(nativeCurve.publicKey(keyRing.secretKey(nodeKey))));
  });

  test("the master key given stays the caller's: it is neither modified nor kept", () => {
    const mine = masterKey.slice();
    const ring = createKeyRing({ curve: nativeCurve, network: "regtest", masterKey: mine });
    expect(bytesToHex(mine)).toBe(bytesToHex(masterKey));
    mine.fill(0);
    expect(bytesToHex(ring.secretKey(nodeKey))).toBe(bytesToHex(keyRing.secretKey(nodeKey)));
  });

  test("a Buffer given as master key is copied too, though its slice() is a view", () => {
    const mine = Buffer.from(masterKey);
    createKeyRing({ curve: nativeCurve, network: "regtest", masterKey: mine }).wipe();
    expect(bytesToHex(mine)).toBe(bytesToHex(masterKey));
  });

  test("keys depend on the network's coin type", () => {
    const mainnet = createKeyRing({ curve: nativeCurve, network: "mainnet", masterKey });
    const signet = createKeyRing({ curve: nativeCurve, network: "signet", masterKey });
    expect(bytesToHex(mainnet.publicKey(nodeKey))).not.toBe(bytesToHex(keyRing.publicKey(nodeKey)));
    expect(bytesToHex(signet.publicKey(nodeKey))).toBe(bytesToHex(keyRing.publicKey(nodeKey)));
    expect(bytesToHex(mainnet.publicKeyAtPath(walletPath))).toBe(bytesToHex(keyRing.publicKeyAtPath(walletPath)));
  });

  test("BAD_SCALAR: a master key outside the group is refused", () => {
    for (const byte of [0, 0xff]) {
      const bad = new Uint8Array(64).fill(byte);
      expect(() => createKeyRing({ curve: nativeCurve, network: "regtest", masterKey: bad })).toThrow(
        expect.objectContaining({ code: "BAD_SCALAR" }),
      );
    }
  });

  test("nothing of it can be printed, serialised or cloned", () => {
    const secretHex = bytesToHex(keyRing.secretKey(nodeKey));
    expect(JSON.stringify(keyRing)).toBe("{}");
    expect(JSON.stringify({ ...keyRing })).toBe("{}");
    expect(inspect(keyRing, { depth: 9, showHidden: true, maxArrayLength: null })).not.toContain(secretHex.slice(0, 8));
    expect(Object.values(keyRing).every((value) => typeof value === "function")).toBe(true);
    expect(() => structuredClone(keyRing)).toThrow();
  });

  test("wipe: use afterwards throws, cached or not", () => {
    keyRing.secretKey(nodeKey);
    keyRing.publicKey(nodeKey);
    const pubkey = keyRing.publicKey(nodeKey);
    keyRing.wipe();
    expect(() => keyRing.secretKey(nodeKey)).toThrow("the key ring was wiped");
    expect(() => keyRing.publicKey(nodeKey)).toThrow("the key ring was wiped");
    expect(() => keyRing.secretKeyAtPath(walletPath)).toThrow("the key ring was wiped");
    expect(() => keyRing.publicKeyAtPath(walletPath)).toThrow("the key ring was wiped");
    expect(() => keyRing.findIndex(6, pubkey, 0, 1)).toThrow("the key ring was wiped");
  });

  test("wipe overwrites the keys it held", () => {
    const seen: Uint8Array[] = [];
    const curve: Curve = {
      ...nativeCurve,
      scalarAdd(a, b) {
        const sum = nativeCurve.scalarAdd(a, b);
        seen.push(sum);
        return sum;
      },
    };
    const ring = createKeyRing({ curve, network: "regtest", masterKey });
    ring.secretKey(nodeKey);
    ring.secretKeyAtPath(walletPath);
    expect(seen.some((key) => key.some((byte) => byte !== 0))).toBe(true);
    ring.wipe();
    expect(seen.every((key) => key.every((byte) => byte === 0))).toBe(true);
  });
});

describe("findIndex", () => {
  const keyRing = createKeyRing({ curve: nativeCurve, network: "regtest", masterKey });
  const pubkey = (keyIndex: number) => keyRing.publicKey({ keyFamily: 6, keyIndex });

  test("finds an index within the window only", () => {
    expect(keyRing.findIndex(6, pubkey(17), 0, 17)).toBeUndefined();
    expect(keyRing.findIndex(6, pubkey(17), 0, 18)).toBe(17);
    expect(keyRing.findIndex(6, pubkey(17), 18, 10)).toBeUndefined();
    expect(keyRing.findIndex(6, pubkey(40), 30, 20)).toBe(40);
  });

  test("the other parity is another key", () => {
    const flipped = pubkey(3);
    flipped[0] = (flipped[0] as number) ^ 1;
    expect(keyRing.findIndex(6, flipped, 0, 20)).toBeUndefined();
  });

  test("families are apart", () => {
    expect(keyRing.findIndex(5, pubkey(0), 0, 20)).toBeUndefined();
  });

  test("scans every index once: a repeated scan derives nothing", () => {
    const curve = countingCurve();
    const ring = createKeyRing({ curve, network: "regtest", masterKey });
    const unknown = nativeCurve.publicKey(new Uint8Array(32).fill(1));
    for (let from = 0; from < 100; from += 10) expect(ring.findIndex(6, unknown, from, 10)).toBeUndefined();
    expect(curve.pointTweakAdd).toHaveBeenCalledTimes(100);
    expect(ring.findIndex(6, unknown, 0, 100)).toBeUndefined();
    expect(ring.findIndex(6, pubkey(99), 0, 100)).toBe(99);
    expect(curve.pointTweakAdd).toHaveBeenCalledTimes(100);
  });
});

describe("caching", () => {
  test("a repeated key costs no curve operation, a new index on a known branch one", () => {
    const curve = countingCurve();
    const ring = createKeyRing({ curve, network: "regtest", masterKey });
    ring.publicKey(nodeKey);
    const before = curve.publicKey.mock.calls.length;
    ring.publicKey(nodeKey);
    ring.publicKey({ keyFamily: 6, keyIndex: 1 });
    ring.secretKey({ keyFamily: 6, keyIndex: 1 });
    expect(curve.publicKey).toHaveBeenCalledTimes(before);
    expect(curve.pointTweakAdd).toHaveBeenCalledTimes(2);
  });

  test("keys that left the cache come back the same", () => {
    const ring = createKeyRing({ curve: nativeCurve, network: "regtest", masterKey });
    const first = bytesToHex(ring.secretKey(nodeKey));
    for (let keyIndex = 1; keyIndex < 600; keyIndex++) ring.secretKey({ keyFamily: 2, keyIndex });
    expect(bytesToHex(ring.secretKey(nodeKey))).toBe(first);
  });
});
