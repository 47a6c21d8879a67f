import { sha256 } from "@noble/hashes/sha2.js";
import { createBase58check } from "@scure/base";
import { HDKey } from "@scure/bip32";
import { describe, expect, test } from "vitest";
import { watchOnlyAccounts } from "../../main/signer/accounts";
import { bytesToHex, concatBytes, hexToBytes } from "../../main/signer/bytes";
import {
  deriveAccount,
  deriveCoinType,
  deriveSecret,
  fingerprint,
  hardenedOffset,
  masterFromSeedBytes,
  masterNode,
} from "../../main/signer/derive";
import { encodeExtendedPublicKey, masterFromExtendedKey } from "../../main/signer/extendedKey";
import { createKeyRing } from "../../main/signer/keyRing";
import { curves } from "../support/curves";
import { parsePath } from "../support/derivationPath";
import itestRoot from "../vectors/accounts_itest_root.json";
import quirk from "../vectors/bip32_issue172_quirk.json";
import derivation from "../vectors/key_derivation.json";

const base58check = createBase58check(sha256);

describe.each(curves)("keys as lnd derives them, on the $backend curve", (curve) => {
  const masterKey = masterFromSeedBytes(hexToBytes(derivation.entropy));
  const keyRing = createKeyRing({ curve, network: "regtest", masterKey });

  test("the entropy gives lnd's extended master key", () => {
    expect(bytesToHex(masterFromExtendedKey(derivation.master_xprv, "mainnet"))).toBe(bytesToHex(masterKey));
  });

  test.each(derivation.paths)("$path", ({ path, privkey, pubkey, wif_testnet }) => {
    const elements = parsePath(path);
    const secretKey = keyRing.secretKeyAtPath(elements);
    expect(bytesToHex(secretKey)).toBe(privkey);
    expect(bytesToHex(keyRing.publicKeyAtPath(elements))).toBe(pubkey);
    expect(base58check.encode(concatBytes(Uint8Array.of(0xef), secretKey, Uint8Array.of(0x01)))).toBe(wif_testnet);
  });

  test.each(derivation.family_pubkeys_cointype1)("family $family index $index", ({ family, index, pubkey }) => {
    const locator = { keyFamily: family, keyIndex: index };
    expect(bytesToHex(keyRing.publicKey(locator))).toBe(pubkey);
    expect(bytesToHex(curve.publicKey(keyRing.secretKey(locator)))).toBe(pubkey);
  });

  test.each(derivation.errors)("$path is refused: $error", ({ path, error }) => {
    for (const derive of [keyRing.secretKeyAtPath, keyRing.publicKeyAtPath]) {
      expect(() => derive(parsePath(path))).toThrow(
        expect.objectContaining({ code: "BAD_PATH", message: expect.stringContaining(error) }),
      );
    }
  });

  test("the integration test root has lnd's node key", () => {
    const root = masterFromExtendedKey(itestRoot.root_tprv, "regtest");
    const nodeKey = createKeyRing({ curve, network: "regtest", masterKey: root }).publicKey({
      keyFamily: 6,
      keyIndex: 0,
    });
    expect(bytesToHex(nodeKey)).toBe(itestRoot.node_pubkey_family6_index0);
  });

  describe("case 79: seeds where btcwallet's historical rule matters", () => {
    test.each(quirk.cases)("$case", (quirkCase) => {
      const quirkMaster = masterFromSeedBytes(hexToBytes(quirkCase.seed));
      const [purpose, coinType] = parsePath(quirkCase.path).map((element) => element - hardenedOffset) as [
        number,
        number,
      ];
      const coinTypeNode = deriveCoinType(curve, masterNode(quirkMaster), purpose, coinType);
      const parentFingerprint = fingerprint(curve.publicKey(coinTypeNode.secretKey));
      const xpub = (account: number) => {
        const { secretKey, chainCode } = deriveAccount(curve, coinTypeNode, account);
        const publicKey = curve.publicKey(secretKey);
        const childNumber = hardenedOffset + account;
        return encodeExtendedPublicKey(
          { depth: 3, parentFingerprint, childNumber, chainCode, publicKey },
          "xpub",
          "mainnet",
        );
      };
      expect(xpub(0)).toBe(quirkCase.lnd_account_xpub);
      expect(xpub(0)).not.toBe(quirkCase.bip32_standard_xpub);
      expect(xpub(1)).toBe(quirkCase.account1_lnd_xpub);
    });

    test.each(quirk.cases)("$case: the key ring and the account export agree", (quirkCase) => {
      const quirkMaster = masterFromSeedBytes(hexToBytes(quirkCase.seed));
      const ring = createKeyRing({ curve, network: "mainnet", masterKey: quirkMaster });
      const accounts = watchOnlyAccounts({ curve, network: "mainnet", masterKey: quirkMaster });
      const account = accounts.find(({ derivation_path }) => derivation_path === quirkCase.path);
      const payload = base58check.decode(account?.extended_public_key ?? "");
      const expected = base58check.decode(quirkCase.lnd_account_xpub);
      expect(bytesToHex(payload.subarray(4))).toBe(bytesToHex(expected.subarray(4)));
      const parent = { publicKey: expected.slice(45), chainCode: expected.slice(13, 45) };
      const path = [...parsePath(quirkCase.path), 0, 3];
      expect(bytesToHex(ring.publicKeyAtPath(path))).toBe(publicChildHex(parent, [0, 3]));
    });
  });

  test("a hardened index under a locator account uses the historical rule, as lnd's in-memory branch key does", () => {
    const path = [...parsePath("m/1017'/1'/6'"), 7, hardenedOffset + 1];
    const branch = [...parsePath("m/1017'/1'/6'"), 0];
    const branchNode = branch.reduce((node, index) => deriveSecret(curve, node, index), masterNode(masterKey));
    const expected = deriveSecret(curve, branchNode, hardenedOffset + 1, "issue172");
    expect(bytesToHex(keyRing.secretKeyAtPath(path))).toBe(bytesToHex(expected.secretKey));
    expect(bytesToHex(keyRing.publicKeyAtPath(path))).toBe(bytesToHex(curve.publicKey(expected.secretKey)));
  });
});

/** Child of an extended public key by an independent implementation. */
function publicChildHex(parent: { publicKey: Uint8Array; chainCode: Uint8Array }, indexes: readonly number[]): string {
  const key = indexes.reduce((node, index) => node.deriveChild(index), new HDKey(parent));
  return bytesToHex(key.publicKey as Uint8Array);
}
