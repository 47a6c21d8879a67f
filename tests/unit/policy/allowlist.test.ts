import { HDKey } from "@scure/bip32";
import { describe, expect, it } from "vitest";
import { compileAllowlist, readDestination } from "../../../main/policy/allowlist";
import { rangeLength } from "../../../main/policy/descriptor";
import { descriptorChecksum } from "../../../main/policy/descriptorChecksum";
import { addressFromScript } from "../../../main/signer/address";
import { bytesToHex } from "../../../main/signer/bytes";
import { networks } from "../../../main/signer/network";
import { nativeCurve as curve } from "../../support/curves";
import { p2sh, p2tr, p2trBip86, p2wkh, p2wsh } from "../../support/outputScripts";
import { bytes } from "../../support/psbtBuilder";
import { foreignKey } from "../../support/signRequests";

const regtest = { network: "regtest", curve } as const;
const key = foreignKey(1);
const legacy = bytes([0x76, 0xa9, 20], p2wkh(key).subarray(2), [0x88, 0xac]);
const scripts = [legacy, p2sh(p2wkh(key)), p2wkh(key), p2wsh(key), p2trBip86(key), p2tr(key.subarray(1))];
const withChecksum = (descriptor: string) => `${descriptor}#${descriptorChecksum(descriptor)}`;
const read = (text: string, network: (typeof networks)[number] = "regtest") =>
  readDestination(text, { network, curve });
const scriptsOf = (text: string, network?: (typeof networks)[number]) => {
  const destination = read(text, network);
  if (!destination.ok) throw new Error(destination.error);
  return destination.scripts.map(bytesToHex);
};
const errorOf = (text: string, network?: (typeof networks)[number]) => {
  const destination = read(text, network);
  return destination.ok ? "no error" : destination.error;
};
function addressOf(script: Uint8Array, network: (typeof networks)[number] = "regtest"): string {
  const address = addressFromScript(script, network);
  if (address === undefined) throw new Error("the script has no address");
  return address;
}

describe("addresses", () => {
  it.each(networks)("of every kind on %s", (network) => {
    for (const script of scripts) {
      expect(scriptsOf(addressOf(script, network), network)).toEqual([bytesToHex(script)]);
    }
  });

  it("say which network they belong to when it is another", () => {
    expect(errorOf(addressOf(p2wkh(key), "mainnet"))).toBe(
      "This address belongs to mainnet, and the signer to regtest.",
    );
    expect(errorOf(addressOf(legacy, "regtest"), "mainnet")).toMatch(/^This address belongs to testnet/);
  });

  it.each([
    ["a changed letter", (address: string) => address.replace(/.$/, (last) => (last === "q" ? "p" : "q"))],
    ["a missing letter", (address: string) => address.slice(0, -1)],
    ["mixed case", (address: string) => `${address.slice(0, 10)}${address.slice(10).toUpperCase()}`],
    ["two of them", (address: string) => `${address}${address}`],
  ])("are refused with %s", (_, change) => {
    for (const script of [p2wkh(key), p2trBip86(key)]) expect(errorOf(change(addressOf(script)))).toMatch(/no address/);
  });

  it.each([
    ["a Cyrillic letter", (address: string) => address.replace("c", "с")],
    ["an invisible one", (address: string) => `${address.slice(0, 8)}​${address.slice(8)}`],
    ["one that turns the text around", (address: string) => `‮${address}`],
    ["a space", (address: string) => `${address.slice(0, 8)} ${address.slice(8)}`],
    ["a line end", (address: string) => `${address.slice(0, 8)}\n${address.slice(8)}`],
  ])("that look alike never match: %s", (_, change) => {
    expect(errorOf(change(addressOf(p2wkh(key))))).toMatch(/characters that no address has/);
  });

  it("may be written in capitals and with white space around", () => {
    expect(scriptsOf(`  ${addressOf(p2wkh(key)).toUpperCase()}\n`)).toEqual([bytesToHex(p2wkh(key))]);
  });

  it("with the same beginning and end as an allowed one are others", () => {
    const allowed = compileAllowlist([{ id: "1", label: "", kind: "address", text: addressOf(p2wkh(key)) }], regtest);
    const lookAlike = Uint8Array.from(p2wkh(key));
    lookAlike[10] = (lookAlike[10] ?? 0) ^ 1;
    expect(allowed.has(bytesToHex(p2wkh(key)))).toBe(true);
    expect(allowed.has(bytesToHex(lookAlike))).toBe(false);
    expect(allowed.has(bytesToHex(p2sh(p2wkh(key))))).toBe(false);
  });
});

describe("BIP 21", () => {
  const address = addressOf(p2wkh(key));
  it("gives address, amount and label", () => {
    expect(read(`bitcoin:${address}?amount=0.0012&label=Ann%20B&message=x&lightning=lnbc1`)).toMatchObject({
      ok: true,
      kind: "address",
      text: address,
      label: "Ann B",
      amountSat: "120000",
    });
    expect(read(`BITCOIN:${address.toUpperCase()}`)).toMatchObject({ ok: true, label: null, amountSat: null });
    expect(read(`bitcoin:${address}?amount=20999999.9769`)).toMatchObject({ amountSat: "2099999997690000" });
  });
  it.each([
    ["amount=1e3", /no amount/],
    ["amount=-1", /no amount/],
    ["amount=0.000000001", /no amount/],
    ["amount=1,5", /no amount/],
    ["amount=", /no amount/],
    ["req-expires=1", /requires expires/],
    ["amount=1&amount=2", /says amount twice/],
    ["label=%ff", /cannot be read/],
  ])("with %s is refused", (query, error) => {
    expect(errorOf(`bitcoin:${address}?${query}`)).toMatch(error);
  });
  it("makes a label safe to show", () => {
    expect(read(`bitcoin:${address}?label=a%E2%80%AEb`)).toMatchObject({ label: "a b" });
    expect(read(`bitcoin:${address}?label=${"x".repeat(100)}`)).toMatchObject({ label: "x".repeat(60) });
  });
});

