/** Packets of the sizes a node may send: read, signed and written within a moment, in time that grows linearly. */
import { describe, expect, it } from "vitest";
import { readPsbt } from "../../../main/signer/psbtReader";
import { writePsbt } from "../../../main/signer/psbtWriter";
import { nativeCurve } from "../../support/curves";
import { p2wkh } from "../../support/outputScripts";
import { bytes, compactSize, inputRecord, littleEndian, pathOf, record } from "../../support/psbtBuilder";
import { casesKeyRing, runSignPsbt } from "../../support/signPsbt";

const mebibyte = 1024 * 1024;
const keyRing = casesKeyRing(nativeCurve);
const path = pathOf("m/84'/0'/0'/0/0");
const pubkey = keyRing.publicKeyAtPath(path);

/** A packet of `inputCount` inputs of ours, each with a previous transaction of `previousSize` bytes. */
function largePacket(inputCount: number, previousSize: number): Uint8Array {
  const own = [inputRecord.witnessUtxo(100_000, p2wkh(pubkey)), inputRecord.bip32Derivation(pubkey, path)];
  const map = Buffer.concat([previousTransactionRecord(previousSize), ...own, Uint8Array.of(0)]);
  const inputs = Array.from({ length: inputCount }, (_, index) =>
    bytes(new Uint8Array(32).fill(1), littleEndian(0, 4), [0], littleEndian(index, 4)),
  );
  const transaction = Buffer.concat([
    littleEndian(2, 4),
    compactSize(inputCount),
    ...inputs,
    bytes([1], littleEndian(1, 8), [0], littleEndian(0, 4)),
  ]);
  const head = bytes([0x70, 0x73, 0x62, 0x74, 0xff], record(0, transaction), [0]);
  return Buffer.concat([head, ...Array<Uint8Array>(inputCount).fill(map), Uint8Array.of(0)]);
}

/** One input, outputs of 43 bytes as far as they fit. */
function previousTransactionRecord(size: number): Uint8Array {
  const count = Math.floor((size - 70) / 43);
  const output = bytes(littleEndian(100_000, 8), [34, 0, 32], new Uint8Array(32));
  const transaction = Buffer.concat([
    bytes(littleEndian(2, 4), [1], new Uint8Array(36), [0], littleEndian(0, 4)),
    compactSize(count),
    ...Array<Uint8Array>(count).fill(output),
    littleEndian(0, 4),
  ]);
  return Buffer.concat([bytes([1, 0]), compactSize(transaction.length), transaction]);
}

describe("large packets", () => {
  it("signs 5 MiB", () => {
    const packet = largePacket(5, mebibyte);
    expect(packet.length).toBeGreaterThan(4.9 * mebibyte);
    const answer = runSignPsbt(packet, nativeCurve, keyRing);
    expect(answer.signedInputs).toEqual([0, 1, 2, 3, 4]);
    expect(answer.signedPsbt.length).toBeGreaterThan(packet.length);
  });

  it("reads and writes 50 MB", () => {
    const packet = largePacket(13, 3_999_000);
    expect(packet.length).toBeGreaterThan(50_000_000);
    const psbt = readPsbt(packet);
    expect(psbt.inputs).toHaveLength(13);
    expect(Buffer.compare(writePsbt(psbt), packet)).toBe(0);
  });

  it("signs a transaction of 2 000 inputs with one pass over it", () => {
    const answer = runSignPsbt(largePacket(2_000, 200), nativeCurve, keyRing);
    expect(answer.signedInputs).toHaveLength(2_000);
    expect(answer.slices).toBeGreaterThan(200);
  });

  it("reads 200 000 unknown records of one map", () => {
    const count = 200_000;
    const records = new Uint8Array(count * 6);
    for (let i = 0; i < count; i++) records.set([4, 0xfc, i & 0xff, (i >>> 8) & 0xff, i >>> 16, 0], 6 * i);
    const small = largePacket(1, 200);
    const packet = Buffer.concat([small.subarray(0, -2), records, Uint8Array.of(0, 0)]);
    expect(readPsbt(packet).inputs[0]?.unknowns).toHaveLength(count);
  });
});
