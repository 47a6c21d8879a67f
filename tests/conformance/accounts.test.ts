import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, test } from "vitest";
import { accountsJson, watchOnlyAccounts } from "../../main/signer/accounts";
import { bytesToHex, utf8ToBytes } from "../../main/signer/bytes";
import { masterFromExtendedKey } from "../../main/signer/extendedKey";
import { type Network, networks } from "../../main/signer/network";
import { curves, nativeCurve } from "../support/curves";
import itestRoot from "../vectors/accounts_itest_root.json";
import recorded from "../vectors/accounts_lncli_output.json";
import regtest from "../vectors/accounts_signer_regtest.json";

const masterKey = masterFromExtendedKey(itestRoot.root_tprv, "regtest");

describe("case 80: the accounts a watch-only node is created from", () => {
  test.each(curves)("are those lncli lists, in its order, on the $backend curve", (curve) => {
    expect({ accounts: watchOnlyAccounts({ curve, network: "regtest", masterKey }) }).toEqual(regtest);
  });

  test("hold the keys of lnd's documentation", () => {
    const accounts = watchOnlyAccounts({ curve: nativeCurve, network: "regtest", masterKey });
    expect(accounts.map((account) => [account.derivation_path, account.extended_public_key])).toEqual(
      itestRoot.accounts.map((account) => [account.derivation_path, account.xpub_doc]),
    );
  });

  test.each(networks)("are complete and gap-free on %s", (network) => {
    const coinType = network === "mainnet" ? 0 : 1;
    const accounts = watchOnlyAccounts({ curve: nativeCurve, network, masterKey });
    expect(accounts.map((account) => account.derivation_path)).toEqual([
      "m/49'/0'/0'",
      "m/84'/0'/0'",
      "m/86'/0'/0'",
      ...Array.from({ length: 256 }, (_, family) => `m/1017'/${coinType}'/${family}'`),
    ]);
    const prefixes = network === "mainnet" ? ["ypub", "zpub", "xpub", "xpub"] : ["upub", "vpub", "tpub", "tpub"];
    expect(accounts.slice(0, 4).map((account) => account.extended_public_key.slice(0, 4))).toEqual(prefixes);
    expect(new Set(accounts.map((account) => account.extended_public_key)).size).toBe(259);
  });

  test("are written the way lncli prints them", () => {
    const text = accountsJson(watchOnlyAccounts({ curve: nativeCurve, network: "regtest", masterKey }));
    const firstKey = itestRoot.accounts[0]?.xpub_doc;
    expect(text.split("\n").slice(0, 13)).toEqual([
      "{",
      '    "accounts":  [',
      "        {",
      '            "name":  "default",',
      '            "address_type":  "HYBRID_NESTED_WITNESS_PUBKEY_HASH",',
      `            "extended_public_key":  "${firstKey}",`,
      '            "master_key_fingerprint":  "",',
      `            "derivation_path":  "m/49'/0'/0'",`,
      '            "external_key_count":  0,',
      '            "internal_key_count":  0,',
      '            "watch_only":  false',
      "        },",
      "        {",
    ]);
    expect(text.endsWith("        }\n    ]\n}\n")).toBe(true);
    expect(JSON.parse(text)).toEqual(regtest);
  });

  test.each(recorded.cases)("are byte for byte what lncli printed for $extended_master_key", (recording) => {
    const network = recording.network as Network;
    const recordedKey = masterFromExtendedKey(recording.extended_master_key, network);
    const text = accountsJson(watchOnlyAccounts({ curve: nativeCurve, network, masterKey: recordedKey }));
    expect(bytesToHex(sha256(utf8ToBytes(text)))).toBe(recording.sha256);
  });

  test("leave the master key as it was", () => {
    const mine = masterKey.slice();
    watchOnlyAccounts({ curve: nativeCurve, network: "regtest", masterKey: mine });
    expect(mine).toEqual(masterKey);
  });
});
