import { describe, expect, test } from "vitest";
import { networks } from "../../../main/signer/network";
import { coinTypeOf, locatorPath, psbtPath } from "../../../main/signer/paths";
import { parsePath } from "../../support/derivationPath";

const badPath = (message: string) => expect.objectContaining({ name: "SignerError", code: "BAD_PATH", message });

describe("PSBT paths, in lnd's order of checks", () => {
  test.each([
    ["m/84'/0'/0'/0", "invalid BIP32 derivation path, expected path length 5, instead was 4"],
    ["m/84'/0'/0'/0/0/0", "invalid BIP32 derivation path, expected path length 5, instead was 6"],
    [
      "m/99/0/0/0/0",
      "invalid BIP32 derivation path, expected first three elements to be hardened: element at index 0 is not hardened",
    ],
    [
      "m/84'/1/0/0/0",
      "invalid BIP32 derivation path, expected first three elements to be hardened: element at index 1 is not hardened",
    ],
    [
      "m/84'/0'/0/0/0",
      "invalid BIP32 derivation path, expected first three elements to be hardened: element at index 2 is not hardened",
    ],
    ["m/1017'/0'/0'/0/0", "invalid BIP32 derivation path, expected coin type 1, instead was 0"],
    ["m/45'/7'/0'/0/0", "invalid BIP32 derivation path, unknown purpose 45"],
    ["m/86'/1'/1'/0/0", "invalid BIP32 derivation path, coin type must be 0 for BIP49/84 btcwallet keys"],
    [
      "m/44'/0'/1'/1/11",
      "error deriving key from path waddrmgr.DerivationPath{InternalAccount:0x1, Account:0x1, Branch:0x1, Index:0xb, MasterKeyFingerprint:0x0}: account 1 not found",
    ],
    ["m/1017'/1'/2147483647'/0/0", "key family must be between 0 and 2147483646, instead was 2147483647"],
  ])("%s: %s", (path, message) => {
    expect(() => psbtPath(parsePath(path), "regtest")).toThrow(badPath(message));
  });

  test("an empty path has length 0", () => {
    const message = "invalid BIP32 derivation path, expected path length 5, instead was 0";
    expect(() => psbtPath([], "regtest")).toThrow(badPath(message));
  });

  test.each([44, 49, 84, 86] as const)("purpose %i: branch and index are taken as given", (purpose) => {
    const path = parsePath(`m/${purpose}'/0'/0'/9/4294967295`);
    expect(psbtPath(path, "mainnet")).toEqual({ purpose, account: 0, branch: 9, index: 4294967295 });
  });

  test("under purpose 1017 the branch is forced to 0", () => {
    expect(psbtPath(parsePath("m/1017'/1'/255'/8/3"), "signet")).toEqual({
      purpose: 1017,
      account: 255,
      branch: 0,
      index: 3,
    });
  });

  test.each(networks)("coin types on %s", (network) => {
    expect(coinTypeOf(1017, network)).toBe(network === "mainnet" ? 0 : 1);
    for (const purpose of [44, 49, 84, 86] as const) expect(coinTypeOf(purpose, network)).toBe(0);
  });
});

describe("key locators", () => {
  test("family and index become m/1017'/coin'/family'/0/index", () => {
    const locator = { keyFamily: 6, keyIndex: 2147483647 };
    expect(locatorPath(locator)).toEqual({ purpose: 1017, account: 6, branch: 0, index: 2147483647 });
  });

  test.each([-1, 2147483647, 1.5, Number.NaN])("key family %d is refused", (keyFamily) => {
    expect(() => locatorPath({ keyFamily, keyIndex: 0 })).toThrow(
      badPath(`key family must be between 0 and 2147483646, instead was ${keyFamily}`),
    );
  });

  test("a negative key index is refused where lnd derives a hardened child", () => {
    expect(() => locatorPath({ keyFamily: 6, keyIndex: -1 })).toThrow(
      badPath("key index must be between 0 and 2147483647, instead was -1"),
    );
  });
});
