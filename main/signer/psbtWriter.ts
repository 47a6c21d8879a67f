/** Writes PSBT version 0 packets in lnd's record order (btcd psbt v2.0.0 serialize); records stay as they came. */
import { compareBytes } from "./bytes";
import { globalType, inputType, outputType, type Psbt, type PsbtInput, type PsbtRecord } from "./psbtRecords";
import { compactSizeBytes, joinBytes } from "./wireWriter";

const magic = Uint8Array.of(0x70, 0x73, 0x62, 0x74, 0xff);
const separator = Uint8Array.of(0);

/** Where the known types stand in a map, and which are sorted by their key data. Unknown records come last. */
interface RecordOrder {
  readonly types: readonly number[];
  readonly sorted: readonly number[];
}

/** After the unsigned transaction; another record of its type counts as unknown. */
const globalOrder: RecordOrder = { types: [globalType.xpub], sorted: [] };

const inputOrder: RecordOrder = {
  types: [
    inputType.nonWitnessUtxo,
    inputType.witnessUtxo,
    inputType.partialSig,
    inputType.sighashType,
    inputType.redeemScript,
    inputType.witnessScript,
    inputType.bip32Derivation,
    inputType.taprootKeySpendSig,
    inputType.taprootScriptSpendSig,
    inputType.taprootLeafScript,
    inputType.taprootBip32Derivation,
    inputType.taprootInternalKey,
    inputType.taprootMerkleRoot,
    inputType.finalScriptSig,
    inputType.finalScriptWitness,
  ],
  sorted: [
    inputType.partialSig,
    inputType.bip32Derivation,
    inputType.taprootLeafScript,
    inputType.taprootBip32Derivation,
  ],
};

const outputOrder: RecordOrder = {
  types: [
    outputType.redeemScript,
    outputType.witnessScript,
    outputType.bip32Derivation,
    outputType.taprootInternalKey,
    outputType.taprootTapTree,
    outputType.taprootBip32Derivation,
  ],
  sorted: [outputType.bip32Derivation, outputType.taprootBip32Derivation],
};

/** What a finalised input keeps besides its unknown records (BIP174, input finalizer). */
const keptWhenFinalized: ReadonlySet<number> = new Set([
  inputType.nonWitnessUtxo,
  inputType.witnessUtxo,
  inputType.finalScriptSig,
  inputType.finalScriptWitness,
]);

/** Builds a record. The key type is a single byte. */
export function psbtRecord(type: number, keyData: Uint8Array, value: Uint8Array): PsbtRecord {
  const keyLength = compactSizeBytes(1 + keyData.length);
  const serialized = joinBytes([keyLength, Uint8Array.of(type), keyData, compactSizeBytes(value.length), value]);
  return { type, keyData, value, serialized };
}

/**
 * Serialises a packet.
 *
 * @param signatures records to add, by input index; one with the type and key data of an existing record replaces it
 */
export function writePsbt(psbt: Psbt, signatures: ReadonlyMap<number, PsbtRecord> = new Map()): Uint8Array {
  const [unsignedTx, ...globals] = psbt.globals;
  const parts: Uint8Array[] = [magic, unsignedTx.serialized];
  writeMap(parts, globals, globalOrder);
  psbt.inputs.forEach((input, index) => {
    writeMap(parts, inputRecords(input, signatures.get(index)), inputOrder);
  });
  for (const output of psbt.outputs) writeMap(parts, output.records, outputOrder);
  return joinBytes(parts);
}

function inputRecords(input: PsbtInput, signature: PsbtRecord | undefined): readonly PsbtRecord[] {
  let records = input.records;
  if (signature !== undefined) {
    const { type, keyData } = signature;
    const others = records.filter((record) => record.type !== type || compareBytes(record.keyData, keyData) !== 0);
    records = [...others, signature];
  }
  if (input.finalScriptSig !== undefined || input.finalScriptWitness !== undefined) {
    return records.filter((record) => keptWhenFinalized.has(record.type) || !inputOrder.types.includes(record.type));
  }
  return records.filter((record) => !isDefaultSighash(record));
}

/** A sighash type of zero, which btcd leaves out. */
function isDefaultSighash({ type, value }: PsbtRecord): boolean {
  return type === inputType.sighashType && value.every((byte) => byte === 0);
}

function writeMap(parts: Uint8Array[], records: readonly PsbtRecord[], order: RecordOrder): void {
  for (const { serialized } of inOrder(records, order)) parts.push(serialized);
  parts.push(separator);
}

/** Most packets come in order. Array.prototype.sort is stable: what compares equal keeps its packet order. */
function inOrder(records: readonly PsbtRecord[], order: RecordOrder): readonly PsbtRecord[] {
  for (let at = 1; at < records.length; at++) {
    if (compareRecords(records[at - 1] as PsbtRecord, records[at] as PsbtRecord, order) > 0) {
      return [...records].sort((a, b) => compareRecords(a, b, order));
    }
  }
  return records;
}

function compareRecords(a: PsbtRecord, b: PsbtRecord, { types, sorted }: RecordOrder): number {
  if (a.type === b.type) return sorted.includes(a.type) ? compareBytes(a.keyData, b.keyData) : 0;
  return rank(types, a.type) - rank(types, b.type);
}

function rank(types: readonly number[], type: number): number {
  const index = types.indexOf(type);
  return index === -1 ? types.length : index;
}
