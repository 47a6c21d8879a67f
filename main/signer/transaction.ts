/** Bitcoin transactions: reading, writing, txid. Views into the source bytes, nothing is copied. */
import { readUint32LE, reversedHex, uint32LE } from "./bytes";
import { doubleSha256 } from "./sha256";
import { psbtError, WireReader } from "./wireReader";
import { compactSizeBytes, joinBytes } from "./wireWriter";

export interface TransactionInput {
  /** Spent outpoint as serialised: txid bytes (32, raw order) || output index (4, little-endian). */
  readonly outpoint: Uint8Array;
  readonly scriptSig: Uint8Array;
  readonly sequence: number;
  /** Serialised stack, item count first; empty when the transaction carries no witnesses. */
  readonly serializedWitness: Uint8Array;
}

export interface TransactionOutput {
  readonly amountSat: bigint;
  readonly script: Uint8Array;
}

export interface Transaction {
  /** The 32 bits as an unsigned number. */
  readonly version: number;
  readonly inputs: readonly TransactionInput[];
  readonly outputs: readonly TransactionOutput[];
  /** All outputs back to back, amount(8) || compact size || script each: what a sighash commits to. */
  readonly serializedOutputs: Uint8Array;
  readonly lockTime: number;
  /** The whole of it as it was read. */
  readonly serialized: Uint8Array;
}

/** With witnesses where the marker says so, or never: a PSBT's unsigned transaction may have zero inputs. */
export type TransactionEncoding = "witness" | "no-witness";

/** btcd's limits for one script or witness item and for the items of one input (wire/msgtx.go). */
const maxItemSize = 4_000_000;
const maxWitnessItems = 4_000_000;
/** Smallest input (outpoint 36, empty script 1, sequence 4) and output (amount 8, empty script 1) on the wire. */
const minInputSize = 41;
const minOutputSize = 9;
const emptyBytes = new Uint8Array(0);

/**
 * Parses a transaction. Bytes after its end are ignored, as lnd does inside a PSBT.
 *
 * @throws SignerError BAD_PSBT
 */
export function parseTransaction(bytes: Uint8Array, encoding: TransactionEncoding): Transaction {
  const reader = new WireReader(bytes);
  const inputs: { -readonly [K in keyof TransactionInput]: TransactionInput[K] }[] = [];
  const outputs: TransactionOutput[] = [];
  let outputsStart = 0;
  let outputsEnd = 0;
  const { version, lockTime } = walkTransaction(reader, encoding, {
    input: (start, sequence) => {
      const scriptSig = bytesAfterSize(reader, start + 36, reader.offset - 4);
      const outpoint = reader.bytes.subarray(start, start + 36);
      inputs.push({ outpoint, scriptSig, sequence, serializedWitness: emptyBytes });
    },
    outputs: (start) => {
      outputsStart = start;
      outputsEnd = start;
    },
    output: (start) => {
      outputs.push(outputAt(reader, start));
      outputsEnd = reader.offset;
    },
    witness: (start, index) => {
      const input = inputs[index];
      if (input !== undefined) input.serializedWitness = reader.bytes.subarray(start, reader.offset);
    },
  });
  const serializedOutputs = reader.bytes.subarray(outputsStart, outputsEnd);
  return { version, inputs, outputs, serializedOutputs, lockTime, serialized: reader.bytes.subarray(0, reader.offset) };
}

/**
 * Checks a whole previous transaction and picks one output, without building the rest: 50 MB of them stay cheap.
 *
 * @returns undefined when the transaction has no such output
 * @throws SignerError BAD_PSBT when it cannot be parsed
 */
export function previousOutput(bytes: Uint8Array, outputIndex: number): TransactionOutput | undefined {
  const reader = new WireReader(bytes);
  let found: TransactionOutput | undefined;
  walkTransaction(reader, "witness", {
    output: (start, index) => {
      if (index === outputIndex) found = outputAt(reader, start);
    },
  });
  return found;
}

/** Serialises with witnesses where there are any ("witness") or never ("no-witness", what the txid commits to). */
export function serializeTransaction(transaction: Transaction, encoding: TransactionEncoding): Uint8Array {
  const { inputs } = transaction;
  const hasWitness = encoding === "witness" && inputs.some((input) => input.serializedWitness.length > 0);
  const parts: Uint8Array[] = [uint32LE(transaction.version)];
  if (hasWitness) parts.push(Uint8Array.of(0, 1));
  parts.push(compactSizeBytes(inputs.length));
  for (const input of inputs) {
    parts.push(input.outpoint, compactSizeBytes(input.scriptSig.length), input.scriptSig, uint32LE(input.sequence));
  }
  parts.push(compactSizeBytes(transaction.outputs.length), transaction.serializedOutputs);
  if (hasWitness) for (const input of inputs) parts.push(input.serializedWitness);
  parts.push(uint32LE(transaction.lockTime));
  return joinBytes(parts);
}

