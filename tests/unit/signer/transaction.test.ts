import { describe, expect, it } from "vitest";
import { bytesToHex, hexToBytes } from "../../../main/signer/bytes";
import { SignerError } from "../../../main/signer/errors";
import {
  outpointText,
  parseTransaction,
  previousOutput,
  serializeTransaction,
  txid,
} from "../../../main/signer/transaction";
import { buildTransaction, bytes } from "../../support/psbtBuilder";
import bip341 from "../../vectors/bip341_key_path_spending.json";

/** BIP143, example "Native P2WPKH", signed. */
const signedHex =
  "01000000000102fff7f7881a8099afa6940d42d1e7f6362bec38171ea3edf433541db4e4ad969f00000000494830450221008b9d1dc26ba6a9cb62127b02742fa9d754cd3bebf337f7a55d114c8e5cdd30be022040529b194ba3f9281a99f2b1c0a19c0489bc22ede944ccf4ecbab4cc618ef3ed01eeffffffef51e1b804cc89d182d279655c3aa89e815b1b309fe287d9b2b55d57b90ec68a0100000000ffffffff02202cb206000000001976a9148280b37df378db99f66f85c95a783a76ac7a6d5988ac9093510d000000001976a9143bde42dbee7e4dbe6a21b2d50ce2f0167faa815988ac000247304402203609e17b84f6a7d30c80bfa610b5b4542f32a8a0d5447a12fb1366d7f01cc44a0220573a954c4518331561406f90300e8f3358f51928d43c212a8caed02de67eebee0121025476c2e83188368da1ff3e292e7acafcdb3566bb0ad253f62fc70f07aeee635711000000";
const script = Uint8Array.of(0x51);

describe("transactions", () => {
  it("reads and writes witnesses byte for byte and leaves them out of the txid", () => {
    const transaction = parseTransaction(hexToBytes(signedHex), "witness");
    expect(bytesToHex(serializeTransaction(transaction, "witness"))).toBe(signedHex);
    expect(txid(transaction)).toBe("e8151a2af31c368a35053ddd4bdb285a8595c769a3ad83e0fa02314a602d4609");
    expect(transaction.lockTime).toBe(17);
    expect(transaction.outputs.map(({ amountSat }) => amountSat)).toEqual([112_340_000n, 223_450_000n]);
    expect(transaction.inputs.map(({ sequence }) => sequence)).toEqual([0xffffffee, 0xffffffff]);
  });

  it("prints an outpoint with its txid in display order", () => {
    const [input] = parseTransaction(hexToBytes(signedHex), "witness").inputs;
    expect(outpointText(input?.outpoint ?? new Uint8Array(36))).toBe(
      "9f96ade4b41d5433f4eda31e1738ec2b36f6e7d1420d94a6af99801a88f7f7ff:0",
    );
  });

  it("round-trips a transaction without witnesses", () => {
    const hex = bip341.keyPathSpending[0]?.given.rawUnsignedTx ?? "";
    expect(bytesToHex(serializeTransaction(parseTransaction(hexToBytes(hex), "witness"), "witness"))).toBe(hex);
  });

  it("reads zero inputs as such, not as a witness marker, when witnesses are not allowed", () => {
    const bare = buildTransaction({ inputs: [], outputs: [{ amountSat: 7, script }] });
    const transaction = parseTransaction(bare, "no-witness");
    expect([transaction.inputs.length, transaction.outputs.length]).toEqual([0, 1]);
  });

  it("ignores bytes after the end", () => {
    const plain = buildTransaction({ inputs: [{}], outputs: [{ amountSat: 7, script }] });
    expect(txid(parseTransaction(bytes(plain, [1, 2, 3]), "witness"))).toBe(txid(parseTransaction(plain, "witness")));
  });

  it("picks one output of a previous transaction", () => {
    const signed = hexToBytes(signedHex);
    expect(previousOutput(signed, 1)?.amountSat).toBe(223_450_000n);
    expect(previousOutput(signed, 2)).toBeUndefined();
  });

  const oneInput = buildTransaction({ inputs: [{}], outputs: [{ amountSat: 7, script }] });
  it.each([
    ["an empty value", new Uint8Array(0), "EOF"],
    ["an end in the middle of a field", oneInput.subarray(0, -1), "unexpected EOF"],
    ["an end between two fields", oneInput.subarray(0, -4), "EOF"],
    ["more inputs than bytes", bytes([2, 0, 0, 0], [0xfe, 0xff, 0xff, 0xff, 0x7f]), "too many input transactions"],
    ["a size that is not the shortest", bytes([2, 0, 0, 0], [0xfd, 1, 0]), "non-canonical varint"],
    ["an unknown witness flag", bytes([2, 0, 0, 0], [0, 2, 0]), "witness tx but flag byte is 02"],
    [
      "a witness marker without witnesses",
      bytes([2, 0, 0, 0], [0, 1], oneInput.subarray(4, -4), [0], [0, 0, 0, 0]),
      "no witnesses",
    ],
  ])("refuses %s", (_, malformed, detail) => {
    const parse = () => parseTransaction(malformed, "witness");
    expect(parse).toThrow(SignerError);
    expect(parse).toThrow(detail);
  });
});
