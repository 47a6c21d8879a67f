import { secp256k1 } from "@noble/curves/secp256k1.js";
import { describe, expect, it } from "vitest";
import { bytesToHex } from "../../../main/signer/bytes";
import { SignerError } from "../../../main/signer/errors";
import { checkPoints } from "../../../main/signer/psbtFields";
import { readPsbt } from "../../../main/signer/psbtReader";
import { writePsbt } from "../../../main/signer/psbtWriter";
import { curves } from "../../support/curves";
import {
  buildPsbt,
  buildTransaction,
  bytes,
  compactSize,
  inputRecord,
  littleEndian,
  outputRecord,
  type PsbtSpec,
  record,
} from "../../support/psbtBuilder";

const invalidFormat = "Invalid PSBT serialization format";
const invalidKeyData = "Invalid key data";
const duplicateKey = "Invalid Psbt due to duplicate key";

const script = Uint8Array.of(0x51);
const pubkey = secp256k1.Point.BASE.toBytes();
const xOnly = pubkey.subarray(1);
const uncompressed = secp256k1.Point.BASE.toBytes(false);
const derSignature = bytes([0x30, 6, 2, 1, 1, 2, 1, 1]);
const schnorrSignature = new Uint8Array(64).fill(1);
const path = [0, 1, 2];

function withInput(...records: readonly Uint8Array[]): Uint8Array {
  return withSpec({ inputs: [{ records }] });
}

function withOutput(...records: readonly Uint8Array[]): Uint8Array {
  return withSpec({ outputs: [{ amountSat: 1, script, records }] });
}

function withSpec(spec: Partial<PsbtSpec>): Uint8Array {
  return buildPsbt({ inputs: [{}], outputs: [{ amountSat: 1, script }], ...spec });
}

function refusal(packet: Uint8Array): string {
  try {
    readPsbt(packet);
  } catch (error) {
    if (error instanceof SignerError && error.code === "BAD_PSBT") return error.message;
    throw error;
  }
  throw new Error("it was accepted");
}

const previous = buildTransaction({ inputs: [{}], outputs: [] });
const xpub = bytes([0x04, 0x88, 0xb2, 0x1e], [1], new Uint8Array(8), new Uint8Array(32), pubkey);
const known: readonly (readonly [string, Uint8Array])[] = [
  ["witness UTXO", inputRecord.witnessUtxo(5, bytes([0, 20], new Uint8Array(20)))],
  ["partial signature", inputRecord.partialSig(pubkey, bytes(derSignature, [1]))],
  ["sighash type", inputRecord.sighashType(1)],
  ["redeem script", inputRecord.redeemScript(script)],
  ["empty redeem script", inputRecord.redeemScript(new Uint8Array(0))],
  ["witness script", inputRecord.witnessScript(script)],
  ["derivation", inputRecord.bip32Derivation(pubkey, path)],
  ["final scriptSig", inputRecord.finalScriptSig(script)],
  ["final witness", inputRecord.finalScriptWitness(script)],
  ["taproot key signature", record(0x13, schnorrSignature)],
  ["taproot script signature", record(0x14, schnorrSignature, bytes(xOnly, new Uint8Array(32)))],
  ["taproot leaf script", inputRecord.taprootLeafScript(bytes([0xc0], xOnly), script)],
  ["taproot derivation", inputRecord.taprootBip32Derivation(xOnly, path)],
  ["taproot internal key", record(0x17, xOnly)],
  ["taproot merkle root", inputRecord.taprootMerkleRoot(new Uint8Array(32))],
  ["previous transaction", inputRecord.nonWitnessUtxo(previous)],
];

