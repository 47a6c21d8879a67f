/** Builds PSBT packets record by record, well-formed or not, without the engine's own writer. */

const hardened = 0x80000000;

export function bytes(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

export function littleEndian(value: number | bigint, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => Number((BigInt(value) >> BigInt(8 * index)) & 0xffn));
}

export function compactSize(value: number): Uint8Array {
  if (value < 0xfd) return Uint8Array.of(value);
  return value <= 0xffff ? bytes([0xfd], littleEndian(value, 2)) : bytes([0xfe], littleEndian(value, 4));
}

function sized(data: Uint8Array): Uint8Array {
  return bytes(compactSize(data.length), data);
}

/** One key-value pair on the wire. */
export function record(type: number, value: Uint8Array, keyData: Uint8Array = new Uint8Array(0)): Uint8Array {
  return bytes(compactSize(keyData.length + 1), [type], keyData, sized(value));
}

/** Path elements; numbers with an apostrophe in the text are hardened: "m/84'/0'/0'/0/7". */
export function pathOf(text: string): number[] {
  const elements = text.split("/").slice(1);
  return elements.map((element) => Number.parseInt(element, 10) + (element.endsWith("'") ? hardened : 0));
}

function txOut(amountSat: number | bigint, script: Uint8Array): Uint8Array {
  return bytes(littleEndian(amountSat, 8), sized(script));
}

function derivationValue(path: readonly number[]): Uint8Array {
  return bytes([0, 0, 0, 0], ...path.map((element) => littleEndian(element, 4)));
}

/** Input records by name. */
export const inputRecord = {
  nonWitnessUtxo: (transaction: Uint8Array) => record(0x00, transaction),
  witnessUtxo: (amountSat: number | bigint, script: Uint8Array) => record(0x01, txOut(amountSat, script)),
  partialSig: (pubkey: Uint8Array, signature: Uint8Array) => record(0x02, signature, pubkey),
  sighashType: (type: number) => record(0x03, littleEndian(type, 4)),
  redeemScript: (script: Uint8Array) => record(0x04, script),
  witnessScript: (script: Uint8Array) => record(0x05, script),
  bip32Derivation: (pubkey: Uint8Array, path: readonly number[]) => record(0x06, derivationValue(path), pubkey),
  finalScriptSig: (script: Uint8Array) => record(0x07, script),
  finalScriptWitness: (witness: Uint8Array) => record(0x08, witness),
  taprootLeafScript: (controlBlock: Uint8Array, script: Uint8Array) =>
    record(0x15, bytes(script, [0xc0]), controlBlock),
  taprootBip32Derivation: (xOnly: Uint8Array, path: readonly number[], leafHashes: readonly Uint8Array[] = []) =>
    record(0x16, bytes(compactSize(leafHashes.length), ...leafHashes, derivationValue(path)), xOnly),
  taprootMerkleRoot: (root: Uint8Array) => record(0x18, root),
  singleTweak: (tweak: Uint8Array) => record(0x51, tweak),
  doubleTweak: (commitSecret: Uint8Array) => record(0xd0, commitSecret),
} as const;

/** Output records by name. */
export const outputRecord = {
  bip32Derivation: (pubkey: Uint8Array, path: readonly number[]) => record(0x02, derivationValue(path), pubkey),
  taprootBip32Derivation: (xOnly: Uint8Array, path: readonly number[]) =>
    record(0x07, bytes([0], derivationValue(path)), xOnly),
} as const;

export interface InputSpec {
  /** 32 bytes in raw order. */
  readonly txidBytes?: Uint8Array;
  readonly outputIndex?: number;
  readonly sequence?: number;
  readonly scriptSig?: Uint8Array;
  readonly records?: readonly Uint8Array[];
}

export interface OutputSpec {
  readonly amountSat: number | bigint;
  readonly script: Uint8Array;
  readonly records?: readonly Uint8Array[];
}

export interface PsbtSpec {
  readonly version?: number;
  readonly lockTime?: number;
  readonly inputs: readonly InputSpec[];
  readonly outputs: readonly OutputSpec[];
  /** Records after the unsigned transaction. */
  readonly globals?: readonly Uint8Array[];
}

export function buildTransaction({ version = 2, lockTime = 0, inputs, outputs }: PsbtSpec): Uint8Array {
  return bytes(
    littleEndian(version, 4),
    compactSize(inputs.length),
    ...inputs.map((input, index) =>
      bytes(
        input.txidBytes ?? new Uint8Array(32).fill(index + 1),
        littleEndian(input.outputIndex ?? 0, 4),
        sized(input.scriptSig ?? new Uint8Array(0)),
        littleEndian(input.sequence ?? 0xffffffff, 4),
      ),
    ),
    compactSize(outputs.length),
    ...outputs.map(({ amountSat, script }) => txOut(amountSat, script)),
    littleEndian(lockTime, 4),
  );
}

export function buildPsbt(spec: PsbtSpec): Uint8Array {
  const maps = [...spec.inputs, ...spec.outputs].map(({ records = [] }) => bytes(...records, [0]));
  const globals = bytes(record(0x00, buildTransaction(spec)), ...(spec.globals ?? []), [0]);
  return bytes([0x70, 0x73, 0x62, 0x74, 0xff], globals, ...maps);
}
