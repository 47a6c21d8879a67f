import { hex } from "@scure/base";
import { HDKey } from "@scure/bip32";
import { describe, expect, it } from "vitest";
import { type AccountsExport, WatchOnlyKeys } from "../../../main/practice/watchOnlyKeys";
import { accountsJson, watchOnlyAccounts } from "../../../main/signer/accounts";
import { createPortableCurve } from "../../../main/signer/curvePortable";
import derivation from "../../vectors/key_derivation.json";

const master = HDKey.fromExtendedKey(derivation.master_xprv);
const masterKey = Uint8Array.from([...(master.privateKey ?? []), ...(master.chainCode ?? [])]);
const network = "regtest";
const accounts = accountsJson(watchOnlyAccounts({ curve: createPortableCurve(), network, masterKey }));
const keys = new WatchOnlyKeys(JSON.parse(accounts) as AccountsExport, network);

describe("public keys from the accounts export", () => {
  it("names the path as PSBTs do", () => {
    expect(keys.channelKey(6, 5)).toMatchObject({
      path: [0x800003f9, 0x80000001, 0x80000006, 0, 5],
      family: 6,
      index: 5,
    });
    expect(keys.walletKey(84, 1, 7).path).toEqual([0x80000054, 0x80000000, 0x80000000, 1, 7]);
  });

  it("derives the keys lnd's signer derives, for every family of the vectors", () => {
    const known = derivation.paths.filter(({ path }) => /^m\/1017'\/1'|^m\/(?:49|84)'/.test(path));
    expect(known.length).toBeGreaterThan(6);
    for (const { path, pubkey } of known) {
      const [purpose = 0, , account = 0, branch = 0, index = 0] = path
        .slice(2)
        .split("/")
        .map((part) => Number.parseInt(part, 10));
      const key =
        purpose === 1017 ? keys.channelKey(account, index) : keys.walletKey(purpose as 49 | 84, branch as 0 | 1, index);
      expect(hex.encode(key.pubkey), path).toBe(pubkey);
    }
  });

  it("says which account is missing", () => {
    const empty = new WatchOnlyKeys({ accounts: [] }, "regtest");
    expect(() => empty.channelKey(0, 0)).toThrow("the accounts export has no account m/1017'/1'/0'");
  });
});