describe("readPsbt", () => {
  it("decodes what signing needs", () => {
    const { transaction, inputs } = readPsbt(
      withInput(
        inputRecord.witnessUtxo(123_456, bytes([0, 20], new Uint8Array(20))),
        inputRecord.sighashType(0x83),
        inputRecord.bip32Derivation(pubkey, [0x80000054, 7]),
        inputRecord.singleTweak(new Uint8Array(32)),
      ),
    );
    const [input] = inputs;
    expect(transaction.inputs).toHaveLength(1);
    expect(input?.witnessUtxo?.amountSat).toBe(123_456n);
    expect(input?.sighashType).toBe(0x83);
    expect(input?.bip32Derivations[0]?.path).toEqual([0x80000054, 7]);
    expect(input?.unknowns.map(({ type }) => type)).toEqual([0x51]);
  });

  it("takes the byte before a witness UTXO's script for its length without looking at it", () => {
    const value = bytes(littleEndian(9, 8), [0x77], [0x51, 0x52]);
    const [input] = readPsbt(withInput(record(0x01, value))).inputs;
    expect([...(input?.witnessUtxo?.script ?? [])]).toEqual([0x51, 0x52]);
  });

  it("ignores bytes after the last map", () => {
    const packet = withInput();
    expect(bytesToHex(writePsbt(readPsbt(bytes(packet, [1, 2, 3]))))).toBe(bytesToHex(packet));
  });

  it("reads a Buffer like a plain array and does not copy it", () => {
    const packet = Buffer.from(withInput(inputRecord.redeemScript(script)));
    const [input] = readPsbt(packet).inputs;
    expect(Object.getPrototypeOf(input?.redeemScript)).toBe(Uint8Array.prototype);
    expect(input?.redeemScript?.buffer).toBe(packet.buffer);
  });

  describe("refuses", () => {
    it.each([
      ["nothing", new Uint8Array(0), "EOF"],
      ["the beginning of the magic", withInput().subarray(0, 3), "unexpected EOF"],
      ["wrong magic", withInput().subarray(1), "Invalid Psbt due to incorrect magic bytes"],
      ["no global record", withInput().subarray(0, 5), invalidFormat],
      ["a first record other than the transaction", bytes(withInput().subarray(0, 5), record(1, xpub)), invalidFormat],
      ["key data on the transaction", bytes(withInput().subarray(0, 5), record(0, script, script)), invalidFormat],
      ["an unfinished input map", withInput().subarray(0, -2), invalidFormat],
      [
        "a scriptSig in the transaction",
        withSpec({ inputs: [{ scriptSig: script }] }),
        "raw transaction must be unsigned.",
      ],
      ["a key above the limit", withInput(record(0xfc, script, new Uint8Array(10_000))), invalidKeyData],
      ["a key type above the limit", withInput(bytes([5, 0xfe], littleEndian(0x02000001, 4), [0])), invalidFormat],
      ["a key size that is not the shortest", withInput(bytes([0xfd, 1, 0], [0xfc, 0])), "non-canonical varint"],
      [
        "a value above the limit",
        withInput(bytes([1, 0xfc], compactSize(4_000_001))),
        "larger than the max allowed size",
      ],
      ["a value beyond the end", withInput(bytes([1, 0xfc], [200])), "unexpected EOF"],
    ])("%s", (_, packet, detail) => {
      expect(refusal(packet)).toMatch(/^error parsing PSBT: /);
      expect(refusal(packet)).toContain(detail);
    });

    it.each(known)("a repeated input record: %s", (_, repeated) => {
      expect(refusal(withInput(repeated, repeated))).toBe(`error parsing PSBT: ${duplicateKey}`);
    });

    it.each(known.filter(([name]) => !/derivation|signature$|leaf/.test(name) || name === "taproot key signature"))(
      "key data on an input record without any: %s",
      (_, plain) => {
        const withKeyData = bytes([2], plain.subarray(1, 2), [9], plain.subarray(2));
        expect(refusal(withInput(withKeyData))).toBe(`error parsing PSBT: ${invalidKeyData}`);
      },
    );

    it.each([
      ["a witness UTXO below 10 bytes", record(0x01, new Uint8Array(9)), invalidFormat],
      ["a broken previous transaction", record(0x00, previous.subarray(0, -4)), "EOF"],
      ["a partial signature's key of 32 bytes", inputRecord.partialSig(xOnly, derSignature), invalidFormat],
      ["a partial signature that is not DER", inputRecord.partialSig(pubkey, new Uint8Array(71)), invalidFormat],
      [
        "a partial signature of 73 bytes",
        inputRecord.partialSig(pubkey, bytes(derSignature, new Uint8Array(65))),
        invalidFormat,
      ],
      ["a padded DER number", inputRecord.partialSig(pubkey, bytes([0x30, 7, 2, 2, 0, 1, 2, 1, 1])), invalidFormat],
      ["a negative DER number", inputRecord.partialSig(pubkey, bytes([0x30, 6, 2, 1, 0x80, 2, 1, 1])), invalidFormat],
      ["a zero DER number", inputRecord.partialSig(pubkey, bytes([0x30, 6, 2, 1, 0, 2, 1, 1])), invalidFormat],
      ["a DER number of the group order", inputRecord.partialSig(pubkey, derWithOrder()), invalidFormat],
      ["a sighash type of 3 bytes", record(0x03, new Uint8Array(3)), invalidKeyData],
      ["a derivation of 6 bytes", record(0x06, new Uint8Array(6), pubkey), invalidFormat],
      ["an empty derivation", record(0x06, new Uint8Array(0), pubkey), invalidFormat],
      ["a derivation's key of 34 bytes", record(0x06, new Uint8Array(4), new Uint8Array(34)), invalidFormat],
      ["a taproot key signature of 63 bytes", record(0x13, new Uint8Array(63)), invalidKeyData],
      ["a taproot signature with R.x above the field", record(0x13, new Uint8Array(64).fill(0xff)), invalidKeyData],
      ["a taproot script signature's short key", record(0x14, schnorrSignature, xOnly), invalidKeyData],
      ["an empty leaf script", record(0x15, new Uint8Array(0), bytes([0xc0], xOnly)), invalidKeyData],
      ["a control block of 34 bytes", record(0x15, bytes([0xc0]), bytes([0xc0], xOnly, [0])), invalidKeyData],
      ["a control block of 32 bytes", record(0x15, bytes([0xc0]), xOnly), invalidKeyData],
      [
        "a control block of 129 nodes",
        record(0x15, bytes([0xc0]), bytes([0xc0], xOnly, new Uint8Array(129 * 32))),
        invalidKeyData,
      ],
      ["a taproot derivation's key of 33 bytes", record(0x16, new Uint8Array(5), pubkey), invalidKeyData],
      ["a taproot derivation of 4 bytes", record(0x16, new Uint8Array(4), xOnly), invalidFormat],
      [
        "a taproot derivation without its leaf hashes",
        record(0x16, bytes([1], new Uint8Array(4)), xOnly),
        invalidFormat,
      ],
      ["a taproot internal key of 31 bytes", record(0x17, new Uint8Array(31)), invalidKeyData],
    ])("%s", (_, malformed, detail) => {
      expect(refusal(withInput(malformed))).toBe(`error parsing PSBT: ${detail}`);
    });

    it.each([
      ["redeem script", record(0x00, script)],
      ["witness script", record(0x01, script)],
      ["derivation", outputRecord.bip32Derivation(pubkey, path)],
      ["taproot internal key", record(0x05, xOnly)],
      ["taproot tree", record(0x06, script)],
      ["taproot derivation", outputRecord.taprootBip32Derivation(xOnly, path)],
    ])("a repeated output record: %s", (_, repeated) => {
      expect(refusal(withOutput(repeated, repeated))).toBe(`error parsing PSBT: ${duplicateKey}`);
    });

    it("an extended key whose path is not as long as its depth", () => {
      expect(() => readPsbt(withSpec({ globals: [record(1, new Uint8Array(8), xpub)] }))).not.toThrow();
      expect(refusal(withSpec({ globals: [record(1, new Uint8Array(12), xpub)] }))).toContain(invalidFormat);
      expect(refusal(withSpec({ globals: [record(1, new Uint8Array(8), xpub.subarray(1))] }))).toContain(invalidFormat);
    });

    it("more records than any packet has", () => {
      const filler = new Uint8Array(6 * 1_000_001);
      const view = new DataView(filler.buffer);
      for (let i = 0; i < 1_000_001; i++) {
        filler.set([4, 0xfc], 6 * i);
        view.setUint16(6 * i + 2, i & 0xffff);
        filler.set([i >>> 16, 0], 6 * i + 4);
      }
      const packet = withSpec({});
      const split = packet.length - 3;
      const large = new Uint8Array(packet.length + filler.length);
      large.set(packet.subarray(0, split));
      large.set(filler, split);
      large.set(packet.subarray(split), split + filler.length);
      expect(refusal(large)).toBe("error parsing PSBT: more than 1000000 records");
    });
  });

  it("allows a second sighash type when the first was zero", () => {
    const [input] = readPsbt(withInput(inputRecord.sighashType(0), inputRecord.sighashType(1))).inputs;
    expect(input?.sighashType).toBe(1);
  });

  it("allows unknown records to repeat a key with another value, but not both", () => {
    const first = record(0xfc, Uint8Array.of(1));
    expect(() => readPsbt(withInput(first, record(0xfc, Uint8Array.of(2))))).not.toThrow();
    expect(refusal(withInput(first, first))).toContain(duplicateKey);
    expect(refusal(withOutput(first, first))).toContain(duplicateKey);
    expect(() => readPsbt(withSpec({ globals: [first, first] }))).not.toThrow();
  });
});

