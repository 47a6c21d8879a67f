import { ripemd160 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addressFromScript, scriptFromAddress } from "../../../main/signer/address";
import { bytesToHex, concatBytes, hexToBytes } from "../../../main/signer/bytes";
import { masterFromSeedBytes } from "../../../main/signer/derive";
import { createKeyRing } from "../../../main/signer/keyRing";
import { type Network, networks } from "../../../main/signer/network";
import { nativeCurve } from "../../support/curves";
import { parsePath } from "../../support/derivationPath";
import { taprootTweakPubkey } from "../../support/taprootTweak";
import derivation from "../../vectors/key_derivation.json";

/** Examples of BIP173, BIP341, BIP350 and of the usual base58 forms. */
const examples: readonly [Network, string, string][] = [
  ["mainnet", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", "0014751e76e8199196d454941c45d1b3a323f1433bd6"],
  [
    "testnet",
    "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
    "00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262",
  ],
  [
    "mainnet",
    "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
    "512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
  ],
  ["mainnet", "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH", "76a914751e76e8199196d454941c45d1b3a323f1433bd688ac"],
  ["mainnet", "3JvL6Ymt8MVWiCNHC7oWU6nLeHNJKLZGLN", "a914bcfeb728b584253d5f3f70bcb780e9ef218a68f487"],
  ["regtest", "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r", "76a914751e76e8199196d454941c45d1b3a323f1433bd688ac"],
];

describe("addresses", () => {
  test.each(examples)("%s %s", (network, address, scriptHex) => {
    const canonical = /^bc1|^tb1|^bcrt1/i.test(address) ? address.toLowerCase() : address;
    expect(addressFromScript(hexToBytes(scriptHex), network)).toBe(canonical);
    const script = scriptFromAddress(address, network);
    expect(script && bytesToHex(script)).toBe(scriptHex);
  });

  test("lnd's first wallet addresses", () => {
    const masterKey = masterFromSeedBytes(hexToBytes(derivation.entropy));
    const keyRing = createKeyRing({ curve: nativeCurve, network: "regtest", masterKey });
    const [witness, taproot] = derivation.addresses.map(({ path }) => keyRing.publicKeyAtPath(parsePath(path)));
    const program = ripemd160(sha256(witness as Uint8Array));
    const scripts = [
      concatBytes(Uint8Array.of(0x00, 20), program),
      concatBytes(Uint8Array.of(0x51, 32), taprootTweakPubkey(taproot as Uint8Array)),
    ];
    expect(scripts.map((script) => addressFromScript(script, "regtest"))).toEqual(
      derivation.addresses.map(({ address }) => address),
    );
  });

  test("every kind on every network comes back from its address", () => {
    const hash = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const script = fc.oneof(
      hash(20).map((h) => concatBytes(hexToBytes("76a914"), h, hexToBytes("88ac"))),
      hash(20).map((h) => concatBytes(hexToBytes("a914"), h, hexToBytes("87"))),
      hash(20).map((h) => concatBytes(hexToBytes("0014"), h)),
      hash(32).map((h) => concatBytes(hexToBytes("0020"), h)),
      hash(32).map((h) => concatBytes(hexToBytes("5120"), h)),
    );
    fc.assert(
      fc.property(script, fc.constantFrom(...networks), (bytes, network) => {
        const address = addressFromScript(bytes, network);
        expect(address).toBeDefined();
        const back = scriptFromAddress(address as string, network);
        expect(back && bytesToHex(back)).toBe(bytesToHex(bytes));
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ["empty", ""],
    ["OP_RETURN", "6a0401020304"],
    ["bare multisig", `5121${"02".repeat(33)}51ae`],
    ["anchor (P2A)", "51024e73"],
    ["witness version 0 of 21 bytes", `0015${"00".repeat(21)}`],
    ["taproot with a byte too many", `5120${"00".repeat(33)}`],
    ["pubkey hash without OP_CHECKSIG", `76a914${"00".repeat(20)}88ad`],
    ["script hash with a byte missing", `a913${"00".repeat(19)}87`],
  ])("a script without address: %s", (_, scriptHex) => {
    expect(addressFromScript(hexToBytes(scriptHex), "mainnet")).toBeUndefined();
  });

  test.each([
    ["another network", "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx"],
    ["base58 of another network", "mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r"],
    ["checksum", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5"],
    ["base58 checksum", "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMJ"],
    ["mixed case", "bc1qW508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"],
    ["taproot in bech32 instead of bech32m", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd"],
    ["version 0 in bech32m", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kemeawh"],
    ["witness version 2", "bc1zw508d6qejxtdg4y5r3zarvaryvaxxpcs"],
    ["nothing", ""],
    ["junk", "x".repeat(10_000)],
  ])("not an address: %s", (_, address) => {
    expect(scriptFromAddress(address, "mainnet")).toBeUndefined();
  });
});