/** Transaction id for display: lower-case hex of the reversed double SHA256. */
export function txid(transaction: Transaction): string {
  const hasWitness = transaction.inputs.some((input) => input.serializedWitness.length > 0);
  const serialized = hasWitness ? serializeTransaction(transaction, "no-witness") : transaction.serialized;
  return reversedHex(doubleSha256(serialized));
}

/** Output index of a serialised outpoint. */
export function outpointIndex(outpoint: Uint8Array): number {
  return readUint32LE(outpoint, 32);
}

/** `txid:index` of a serialised outpoint. */
export function outpointText(outpoint: Uint8Array): string {
  return `${reversedHex(outpoint.subarray(0, 32))}:${outpointIndex(outpoint)}`;
}

/** What a walk reports; each call comes right after its element, whose end is the reader's offset. */
interface TransactionVisitor {
  input?(start: number, sequence: number): void;
  outputs?(start: number): void;
  output?(start: number, index: number): void;
  witness?(start: number, index: number): void;
}

function walkTransaction(
  reader: WireReader,
  encoding: TransactionEncoding,
  visitor: TransactionVisitor,
): { version: number; lockTime: number } {
  const version = reader.uint32();
  let inputCount = reader.compactSize();
  const hasWitness = encoding === "witness" && inputCount === 0;
  if (hasWitness) {
    const flag = reader.uint8();
    if (flag !== 1) throw psbtError(`witness tx but flag byte is ${flag.toString(16).padStart(2, "0")}`);
    inputCount = reader.compactSize();
  }
  requireRoom(reader, inputCount, minInputSize, "input transactions");
  for (let index = 0; index < inputCount; index++) {
    const start = reader.offset;
    reader.skip(36);
    reader.skipCompactBytes(maxItemSize, "transaction input signature script");
    const sequence = reader.uint32();
    visitor.input?.(start, sequence);
  }
  const outputCount = reader.compactSize();
  requireRoom(reader, outputCount, minOutputSize, "output transactions");
  visitor.outputs?.(reader.offset);
  for (let index = 0; index < outputCount; index++) {
    const start = reader.offset;
    reader.skip(8);
    reader.skipCompactBytes(maxItemSize, "transaction output public key script");
    visitor.output?.(start, index);
  }
  if (hasWitness) {
    let items = 0;
    for (let index = 0; index < inputCount; index++) {
      const start = reader.offset;
      items += skipWitness(reader);
      visitor.witness?.(start, index);
    }
    if (items === 0) throw psbtError("witness flag set but has no witnesses");
  }
  return { version, lockTime: reader.uint32() };
}

/** Skips one input's stack and returns its item count. */
function skipWitness(reader: WireReader): number {
  const count = reader.compactSize();
  if (count > maxWitnessItems) throw psbtError(`too many witness items [count ${count}, max ${maxWitnessItems}]`);
  requireRoom(reader, count, 1, "witness items");
  for (let i = 0; i < count; i++) reader.skipCompactBytes(maxItemSize, "script witness item");
  return count;
}

/** Refuses a count that the remaining bytes cannot hold. */
function requireRoom(reader: WireReader, count: number, minSize: number, name: string): void {
  const max = Math.floor((reader.bytes.length - reader.offset) / minSize);
  if (count > max) throw psbtError(`too many ${name} to fit into the message [count ${count}, max ${max}]`);
}

/** The output that starts at `start` and ends at the reader's offset. */
function outputAt(reader: WireReader, start: number): TransactionOutput {
  return { amountSat: reader.int64At(start), script: bytesAfterSize(reader, start + 8, reader.offset) };
}

/** View of what follows the compact size at `sizeStart`. */
function bytesAfterSize(reader: WireReader, sizeStart: number, end: number): Uint8Array {
  const discriminant = reader.bytes[sizeStart] as number;
  const sizeLength = discriminant < 0xfd ? 1 : discriminant === 0xfd ? 3 : discriminant === 0xfe ? 5 : 9;
  return reader.bytes.subarray(sizeStart + sizeLength, end);
}
