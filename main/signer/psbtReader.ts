/** Reads PSBT version 0 packets exactly as lnd's codec does (btcd psbt v2.0.0), in linear time and without copies. */
import { equalBytes, readUint32LE } from "./bytes";
import {
  derivationPath,
  duplicateKey,
  invalidFormat,
  invalidKeyData,
  requireControlBlock,
  requirePartialSig,
  requireSchnorrSig,
  requireXpub,
  taprootDerivation,
} from "./psbtFields";
import {
  globalType,
  inputType,
  outputType,
  type Psbt,
  type PsbtInput,
  type PsbtOutput,
  type PsbtRecord,
  type UncheckedPoint,
} from "./psbtRecords";
import {
  outpointIndex,
  parseTransaction,
  previousOutput,
  type Transaction,
  type TransactionInput,
} from "./transaction";
import { psbtError, WireReader } from "./wireReader";

/** Limits of btcd's psbt package. */
const maxKeyLength = 10_000;
const maxValueLength = 4_000_000;
const maxKeyType = 0x02000000;
/** More records than any real packet has: a transaction of the largest size, with ten records per input. */
const maxRecords = 1_000_000;

const magic = Uint8Array.of(0x70, 0x73, 0x62, 0x74, 0xff);

const emptyInput: PsbtInput = blankInput();
const emptyOutput: PsbtOutput = { records: [], bip32Derivations: [], taprootBip32Derivations: [] };

/**
 * Parses a raw (not base64) packet of version 0. Bytes after the last map are ignored.
 *
 * Whether keys are points of the curve is left to `checkPoints`, since a policy can do without.
 *
 * @throws SignerError BAD_PSBT with lnd's text
 */
export function readPsbt(packet: Uint8Array): Psbt {
  return new PsbtReader(packet).read();
}

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** An input without records. Every field is there: objects that grow as records come have a shape each. */
function blankInput(): Writable<PsbtInput> {
  return {
    records: [],
    nonWitnessUtxo: undefined,
    nonWitnessOutput: undefined,
    witnessUtxo: undefined,
    sighashType: 0,
    redeemScript: undefined,
    witnessScript: undefined,
    bip32Derivations: [],
    finalScriptSig: undefined,
    finalScriptWitness: undefined,
    taprootLeafScripts: [],
    taprootBip32Derivations: [],
    taprootMerkleRoot: undefined,
    unknowns: [],
  };
}

class PsbtReader {
  readonly #reader: WireReader;
  readonly #uncheckedPoints: UncheckedPoint[] = [];
  #recordCount = 0;

  constructor(packet: Uint8Array) {
    this.#reader = new WireReader(packet);
  }

