/**
 * PSBTs as lnd's watch-only side makes them (lnd lnwallet/rpcwallet/rpcwallet.go: remoteSign, packetFromTx), with
 * records in the order btcd writes them (btcd psbt/partial_input.go).
 */
import { concatBytes } from "@noble/hashes/utils.js";
import type { SignerKey } from "../watchOnlyKeys";
import { tapLeafHash } from "./scripts";
import {
  compactSize,
  serializeOutput,
  serializeTransaction,
  serializeUnsigned,
  type Transaction,
  type TxOutput,
  uint32le,
  varBytes,
} from "./transaction";

/** One input as the node describes it; absent fields are absent records. */
export interface PsbtInput {
  readonly witnessUtxo?: TxOutput | undefined;
  readonly nonWitnessUtxo?: Transaction | undefined;
  readonly key?: SignerKey | undefined;
  readonly sighashType?: number | undefined;
  readonly redeemScript?: Uint8Array | undefined;
  readonly witnessScript?: Uint8Array | undefined;
  /** lnd's input field 0x51. */
  readonly singleTweak?: Uint8Array | undefined;
  /** lnd's input field 0xd0: the commitment secret. */
  readonly doubleTweak?: Uint8Array | undefined;
  readonly taproot?:
    | { readonly spend: "key"; readonly merkleRoot?: Uint8Array | undefined }
    | { readonly spend: "script"; readonly leafScript: Uint8Array }
    | undefined;
  readonly finalWitness?: readonly Uint8Array[] | undefined;
}

export interface PsbtRecord {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** Input key types (BIP174, BIP371). */
export const inputField = {
  nonWitnessUtxo: 0x00,
  witnessUtxo: 0x01,
  partialSig: 0x02,
  sighashType: 0x03,
  redeemScript: 0x04,
  witnessScript: 0x05,
  bip32Derivation: 0x06,
  finalWitness: 0x08,
  tapKeySig: 0x13,
  tapScriptSig: 0x14,
  tapLeafScript: 0x15,
  tapBip32Derivation: 0x16,
  tapMerkleRoot: 0x18,
  singleTweak: 0x51,
  doubleTweak: 0xd0,
} as const;

/** Serializes a packet. `globalRecords` follow the unsigned transaction. */
export function writePsbt(
  tx: Transaction,
  inputs: readonly PsbtInput[],
  globalRecords: readonly PsbtRecord[] = [],
  outputRecords: readonly (readonly PsbtRecord[])[] = [],
): Uint8Array {
  return concatBytes(
    Uint8Array.of(0x70, 0x73, 0x62, 0x74, 0xff),
    writeMap([record(0x00, new Uint8Array(), serializeUnsigned(tx)), ...globalRecords]),
    ...inputs.map((input) => writeMap(inputRecords(input))),
    ...tx.outputs.map((_, index) => writeMap(outputRecords[index] ?? [])),
  );
}

function writeMap(records: readonly PsbtRecord[]): Uint8Array {
  return concatBytes(...records.flatMap(({ key, value }) => [varBytes(key), varBytes(value)]), Uint8Array.of(0));
}

function record(type: number, keyData: Uint8Array, value: Uint8Array): PsbtRecord {
  return { key: concatBytes(Uint8Array.of(type), keyData), value };
}

function inputRecords(input: PsbtInput): PsbtRecord[] {
  const { witnessUtxo, nonWitnessUtxo, key, taproot, finalWitness } = input;
  const records: PsbtRecord[] = [];
  const add = (type: number, value: Uint8Array | undefined, keyData: Uint8Array = new Uint8Array()) => {
    if (value !== undefined) records.push(record(type, keyData, value));
  };
  add(inputField.nonWitnessUtxo, nonWitnessUtxo && serializeTransaction(nonWitnessUtxo));
  add(inputField.witnessUtxo, witnessUtxo && serializeOutput(witnessUtxo));
  if (finalWitness === undefined) {
    if (input.sighashType) add(inputField.sighashType, uint32le(input.sighashType));
    add(inputField.redeemScript, input.redeemScript);
    add(inputField.witnessScript, input.witnessScript);
    if (key !== undefined) add(inputField.bip32Derivation, derivation(key), key.pubkey);
    if (key !== undefined && taproot !== undefined) records.push(...taprootRecords(key, taproot));
  } else {
    add(inputField.finalWitness, concatBytes(compactSize(finalWitness.length), ...finalWitness.map(varBytes)));
  }
  add(inputField.singleTweak, input.singleTweak);
  add(inputField.doubleTweak, input.doubleTweak);
  return records;
}

/** lnd does not know the real leaf's place in its tree: one leaf hash, and a control block made up from the own key. */
function taprootRecords(key: SignerKey, taproot: NonNullable<PsbtInput["taproot"]>): PsbtRecord[] {
  const xOnly = key.pubkey.subarray(1);
  if (taproot.spend === "key") {
    const noLeaves = concatBytes(compactSize(0), derivation(key));
    const root = taproot.merkleRoot;
    return [
      record(inputField.tapBip32Derivation, xOnly, noLeaves),
      ...(root === undefined ? [] : [record(inputField.tapMerkleRoot, new Uint8Array(), root)]),
    ];
  }
  const isOdd = key.pubkey[0] === 3 ? 1 : 0;
  const controlBlock = concatBytes(Uint8Array.of(0xc0 | isOdd), xOnly);
  const oneLeaf = concatBytes(compactSize(1), tapLeafHash(taproot.leafScript), derivation(key));
  return [
    record(inputField.tapLeafScript, controlBlock, concatBytes(taproot.leafScript, Uint8Array.of(0xc0))),
    record(inputField.tapBip32Derivation, xOnly, oneLeaf),
  ];
}

/** Master fingerprint (lnd leaves it 0) || path, little endian. */
function derivation(key: SignerKey): Uint8Array {
  return concatBytes(uint32le(0), ...key.path.map(uint32le));
}
