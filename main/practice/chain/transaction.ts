/** Transactions as the node makes them, in bitcoin's consensus serialization (BIP144). */
import { concatBytes } from "@noble/hashes/utils.js";
import { sha256d } from "./hashes";

export interface TxOutput {
  readonly amountSat: bigint;
  readonly script: Uint8Array;
}

export interface TxInput {
  /** In the order of the wire, i.e. reversed against the usual hex. */
  readonly txidBytes: Uint8Array;
  readonly index: number;
  readonly sequence: number;
  /** Signed inputs of earlier transactions carry one. */
  readonly witness?: readonly Uint8Array[];
}

export interface Transaction {
  readonly version: number;
  readonly inputs: readonly TxInput[];
  readonly outputs: readonly TxOutput[];
  readonly locktime: number;
}

export function compactSize(value: number): Uint8Array {
  if (value < 0xfd) return Uint8Array.of(value);
  if (value <= 0xffff) return Uint8Array.of(0xfd, value & 0xff, value >>> 8);
  return concatBytes(Uint8Array.of(0xfe), uint32le(value));
}

export function uint32le(value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value >>> 0, true);
  return out;
}

export function uint64le(value: bigint): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, value, true);
  return out;
}

/** Length as compact size, then the bytes. */
export function varBytes(bytes: Uint8Array): Uint8Array {
  return concatBytes(compactSize(bytes.length), bytes);
}

/** txid(32) || index(4 LE). */
export function serializeOutpoint({ txidBytes, index }: Pick<TxInput, "txidBytes" | "index">): Uint8Array {
  return concatBytes(txidBytes, uint32le(index));
}

export function serializeOutput({ amountSat, script }: TxOutput): Uint8Array {
  return concatBytes(uint64le(amountSat), varBytes(script));
}

/** Without witnesses and with empty scriptSigs: what PSBTs hold and txids are made of. */
export function serializeUnsigned(tx: Transaction): Uint8Array {
  return concatBytes(uint32le(tx.version), serializeBody(tx), uint32le(tx.locktime));
}

/** With witnesses, if any input has one. */
export function serializeTransaction(tx: Transaction): Uint8Array {
  if (tx.inputs.every((input) => input.witness === undefined)) return serializeUnsigned(tx);
  const witnesses = tx.inputs.map(({ witness = [] }) =>
    concatBytes(compactSize(witness.length), ...witness.map(varBytes)),
  );
  return concatBytes(uint32le(tx.version), Uint8Array.of(0, 1), serializeBody(tx), ...witnesses, uint32le(tx.locktime));
}

function serializeBody(tx: Transaction): Uint8Array {
  return concatBytes(
    compactSize(tx.inputs.length),
    ...tx.inputs.map((input) => concatBytes(serializeOutpoint(input), Uint8Array.of(0), uint32le(input.sequence))),
    compactSize(tx.outputs.length),
    ...tx.outputs.map(serializeOutput),
  );
}

export function txidBytes(tx: Transaction): Uint8Array {
  return sha256d(serializeUnsigned(tx));
}