  read(): Psbt {
    if (!equalBytes(this.#reader.take(magic.length), magic)) {
      throw psbtError("Invalid Psbt due to incorrect magic bytes");
    }
    const { globals, transaction } = this.#globals();
    const inputs = transaction.inputs.map((input) => this.#input(input));
    const outputs = transaction.outputs.map(() => this.#output());
    return { transaction, globals, inputs, outputs, uncheckedPoints: this.#uncheckedPoints };
  }

  #globals(): { globals: [PsbtRecord, ...PsbtRecord[]]; transaction: Transaction } {
    const unsignedTx = this.#record();
    // A version 2 packet has no unsigned transaction and ends here.
    if (unsignedTx === undefined || unsignedTx.type !== globalType.unsignedTx || unsignedTx.keyData.length > 0) {
      throw psbtError(invalidFormat);
    }
    const transaction = parseTransaction(unsignedTx.value, "no-witness");
    if (transaction.inputs.some((input) => input.scriptSig.length > 0)) {
      throw psbtError("Invalid Psbt, raw transaction must be unsigned.");
    }
    const globals: [PsbtRecord, ...PsbtRecord[]] = [unsignedTx];
    for (let record = this.#record(); record !== undefined; record = this.#record()) {
      if (record.type === globalType.xpub) this.#uncheckedPoints.push(...requireXpub(record));
      globals.push(record);
    }
    return { globals, transaction };
  }

  /** The next record of the current map, or undefined at its end. */
  #record(): PsbtRecord | undefined {
    const reader = this.#reader;
    const start = reader.offset;
    if (reader.isAtEnd) throw psbtError(invalidFormat);
    const keyLength = reader.compactSize();
    if (keyLength === 0) return undefined;
    if (keyLength > maxKeyLength) throw psbtError(invalidKeyData);
    const keyEnd = reader.offset + keyLength;
    const type = reader.compactSize();
    if (type > maxKeyType || reader.offset > keyEnd) throw psbtError(invalidFormat);
    const keyData = reader.takeUpTo(keyEnd - reader.offset);
    const value = reader.compactBytes(maxValueLength, "ReadVarBytes: PSBT value");
    if (++this.#recordCount > maxRecords) throw psbtError(`more than ${maxRecords} records`);
    return { type, keyData, value, serialized: reader.bytes.subarray(start, reader.offset) };
  }

  #input(transactionInput: TransactionInput): PsbtInput {
    let record = this.#record();
    if (record === undefined) return emptyInput;
    const input = blankInput();
    const keys = new MapKeys();
    for (; record !== undefined; record = this.#record()) {
      this.#inputRecord(input, record, keys, transactionInput);
      input.records.push(record);
    }
    return input;
  }

  #inputRecord(input: Writable<PsbtInput>, record: PsbtRecord, keys: MapKeys, spent: TransactionInput): void {
    const { keyData, value } = record;
    switch (record.type) {
      case inputType.nonWitnessUtxo: {
        keys.claimPlain(record);
        input.nonWitnessUtxo = value;
        input.nonWitnessOutput = previousOutput(value, outpointIndex(spent.outpoint));
        return;
      }
      case inputType.witnessUtxo: {
        keys.claimPlain(record);
        if (value.length < 10) throw psbtError(invalidFormat);
        // amount(8) || one byte taken for the script's length and not looked at || script, as btcd's readTxOut.
        const amountSat = this.#reader.int64At(this.#reader.offset - value.length);
        input.witnessUtxo = { amountSat, script: value.subarray(9) };
        return;
      }
      case inputType.partialSig:
        this.#uncheckedPoints.push(requirePartialSig(record));
        keys.claim(record);
        return;
      case inputType.sighashType:
        // btcd takes a second type for a duplicate only when the first was not zero.
        if (input.sighashType !== 0) throw psbtError(duplicateKey);
        if (keyData.length > 0 || value.length !== 4) throw psbtError(invalidKeyData);
        input.sighashType = readUint32LE(value);
        return;
      case inputType.redeemScript:
        keys.claimPlain(record);
        input.redeemScript = value;
        return;
      case inputType.witnessScript:
        keys.claimPlain(record);
        input.witnessScript = value;
        return;
      case inputType.bip32Derivation: {
        this.#requirePubkey(keyData, invalidFormat);
        const path = derivationPath(value);
        keys.claim(record);
        input.bip32Derivations.push({ pubkey: keyData, path });
        return;
      }
      case inputType.finalScriptSig:
        keys.claimPlain(record);
        input.finalScriptSig = value;
        return;
      case inputType.finalScriptWitness:
        keys.claimPlain(record);
        input.finalScriptWitness = value;
        return;
      case inputType.taprootKeySpendSig:
        keys.claimPlain(record);
        requireSchnorrSig(value);
        return;
      case inputType.taprootScriptSpendSig:
        if (keyData.length !== 64) throw psbtError(invalidKeyData);
        requireSchnorrSig(value);
        this.#requireXOnly(keyData.subarray(0, 32));
        keys.claim(record);
        return;
      case inputType.taprootLeafScript: {
        const script = value.subarray(0, -1);
        const leafVersion = value.at(-1);
        if (leafVersion === undefined) throw psbtError(invalidKeyData);
        this.#uncheckedPoints.push(requireControlBlock(keyData));
        keys.claim(record);
        input.taprootLeafScripts.push({ controlBlock: keyData, leafVersion, script });
        return;
      }
      case inputType.taprootBip32Derivation: {
        this.#requireXOnly(keyData);
        const derivation = taprootDerivation(keyData, value);
        keys.claim(record);
        input.taprootBip32Derivations.push(derivation);
        return;
      }
      case inputType.taprootInternalKey:
        keys.claimPlain(record);
        this.#requireXOnly(value);
        return;
      case inputType.taprootMerkleRoot:
        keys.claimPlain(record);
        input.taprootMerkleRoot = value;
        return;
      default:
        keys.claimUnknown(record);
        input.unknowns.push(record);
    }
  }

  #output(): PsbtOutput {
    let record = this.#record();
    if (record === undefined) return emptyOutput;
    const output: Writable<PsbtOutput> = { records: [], bip32Derivations: [], taprootBip32Derivations: [] };
    const keys = new MapKeys();
    for (; record !== undefined; record = this.#record()) {
      this.#outputRecord(output, record, keys);
      output.records.push(record);
    }
    return output;
  }

