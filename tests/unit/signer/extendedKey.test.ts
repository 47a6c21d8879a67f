import { sha256 } from "@noble/hashes/sha2.js";
import { createBase58check } from "@scure/base";
import { HDKey } from "@scure/bip32";
import { describe, expect, test } from "vitest";
import { bytesToHex, hexToBytes } from "../../../main/signer/bytes";
import { encodeExtendedPublicKey, masterFromExtendedKey } from "../../../main/signer/extendedKey";
import { networks } from "../../../main/signer/network";

const base58check = createBase58check(sha256);
const master = HDKey.fromMasterSeed(hexToBytes("000102030405060708090a0b0c0d0e0f"));
const xprv = master.privateExtendedKey;
const xpub = master.publicExtendedKey;
const masterHex = bytesToHex(master.privateKey as Uint8Array) + bytesToHex(master.chainCode as Uint8Array);

/** The key with bytes of its serialisation replaced. */
function patched(text: string, offset: number, hex: string): string {
  const bytes = base58check.decode(text);
  bytes.set(hexToBytes(hex), offset);
  return base58check.encode(bytes);
}
const withVersion = (text: string, version: string) => patched(text, 0, version);
const tprv = withVersion(xprv, "04358394");

const failure = (code: string, message: RegExp) =>
  expect.objectContaining({ name: "SeedError", code, message: expect.stringMatching(message) });

describe("master keys read from people", () => {
  test("xprv on mainnet, tprv on every test network, with space around", () => {
    for (const network of networks) {
      const text = network === "mainnet" ? xprv : tprv;
      expect(bytesToHex(masterFromExtendedKey(`\n ${text} `, network))).toBe(masterHex);
    }
  });

  test.each([
    ["nothing", ""],
    ["words", "able promote dizzy"],
    ["a character changed", `${xprv.slice(0, -1)}${xprv.endsWith("i") ? "j" : "i"}`],
    ["a character missing", xprv.slice(1)],
    ["another base58check text", base58check.encode(new Uint8Array(21))],
    ["too long", xprv + xprv],
    ["unknown version", withVersion(xprv, "01020304")],
    ["a secret key of zero", patched(xprv, 46, "00".repeat(32))],
    ["a secret key not below the group order", patched(xprv, 46, "ff".repeat(32))],
    ["a public key under a private version", patched(xprv, 45, "02")],
    ["a parent fingerprint at depth 0", patched(xprv, 5, "00000001")],
    ["a child number at depth 0", patched(xprv, 9, "80000000")],
  ])("SEED_UNREADABLE: %s", (_, text) => {
    expect(() => masterFromExtendedKey(text, "mainnet")).toThrow(failure("SEED_UNREADABLE", /not an extended key/));
  });

  test("SEED_WRONG_NETWORK: the key of the other kind of network", () => {
    expect(() => masterFromExtendedKey(tprv, "mainnet")).toThrow(
      failure("SEED_WRONG_NETWORK", /is for a test network \(tprv\).* network is mainnet\. .* enter its xprv/),
    );
    expect(() => masterFromExtendedKey(xprv, "signet")).toThrow(
      failure("SEED_WRONG_NETWORK", /is for mainnet \(xprv\).* network is signet\. .* enter its tprv/),
    );
  });

  test.each(["049d7878", "04b2430c", "044a4e28", "045f18bc"])("SEED_WRONG_NETWORK: SLIP132 version %s", (version) => {
    expect(() => masterFromExtendedKey(withVersion(xprv, version), "mainnet")).toThrow(
      failure("SEED_WRONG_NETWORK", /yprv, zprv, uprv or vprv.*Convert it to xprv/),
    );
  });

  test("SEED_NOT_MASTER_KEY: a child key", () => {
    expect(() => masterFromExtendedKey(master.derive("m/84'/0'/0'").privateExtendedKey, "mainnet")).toThrow(
      failure("SEED_NOT_MASTER_KEY", /3 levels below/),
    );
  });

  test.each(["0488b21e", "043587cf", "049d7cb2", "044a5262", "04b24746", "045f1cf6"])(
    "SEED_NOT_PRIVATE: public version %s",
    (version) => {
      expect(() => masterFromExtendedKey(withVersion(xpub, version), "mainnet")).toThrow(
        failure("SEED_NOT_PRIVATE", /public key/),
      );
    },
  );

  test("messages hold no part of the key", () => {
    for (const text of [tprv, master.derive("m/0'").privateExtendedKey, patched(xprv, 46, "ff".repeat(32))]) {
      const error = (() => {
        try {
          return masterFromExtendedKey(text, "mainnet");
        } catch (reason) {
          return reason;
        }
      })();
      expect((error as Error).message).not.toContain(text.slice(4, 12));
    }
  });
});

describe("public keys as lnd prints them", () => {
  const account = master.derive("m/84'/0'/0'");
  const key = {
    depth: 3,
    parentFingerprint: hexToBytes(account.parentFingerprint.toString(16).padStart(8, "0")),
    childNumber: 0x80000000,
    chainCode: account.chainCode as Uint8Array,
    publicKey: account.publicKey as Uint8Array,
  };

  test("an xpub is BIP32's", () => {
    expect(encodeExtendedPublicKey(key, "xpub", "mainnet")).toBe(account.publicExtendedKey);
  });

  test.each([
    ["xpub", "mainnet", "xpub"],
    ["xpub", "testnet4", "tpub"],
    ["ypub", "mainnet", "ypub"],
    ["ypub", "signet", "upub"],
    ["zpub", "mainnet", "zpub"],
    ["zpub", "regtest", "vpub"],
  ] as const)("%s on %s starts with %s", (style, network, prefix) => {
    expect(encodeExtendedPublicKey(key, style, network).slice(0, 4)).toBe(prefix);
  });
});