describe("descriptors", () => {
  const keyHex = bytesToHex(key);
  const account = HDKey.fromMasterSeed(new Uint8Array(32).fill(7), { private: 0x04358394, public: 0x043587cf }).derive(
    "m/84'/1'/0'",
  );
  const tpub = account.publicExtendedKey;

  it("have the checksums of BIP 380 and Bitcoin Core", () => {
    expect(descriptorChecksum("raw(deadbeef)")).toBe("89f8spxm");
    expect(descriptorChecksum("pkh(02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5)")).toBe(
      "8fhd9pwu",
    );
    expect(descriptorChecksum("raw(ü)")).toBeUndefined();
  });

  it.each([
    [`addr(${addressOf(p2wsh(key))})`, p2wsh(key)],
    [`pkh(${keyHex})`, legacy],
    [`wpkh(${keyHex})`, p2wkh(key)],
    [`wpkh([d34db33f/84h/0'/0h]${keyHex})`, p2wkh(key)],
    [`sh(wpkh(${keyHex}))`, p2sh(p2wkh(key))],
    [`tr(${keyHex})`, p2trBip86(key)],
    [`tr(${keyHex.slice(2)})`, p2trBip86(key)],
  ])("%s", (descriptor, script) => {
    expect(scriptsOf(withChecksum(descriptor))).toEqual([bytesToHex(script)]);
  });

  it("with a range give the keys another implementation derives", () => {
    const found = scriptsOf(withChecksum(`wpkh([d34db33f/84h/1h/0h]${tpub}/1/*)`));
    expect(found).toHaveLength(rangeLength);
    for (const index of [0, 1, 999]) {
      expect(found[index]).toBe(bytesToHex(p2wkh(pubkeyAt(account, `m/1/${index}`))));
    }
  });

  it("with alternatives give every branch", () => {
    const found = scriptsOf(withChecksum(`tr(${tpub}/<0;1>/*)`));
    expect(found).toHaveLength(2 * rangeLength);
    expect(found[0]).toBe(bytesToHex(p2trBip86(pubkeyAt(account, "m/0/0"))));
    expect(found[rangeLength]).toBe(bytesToHex(p2trBip86(pubkeyAt(account, "m/1/0"))));
  });

  it("of one key of an xpub give that key", () => {
    expect(scriptsOf(withChecksum(`wpkh(${tpub}/0/5)`))).toEqual([bytesToHex(p2wkh(pubkeyAt(account, "m/0/5")))]);
  });

  it.each([
    ["no checksum", `wpkh(${keyHex})`, /checksum is missing/],
    ["a wrong checksum", `wpkh(${keyHex})#qqqqqqqq`, /checksum does not fit/],
    ["a script nobody can judge", withChecksum("wsh(multi(1,02aa,02bb))"), /Only addr/],
    ["an unclosed one", withChecksum(`sh(wpkh(${keyHex})`), /Only addr/],
    ["a tree", withChecksum(`tr(${keyHex},pk(${keyHex}))`), /Only addr/],
    ["a key that is none", withChecksum("wpkh(key)"), /neither a public key nor an xpub/],
    ["a private key", withChecksum(`wpkh(${account.privateExtendedKey}/0/*)`), /private key/],
    ["a hardened step", withChecksum(`wpkh(${tpub}/0'/*)`), /Hardened/],
    ["a hardened range", withChecksum(`wpkh(${tpub}/0/*')`), /Hardened/],
    ["a step that is none", withChecksum(`wpkh(${tpub}/x/*)`), /no step/],
    ["a key too short", withChecksum(`wpkh(${keyHex.slice(2)})`), /33 bytes/],
    ["a key off the curve", withChecksum(`wpkh(02${"00".repeat(31)}05)`), /no point/],
    ["an address of another network", withChecksum(`addr(${addressOf(p2wkh(key), "mainnet")})`), /none of regtest/],
  ])("are refused with %s", (_, text, error) => {
    expect(errorOf(text)).toMatch(error);
  });

  it("want the xpub of the network", () => {
    expect(errorOf(withChecksum(`wpkh(${tpub}/0/*)`), "mainnet")).toMatch(/another network/);
  });
});

describe("the list", () => {
  it("tells of entries it cannot read, and allows the others", () => {
    const good = { id: "good", label: "cold", kind: "address", text: addressOf(p2wkh(key)) } as const;
    const list = compileAllowlist(
      [good, { ...good, id: "bad", text: "bcrt1nonsense" }, { ...good, id: "odd", kind: "descriptor" }],
      regtest,
    );
    expect(list.unreadable.map(({ id }) => id)).toEqual(["bad", "odd"]);
    expect(list.entryOf(bytesToHex(p2wkh(key)))).toEqual(good);
    expect(list.entryOf(bytesToHex(p2wsh(key)))).toBeUndefined();
  });
});

function pubkeyAt(node: HDKey, path: string): Uint8Array {
  const { publicKey } = node.derive(path);
  if (publicKey === null) throw new Error("derived keys have public halves");
  return publicKey;
}