  #outputRecord(output: Writable<PsbtOutput>, record: PsbtRecord, keys: MapKeys): void {
    const { keyData, value } = record;
    switch (record.type) {
      case outputType.redeemScript:
      case outputType.witnessScript:
      case outputType.taprootTapTree:
        keys.claimPlain(record);
        return;
      case outputType.bip32Derivation: {
        this.#requirePubkey(keyData, invalidKeyData);
        const path = derivationPath(value);
        keys.claim(record);
        output.bip32Derivations.push({ pubkey: keyData, path });
        return;
      }
      case outputType.taprootInternalKey:
        keys.claimPlain(record);
        this.#requireXOnly(value);
        return;
      case outputType.taprootBip32Derivation: {
        this.#requireXOnly(keyData);
        const derivation = taprootDerivation(keyData, value);
        keys.claim(record);
        output.taprootBip32Derivations.push(derivation);
        return;
      }
      default:
        keys.claimUnknown(record);
    }
  }

  #requirePubkey(pubkey: Uint8Array, detail: string): void {
    if (pubkey.length !== 33 && pubkey.length !== 65) throw psbtError(detail);
    this.#uncheckedPoints.push({ point: pubkey, detail });
  }

  #requireXOnly(xOnlyPubkey: Uint8Array): void {
    if (xOnlyPubkey.length !== 32) throw psbtError(invalidKeyData);
    this.#uncheckedPoints.push({ point: xOnlyPubkey, detail: invalidKeyData });
  }
}

/** The keys one map has seen, for btcd's rules on duplicates; constant time per record however many there are. */
class MapKeys {
  /** Bit set of the types without data: those are all below 32. */
  #plain = 0;
  #seen: Set<string> | undefined;

  /** A key of this type without data, at most once. */
  claimPlain(record: PsbtRecord): void {
    const bit = 1 << record.type;
    if ((this.#plain & bit) !== 0) throw psbtError(duplicateKey);
    if (record.keyData.length > 0) throw psbtError(invalidKeyData);
    this.#plain |= bit;
  }

  /** A key of this type with this data, at most once. */
  claim(record: PsbtRecord): void {
    this.#claimText(`${record.type}:${text(record.keyData)}`);
  }

  /** Unknown records repeat a key as long as the value differs. */
  claimUnknown(record: PsbtRecord): void {
    this.#claimText(text(record.serialized));
  }

  #claimText(key: string): void {
    this.#seen ??= new Set();
    if (this.#seen.has(key)) throw psbtError(duplicateKey);
    this.#seen.add(key);
  }
}

/** One character per byte: the shortest exact form of bytes as a Set's key. */
function text(bytes: Uint8Array): string {
  let result = "";
  for (let start = 0; start < bytes.length; start += 4096) {
    result += String.fromCharCode.apply(null, bytes.subarray(start, start + 4096) as unknown as number[]);
  }
  return result;
}
