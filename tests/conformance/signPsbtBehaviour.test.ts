/** What lnd's signer does with unusual packets: what it skips, what it refuses, what it leaves as it is. */
import { schnorr, secp256k1 } from "@noble/curves/secp256k1.js";
import { describe, expect, it } from "vitest";
import { bytesToHex, hexToBytes } from "../../main/signer/bytes";
import type { SignerErrorCode } from "../../main/signer/errors";
import { SignerError } from "../../main/signer/errors";
import { readPsbt } from "../../main/signer/psbtReader";
import type { PsbtRecord } from "../../main/signer/psbtRecords";
import { SighashParts, tapLeafHash, taprootDigest, witnessV0Digest } from "../../main/signer/sighash";
import { curves } from "../support/curves";
import { p2sh, p2tr, p2trBip86, p2wkh, p2wsh, taprootOutputKey } from "../support/outputScripts";
import {
  buildPsbt,
  buildTransaction,
  bytes,
  type InputSpec,
  inputRecord,
  type OutputSpec,
  pathOf,
  record,
} from "../support/psbtBuilder";
import { casesKeyRing, runSignPsbt } from "../support/signPsbt";

const output: OutputSpec = { amountSat: 90_000, script: p2wkh(new Uint8Array(33).fill(2)) };
const der = { prehash: false, format: "der" } as const;
const foreignKey = secp256k1.Point.BASE.multiply(77n).toBytes();