describe.each(curves)("checkPoints with the $backend curve", (curve) => {
  const offCurve = bytes([2], new Uint8Array(32).fill(0xff));
  const check = (packet: Uint8Array) => [...checkPoints(readPsbt(packet).uncheckedPoints, curve)].length;

  it("accepts points of all three lengths", () => {
    const records = [
      inputRecord.bip32Derivation(pubkey, path),
      inputRecord.bip32Derivation(uncompressed, path),
      inputRecord.taprootBip32Derivation(xOnly, path),
    ];
    expect(check(withInput(...records))).toBe(0);
  });

  it.each([
    ["derivation", withInput(inputRecord.bip32Derivation(offCurve, path)), invalidFormat],
    ["partial signature", withInput(inputRecord.partialSig(offCurve, derSignature)), invalidFormat],
    ["taproot derivation", withInput(inputRecord.taprootBip32Derivation(offCurve.subarray(1), path)), invalidKeyData],
    [
      "control block",
      withInput(inputRecord.taprootLeafScript(bytes([0xc0], offCurve.subarray(1)), script)),
      invalidKeyData,
    ],
    ["internal key", withInput(record(0x17, offCurve.subarray(1))), invalidKeyData],
    ["output derivation", withOutput(outputRecord.bip32Derivation(offCurve, path)), invalidKeyData],
  ])("refuses a %s off the curve", (_, packet, detail) => {
    const run = () => check(packet);
    expect(run).toThrow(SignerError);
    expect(run).toThrow(detail);
  });

  it("yields between slices", () => {
    const derivations = Array.from({ length: 100 }, (_, i) =>
      inputRecord.bip32Derivation(secp256k1.Point.BASE.multiply(BigInt(i + 1)).toBytes(), path),
    );
    expect(check(withInput(...derivations))).toBe(3);
  });
});

function derWithOrder(): Uint8Array {
  const order = littleEndian(secp256k1.Point.Fn.ORDER, 32).reverse();
  return bytes([0x30, 38, 2, 33, 0], order, [2, 1, 1]);
}
