import { secp256k1 } from "@noble/curves/secp256k1.js";
import { describe, expect, it } from "vitest";
import { bytesToHex, hexToBytes } from "../../../main/signer/bytes";
import { readPsbt } from "../../../main/signer/psbtReader";
import { psbtRecord, writePsbt } from "../../../main/signer/psbtWriter";
import { buildPsbt, buildTransaction, bytes, inputRecord, outputRecord, record } from "../../support/psbtBuilder";
import vectors from "../../vectors/sign_psbt_cases.json";

const script = Uint8Array.of(0x51);
const keys = [1n, 2n, 3n].map((scalar) => secp256k1.Point.BASE.multiply(scalar).toBytes());
const [key1, key2, key3] = keys as [Uint8Array, Uint8Array, Uint8Array];
const derSignature = bytes([0x30, 6, 2, 1, 1, 2, 1, 1], [1]);

function rewrittenTypes(records: readonly Uint8Array[]): number[] {
  const packet = buildPsbt({ inputs: [{ records }], outputs: [{ amountSat: 1, script }] });
  return readPsbt(writePsbt(readPsbt(packet))).inputs[0]?.records.map(({ type }) => type) ?? [];
}

describe("writePsbt", () => {
  it.each(vectors.cases.filter((each) => each.signed_psbt !== undefined))("leaves $name as it is", (each) => {
    const signed = each.signed_psbt ?? "";
    expect(bytesToHex(writePsbt(readPsbt(hexToBytes(signed))))).toBe(signed);
  });

  it("brings input records into lnd's order and keeps that of unknown records", () => {
    const records = [
      record(0xfc, script),
      inputRecord.taprootMerkleRoot(new Uint8Array(32)),
      record(0x17, key1.subarray(1)),
      inputRecord.taprootBip32Derivation(key1.subarray(1), []),
      inputRecord.taprootLeafScript(bytes([0xc0], key1.subarray(1)), script),
      record(0x14, new Uint8Array(64).fill(1), bytes(key1.subarray(1), new Uint8Array(32))),
      record(0x13, new Uint8Array(64).fill(1)),
      record(0x51, script),
      inputRecord.bip32Derivation(key1, []),
      inputRecord.witnessScript(script),
      inputRecord.redeemScript(script),
      inputRecord.sighashType(1),
      inputRecord.partialSig(key1, derSignature),
      inputRecord.witnessUtxo(1, new Uint8Array(22)),
      inputRecord.nonWitnessUtxo(buildTransaction({ inputs: [{}], outputs: [] })),
      record(0x09, script),
    ];
    expect(rewrittenTypes(records)).toEqual([
      0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0xfc, 0x51, 0x09,
    ]);
  });

  it("sorts derivations and partial signatures by key", () => {
    const sorted = [...keys].map(bytesToHex).sort();
    const records = [key3, key1, key2].flatMap((key) => [
      inputRecord.bip32Derivation(key, []),
      inputRecord.partialSig(key, derSignature),
    ]);
    const packet = buildPsbt({ inputs: [{ records }], outputs: [{ amountSat: 1, script }] });
    const written = readPsbt(writePsbt(readPsbt(packet))).inputs[0]?.records ?? [];
    const keysOf = (type: number) =>
      written.filter((each) => each.type === type).map(({ keyData }) => bytesToHex(keyData));
    expect(keysOf(0x02)).toEqual(sorted);
    expect(keysOf(0x06)).toEqual(sorted);
  });

  it("sorts the derivations of outputs and writes their unknown records last", () => {
    const records = [
      record(0xfc, script),
      outputRecord.taprootBip32Derivation(key3.subarray(1), []),
      outputRecord.bip32Derivation(key3, []),
      outputRecord.bip32Derivation(key1, []),
      record(0x00, script),
    ];
    const packet = buildPsbt({ inputs: [{}], outputs: [{ amountSat: 1, script, records }] });
    const written = readPsbt(writePsbt(readPsbt(packet))).outputs[0]?.records ?? [];
    expect(written.map(({ type }) => type)).toEqual([0x00, 0x02, 0x02, 0x07, 0xfc]);
    expect(bytesToHex(written[1]?.keyData ?? script)).toBe(bytesToHex(key1));
  });

  it("writes extended keys after the transaction and a second transaction record where it stood", () => {
    const xpub = bytes([0x04, 0x88, 0xb2, 0x1e], [1], new Uint8Array(40), key1);
    const globals = [record(0xfc, script), record(0x00, script), record(0x01, new Uint8Array(8), xpub)];
    const packet = buildPsbt({ inputs: [{}], outputs: [{ amountSat: 1, script }], globals });
    const written = readPsbt(writePsbt(readPsbt(packet))).globals;
    expect(written.map(({ type }) => type)).toEqual([0x00, 0x01, 0xfc, 0x00]);
  });

  it("keeps key types of more than one byte", () => {
    const wide = bytes([4, 0xfd, 0x51, 0x01, 9, 1, 7]);
    const packet = buildPsbt({ inputs: [{ records: [wide] }], outputs: [{ amountSat: 1, script }] });
    expect(bytesToHex(writePsbt(readPsbt(packet)))).toBe(bytesToHex(packet));
  });

  it("leaves out a sighash type of zero", () => {
    expect(rewrittenTypes([inputRecord.sighashType(0), inputRecord.witnessScript(script)])).toEqual([0x05]);
  });

  it.each([
    ["final scriptSig", inputRecord.finalScriptSig(new Uint8Array(0)), 0x07],
    ["final witness", inputRecord.finalScriptWitness(new Uint8Array(0)), 0x08],
  ])("strips an input with an even empty %s", (_, final, type) => {
    const records = [
      inputRecord.witnessUtxo(1, new Uint8Array(22)),
      inputRecord.partialSig(key1, derSignature),
      inputRecord.sighashType(1),
      inputRecord.bip32Derivation(key1, []),
      inputRecord.taprootMerkleRoot(new Uint8Array(32)),
      final,
      record(0xd0, script),
    ];
    expect(rewrittenTypes(records)).toEqual([0x01, type, 0xd0]);
  });

  it("adds a signature in its place and replaces one with the same key", () => {
    const records = [inputRecord.partialSig(key1, derSignature), inputRecord.bip32Derivation(key1, [])];
    const psbt = readPsbt(buildPsbt({ inputs: [{ records }], outputs: [{ amountSat: 1, script }] }));
    const value = bytes(derSignature, [2]);
    const signed = readPsbt(writePsbt(psbt, new Map([[0, psbtRecord(0x02, key1, value)]])));
    const written = signed.inputs[0]?.records ?? [];
    expect(written.map(({ type }) => type)).toEqual([0x02, 0x06]);
    expect(bytesToHex(written[0]?.value ?? script)).toBe(bytesToHex(value));
  });
});