describe.each(curves)("SignPsbt with the $backend curve", (curve) => {
  const keyRing = casesKeyRing(curve);
  const walletPath = pathOf("m/84'/0'/0'/0/3");
  const walletKey = keyRing.publicKeyAtPath(walletPath);
  const taprootPath = pathOf("m/86'/0'/0'/1/9");
  const taprootKey = keyRing.publicKeyAtPath(taprootPath);

  const walletRecords = [
    inputRecord.witnessUtxo(100_000, p2wkh(walletKey)),
    inputRecord.sighashType(1),
    inputRecord.bip32Derivation(walletKey, walletPath),
  ];
  const foreignInput: InputSpec = { records: [inputRecord.witnessUtxo(5_000, p2wkh(foreignKey))] };

  function sign(...inputs: readonly InputSpec[]) {
    return signPacket(buildPsbt({ inputs, outputs: [output] }));
  }

  function signPacket(packet: Uint8Array) {
    const answer = runSignPsbt(packet, curve, keyRing);
    return { ...answer, psbt: readPsbt(answer.signedPsbt) };
  }

  function refusal(run: () => unknown): { code: SignerErrorCode; message: string } {
    try {
      run();
    } catch (error) {
      if (error instanceof SignerError) return { code: error.code, message: error.message };
      throw error;
    }
    throw new Error("it was not refused");
  }

  function only(records: readonly PsbtRecord[], type: number): PsbtRecord {
    const [found, ...others] = records.filter((each) => each.type === type);
    if (found === undefined || others.length > 0) throw new Error(`one record of type ${type} expected`);
    return found;
  }

  function taprootRecords(script = p2trBip86(taprootKey)) {
    return [
      inputRecord.witnessUtxo(100_000, script),
      inputRecord.bip32Derivation(taprootKey, taprootPath),
      inputRecord.taprootBip32Derivation(taprootKey.subarray(1), taprootPath),
    ];
  }

  it("case 61: skips an input with only a previous transaction and still answers", () => {
    const previous = buildTransaction({ inputs: [{}], outputs: [{ amountSat: 100_000, script: p2wkh(walletKey) }] });
    const records = [inputRecord.nonWitnessUtxo(previous), inputRecord.bip32Derivation(walletKey, walletPath)];
    const packet = buildPsbt({ inputs: [{ records }], outputs: [output] });
    const answer = signPacket(packet);
    expect(answer.signedInputs).toEqual([]);
    expect(bytesToHex(answer.signedPsbt)).toBe(bytesToHex(packet));
  });

  it("case 62: refuses when any input has no UTXO at all, even a foreign one", () => {
    expect(refusal(() => sign({ records: walletRecords }, {}))).toEqual({
      code: "BAD_PSBT",
      message: "input (index=1) doesn't specify any UTXO info",
    });
  });

  it.each([
    ["a key that is not the path's", foreignKey, walletPath],
    ["an unknown purpose", walletKey, pathOf("m/45'/0'/0'/0/3")],
    ["an account that does not exist", walletKey, pathOf("m/84'/0'/1'/0/3")],
    ["coin type 1 under 84'", walletKey, pathOf("m/84'/1'/0'/0/3")],
    ["a path that is not hardened", walletKey, pathOf("m/84'/0'/0/0/3")],
    ["an empty path", walletKey, []],
    ["the uncompressed form of our key", secp256k1.Point.fromBytes(walletKey).toBytes(false), walletPath],
  ])("case 63: silently skips a derivation with %s", (_, pubkey, path) => {
    const utxo = inputRecord.witnessUtxo(100_000, p2wkh(walletKey));
    expect(sign({ records: [utxo, inputRecord.bip32Derivation(pubkey, path)] }).signedInputs).toEqual([]);
  });

  it("case 64: refuses an unsupported script class only when the key is ours", () => {
    const utxo = inputRecord.witnessUtxo(100_000, bytes([0x76, 0xa9, 20], new Uint8Array(20), [0x88, 0xac]));
    const foreign = inputRecord.bip32Derivation(foreignKey, walletPath);
    expect(sign({ records: [utxo, foreign] }).signedInputs).toEqual([]);
    expect(refusal(() => sign({ records: [utxo, inputRecord.bip32Derivation(walletKey, walletPath)] }))).toEqual({
      code: "UNSUPPORTED_SCRIPT",
      message: "error signing PSBT: unsupported script class for signing PSBT: pubkeyhash",
    });
  });

  it("names an anchor output's class and calls the rest unsupported", () => {
    const own = inputRecord.bip32Derivation(walletKey, walletPath);
    const anchor = inputRecord.witnessUtxo(330, Uint8Array.of(0x51, 0x02, 0x4e, 0x73));
    expect(refusal(() => sign({ records: [anchor, own] })).message).toContain(
      "unsupported script class for signing PSBT: anchor",
    );
    const odd = inputRecord.witnessUtxo(330, Uint8Array.of(0x6a, 0x51));
    expect(refusal(() => sign({ records: [odd, own] })).message).toBe(
      "error signing PSBT: error detecting signing method, couldn't parse pkScript: unsupported script type",
    );
  });

  it("case 65: signs with a trailing zero byte when there is no sighash type", () => {
    const [utxo, , derivation] = walletRecords as [Uint8Array, Uint8Array, Uint8Array];
    const { psbt } = sign({ records: [utxo, derivation] });
    const signed = only(psbt.inputs[0]?.records ?? [], 0x02);
    expect(signed.value.at(-1)).toBe(0);
  });

  it.each(["single", "double"] as const)("case 66: applies only the first tweak record: %s", (first) => {
    const tweak = new Uint8Array(32).fill(7);
    const single = inputRecord.singleTweak(tweak);
    const double = inputRecord.doubleTweak(tweak);
    const signerOf = (...tweaks: readonly Uint8Array[]) => {
      const { psbt } = sign({ records: [...walletRecords, ...tweaks] });
      return bytesToHex(only(psbt.inputs[0]?.records ?? [], 0x02).keyData);
    };
    const [alone, both] = first === "single" ? [[single], [single, double]] : [[double], [double, single]];
    expect(signerOf(...both)).toBe(signerOf(...alone));
    expect(signerOf(single)).not.toBe(signerOf(double));
    expect(signerOf(single)).not.toBe(bytesToHex(walletKey));
  });

  it("takes a tweak type with key data for an unknown record", () => {
    const lookalike = record(0x51, new Uint8Array(32).fill(7), Uint8Array.of(0));
    const { psbt } = sign({ records: [...walletRecords, lookalike] });
    expect(bytesToHex(only(psbt.inputs[0]?.records ?? [], 0x02).keyData)).toBe(bytesToHex(walletKey));
  });

  it("case 67: leaves a finalised input unsigned and strips it", () => {
    const witness = inputRecord.finalScriptWitness(hexToBytes("0101aa"));
    const unknown = record(0xfc, Uint8Array.of(1), Uint8Array.of(2));
    const answer = sign({ records: [...walletRecords, witness, unknown] });
    expect(answer.signedInputs).toEqual([]);
    expect(answer.psbt.inputs[0]?.records.map(({ type }) => type)).toEqual([0x01, 0x08, 0xfc]);
  });

  it("case 68: refuses a taproot root that is not 32 bytes", () => {
    const root = inputRecord.taprootMerkleRoot(new Uint8Array(33));
    expect(refusal(() => sign({ records: [...taprootRecords(), root] }))).toEqual({
      code: "UNSUPPORTED_TAPROOT",
      message: "error signing PSBT: invalid taproot merkle root length, got 33 expected 32",
    });
  });

  it("refuses several taproot derivations and one leaf hash without its script", () => {
    const second = inputRecord.taprootBip32Derivation(foreignKey.subarray(1), taprootPath);
    expect(refusal(() => sign({ records: [...taprootRecords(), second] })).message).toBe(
      "error signing PSBT: unsupported multiple taproot BIP0032 derivation info found, can only sign for one at a time",
    );
    const [utxo, derivation] = taprootRecords() as [Uint8Array, Uint8Array];
    const leaf = inputRecord.taprootBip32Derivation(taprootKey.subarray(1), taprootPath, [new Uint8Array(32)]);
    expect(refusal(() => sign({ records: [utxo, derivation, leaf] })).message).toBe(
      "error signing PSBT: specified leaf hash in taproot BIP0032 derivation but missing taproot leaf script",
    );
  });

  it("case 69: signs a BIP86 key spend under the output key", () => {
    const { psbt, signedInputs } = sign({ records: taprootRecords() });
    const [input] = psbt.inputs;
    if (input?.witnessUtxo === undefined) throw new Error("the input has its UTXO");
    const digest = taprootDigest(new SighashParts(psbt.transaction, [input.witnessUtxo]), 0, input.witnessUtxo, 0);
    const signature = only(input.records, 0x13).value;
    expect(signedInputs).toEqual([0]);
    expect(signature).toHaveLength(64);
    expect(schnorr.verify(signature, digest, p2trBip86(taprootKey).subarray(2))).toBe(true);
  });

  it("case 69: signs a key spend with a root under the tweaked key", () => {
    const root = new Uint8Array(32).fill(5);
    const outputKey = taprootOutputKey(taprootKey, root);
    const records = [
      ...taprootRecords(p2tr(outputKey)),
      inputRecord.taprootMerkleRoot(root),
      inputRecord.sighashType(1),
    ];
    const { psbt } = sign({ records });
    const [input] = psbt.inputs;
    if (input?.witnessUtxo === undefined) throw new Error("the input has its UTXO");
    const digest = taprootDigest(new SighashParts(psbt.transaction, [input.witnessUtxo]), 0, input.witnessUtxo, 1);
    const signature = only(input.records, 0x13).value;
    expect(signature.at(64)).toBe(1);
    expect(schnorr.verify(signature.subarray(0, 64), digest, outputKey)).toBe(true);
  });

  it("case 69: signs a script spend with lnd's made-up control block, filed under the stated key and leaf", () => {
    const script = bytes([0x20], taprootKey.subarray(1), [0xac]);
    const leafHash = tapLeafHash(0xc0, script);
    const [utxo, derivation] = taprootRecords() as [Uint8Array, Uint8Array];
    const controlBlock = bytes([0xc0 | ((taprootKey[0] ?? 0) & 1)], taprootKey.subarray(1));
    const records = [
      utxo,
      derivation,
      inputRecord.taprootLeafScript(controlBlock, script),
      inputRecord.taprootBip32Derivation(taprootKey.subarray(1), taprootPath, [leafHash]),
    ];
    const { psbt } = sign({ records });
    const [input] = psbt.inputs;
    if (input?.witnessUtxo === undefined) throw new Error("the input has its UTXO");
    const parts = new SighashParts(psbt.transaction, [input.witnessUtxo]);
    const digest = taprootDigest(parts, 0, input.witnessUtxo, 0, leafHash);
    const { keyData, value } = only(input.records, 0x14);
    expect(bytesToHex(keyData)).toBe(bytesToHex(bytes(taprootKey.subarray(1), leafHash)));
    expect(schnorr.verify(value, digest, taprootKey.subarray(1))).toBe(true);
  });

  it("case 70: signs an HTLC with SINGLE and ANYONECANPAY under the tweaked key", () => {
    const path = pathOf("m/1017'/1'/2'/0/11");
    const basepoint = keyRing.publicKeyAtPath(path);
    const tweak = new Uint8Array(32).fill(9);
    const htlcKey = secp256k1.Point.fromBytes(basepoint)
      .add(secp256k1.Point.BASE.multiply(bigint(tweak)))
      .toBytes();
    const witnessScript = bytes([0x21], htlcKey, [0xac]);
    const { psbt } = sign({
      records: [
        inputRecord.witnessUtxo(40_000, p2wsh(witnessScript)),
        inputRecord.sighashType(0x83),
        inputRecord.witnessScript(witnessScript),
        inputRecord.bip32Derivation(basepoint, path),
        inputRecord.singleTweak(tweak),
      ],
    });
    const [input] = psbt.inputs;
    const { keyData, value } = only(input?.records ?? [], 0x02);
    expect(bytesToHex(keyData)).toBe(bytesToHex(htlcKey));
    expect(value.at(-1)).toBe(0x83);
    const digest = witnessV0Digest(new SighashParts(psbt.transaction, []), 0, witnessScript, 40_000n, 0x83);
    expect(secp256k1.verify(value.subarray(0, -1), digest, htlcKey, der)).toBe(true);
  });

  it("case 71: hashes the previous transactions' outputs, not the witness UTXOs, for taproot", () => {
    const previous = buildTransaction({ inputs: [{}], outputs: [{ amountSat: 123, script: p2wkh(foreignKey) }] });
    const told: InputSpec = {
      records: [inputRecord.nonWitnessUtxo(previous), inputRecord.witnessUtxo(5_000, p2wkh(foreignKey))],
    };
    const { psbt } = sign({ records: taprootRecords() }, told);
    const [own, other] = psbt.inputs;
    if (own?.witnessUtxo === undefined || other?.nonWitnessOutput === undefined)
      throw new Error("both UTXOs are there");
    expect(other.nonWitnessOutput.amountSat).toBe(123n);
    const parts = new SighashParts(psbt.transaction, [own.witnessUtxo, other.nonWitnessOutput]);
    const digest = taprootDigest(parts, 0, own.witnessUtxo, 0);
    const signature = only(own.records, 0x13).value;
    expect(schnorr.verify(signature, digest, p2trBip86(taprootKey).subarray(2))).toBe(true);
  });

  it("case 72: tries only the first of two derivations", () => {
    const utxo = inputRecord.witnessUtxo(100_000, p2wkh(walletKey));
    const own = inputRecord.bip32Derivation(walletKey, walletPath);
    const foreign = inputRecord.bip32Derivation(foreignKey, walletPath);
    expect(sign({ records: [utxo, own, foreign] }).signedInputs).toEqual([0]);
    expect(sign({ records: [utxo, foreign, own] }).signedInputs).toEqual([]);
  });

  it("case 73: takes branch 0 under 1017' whatever the path says", () => {
    const pubkey = keyRing.publicKey({ keyFamily: 3, keyIndex: 4 });
    const derivation = inputRecord.bip32Derivation(pubkey, pathOf("m/1017'/1'/3'/77/4"));
    expect(sign({ records: [inputRecord.witnessUtxo(9_000, p2wkh(pubkey)), derivation] }).signedInputs).toEqual([0]);
  });

  it("case 74: refuses a packet without inputs or without outputs", () => {
    expect(refusal(() => signPacket(buildPsbt({ inputs: [], outputs: [output] }))).message).toBe(
      "error signing PSBT: PSBT packet must contain at least one input",
    );
    expect(refusal(() => signPacket(buildPsbt({ inputs: [{ records: walletRecords }], outputs: [] }))).message).toBe(
      "error signing PSBT: PSBT packet must contain at least one output",
    );
  });

  it("case 75: refuses base64", () => {
    const text = Buffer.from(buildPsbt({ inputs: [foreignInput], outputs: [output] })).toString("base64");
    expect(refusal(() => signPacket(new TextEncoder().encode(text)))).toEqual({
      code: "BAD_PSBT",
      message: "error parsing PSBT: Invalid Psbt due to incorrect magic bytes",
    });
  });

  it("case 76: refuses version 2", () => {
    const version2 = bytes([0x70, 0x73, 0x62, 0x74, 0xff], record(0x02, Uint8Array.of(2, 0, 0, 0)), [0]);
    expect(refusal(() => signPacket(version2)).message).toBe("error parsing PSBT: Invalid PSBT serialization format");
  });

  it("case 77: keeps unknown and proprietary records of every map byte for byte", () => {
    const unknowns = [record(0xfc, Uint8Array.of(1, 2), Uint8Array.of(5, 108, 110)), record(0x60, new Uint8Array(24))];
    const packet = buildPsbt({
      globals: unknowns,
      inputs: [{ records: [...walletRecords, ...unknowns] }],
      outputs: [{ ...output, records: unknowns }],
    });
    const { psbt } = signPacket(packet);
    const tails = [psbt.globals, psbt.inputs[0]?.records ?? [], psbt.outputs[0]?.records ?? []];
    for (const records of tails) {
      expect(records.slice(-2).map(({ serialized }) => bytesToHex(serialized))).toEqual(unknowns.map(bytesToHex));
    }
  });

  it("refuses a previous transaction without the spent output instead of crashing", () => {
    const previous = buildTransaction({ inputs: [{}], outputs: [output] });
    const told: InputSpec = { outputIndex: 1, records: [inputRecord.nonWitnessUtxo(previous), ...walletRecords] };
    expect(refusal(() => sign(told))).toEqual({
      code: "BAD_PSBT",
      message: "error signing PSBT: the previous transaction of input 0 has no output of the spent index",
    });
  });

  it("refuses a script with a push beyond its end", () => {
    const witnessScript = Uint8Array.of(0x05, 0x01);
    const records = [...walletRecords.slice(1), inputRecord.witnessScript(witnessScript)];
    expect(
      refusal(() => sign({ records: [inputRecord.witnessUtxo(1_000, p2wsh(witnessScript)), ...records] })),
    ).toEqual({
      code: "UNSUPPORTED_SCRIPT",
      message: "error signing PSBT: error signing input 0: malformed push at byte 0 of a 2-byte script",
    });
  });

  it("refuses taproot sighash types that BIP341 does not know", () => {
    expect(refusal(() => sign({ records: [...taprootRecords(), inputRecord.sighashType(4)] }))).toEqual({
      code: "UNSUPPORTED_SIGHASH",
      message: "error signing PSBT: error signing taproot input 0: invalid taproot sighash type: 4",
    });
  });

  it("refuses a taproot SINGLE without an output of that index", () => {
    const records = [...taprootRecords(), inputRecord.sighashType(3)];
    expect(refusal(() => sign(foreignInput, { records })).message).toBe(
      "error signing PSBT: error signing taproot input 1: invalid sighash type for input",
    );
  });

  it("signs a nested key hash over its redeem script", () => {
    const redeemScript = p2wkh(walletKey);
    const { psbt } = sign({
      records: [
        inputRecord.witnessUtxo(100_000, p2sh(redeemScript)),
        inputRecord.sighashType(1),
        inputRecord.redeemScript(redeemScript),
        inputRecord.bip32Derivation(walletKey, walletPath),
      ],
    });
    const { value } = only(psbt.inputs[0]?.records ?? [], 0x02);
    const digest = witnessV0Digest(new SighashParts(psbt.transaction, []), 0, redeemScript, 100_000n, 1);
    expect(secp256k1.verify(value.subarray(0, -1), digest, walletKey, der)).toBe(true);
  });

  it("replaces its own earlier signature instead of writing a key twice", () => {
    const first = sign({ records: walletRecords });
    const second = signPacket(first.signedPsbt);
    expect(second.signedInputs).toEqual([0]);
    expect(bytesToHex(second.signedPsbt)).toBe(bytesToHex(first.signedPsbt));
  });

  it("yields between slices of a large packet and not at all for one input", () => {
    const many = Array.from({ length: 40 }, () => ({ records: walletRecords }));
    const answer = sign(...many);
    expect(answer.signedInputs).toHaveLength(40);
    expect(answer.slices).toBeGreaterThanOrEqual(4);
    expect(sign({ records: walletRecords }).slices).toBe(0);
  });
});

function bigint(data: Uint8Array): bigint {
  return BigInt(`0x${bytesToHex(data)}`);
}
