/** Signature hashes of segwit version 0 (BIP143) and taproot (BIP341, BIP342), as btcd's txscript/sighash.go. */
import { concatBytes, uint32LE } from "./bytes";
import { SignerError } from "./errors";
import { isWitnessV0KeyHash, pubkeyHashScript } from "./script";
import { doubleSha256, sha256, sha256OfAll } from "./sha256";
import { taggedHash } from "./taggedHash";
import type { Transaction, TransactionOutput } from "./transaction";
import { compactSizeBytes, joinBytes } from "./wireWriter";

export const sighash = { default: 0, all: 1, none: 2, single: 3, anyoneCanPay: 0x80 } as const;

const taprootTypes: readonly number[] = [0x00, 0x01, 0x02, 0x03, 0x81, 0x82, 0x83];
const zeroHash = new Uint8Array(32);
/** Where a preimage is put together, if it fits: to make an array for each takes longer than to fill it. */
const scratch = new Uint8Array(1_024);
const scratchView = new DataView(scratch.buffer);
/** BIP342: no OP_CODESEPARATOR executed. */
const noCodeSeparator = 0xffffffff;

/**
 * What all inputs of one transaction hash alike: each part is hashed at most once, when first needed.
 *
 * Hashes are single SHA256, as BIP341 wants them; BIP143 hashes them once more.
 */
export class SighashParts {
  readonly transaction: Transaction;
  /** Outputs spent by the inputs, in their order. */
  readonly prevouts: readonly TransactionOutput[];
  readonly prevoutsHash = new SharedHash(() => sha256OfAll(this.transaction.inputs.map(({ outpoint }) => outpoint)));
  readonly sequencesHash = new SharedHash(() =>
    sha256OfAll(this.transaction.inputs.map(({ sequence }) => uint32LE(sequence))),
  );
  readonly outputsHash = new SharedHash(() => sha256(this.transaction.serializedOutputs));
  readonly amountsHash = new SharedHash(() => sha256OfAll(this.prevouts.map(({ amountSat }) => int64LE(amountSat))));
  readonly scriptsHash = new SharedHash(() =>
    sha256OfAll(this.prevouts.flatMap(({ script }) => [compactSizeBytes(script.length), script])),
  );

  constructor(transaction: Transaction, prevouts: readonly TransactionOutput[]) {
    this.transaction = transaction;
    this.prevouts = prevouts;
  }
}

/** A hash that several inputs may need: made when it is first asked for. */
class SharedHash {
  readonly #make: () => Uint8Array;
  #once: Uint8Array | undefined;
  #twice: Uint8Array | undefined;

  constructor(make: () => Uint8Array) {
    this.#make = make;
  }

  /** As BIP341 wants it. */
  get once(): Uint8Array {
    this.#once ??= this.#make();
    return this.#once;
  }

  /** Hashed once more, as BIP143 wants it. */
  get twice(): Uint8Array {
    this.#twice ??= sha256(this.once);
    return this.#twice;
  }
}

/**
 * Digest of a segwit version 0 input (BIP143). Any sighash type is taken as it is, as lnd does.
 *
 * @param script witness script or, for a key hash, the witness program; its script code is made here
 * @param sighashType all 32 bits go into the digest
 */
export function witnessV0Digest(
  parts: SighashParts,
  inputIndex: number,
  script: Uint8Array,
  amountSat: bigint,
  sighashType: number,
): Uint8Array {
  const { transaction } = parts;
  const input = transaction.inputs[inputIndex];
  if (input === undefined) throw new RangeError(`input ${inputIndex} of ${transaction.inputs.length}`);
  const scriptCode = isWitnessV0KeyHash(script) ? pubkeyHashScript(script.subarray(2)) : script;
  const scriptSize = compactSizeBytes(scriptCode.length);
  const isAnyoneCanPay = (sighashType & sighash.anyoneCanPay) !== 0;
  const base = sighashType & 0x1f;
  const commitsToAllOutputs = base !== sighash.single && base !== sighash.none;
  const prevoutsHash = isAnyoneCanPay ? zeroHash : parts.prevoutsHash.twice;
  const sequencesHash = isAnyoneCanPay || !commitsToAllOutputs ? zeroHash : parts.sequencesHash.twice;
  const outputsHash = v0OutputsHash(parts, inputIndex, base);

  // version(4) || hashPrevouts(32) || hashSequence(32) || outpoint(36) || script code || amount(8) || sequence(4) ||
  // hashOutputs(32) || lock time(4) || sighash type(4)
  const size = 156 + scriptSize.length + scriptCode.length;
  const preimage = size <= scratch.length ? scratch : new Uint8Array(size);
  const view = preimage === scratch ? scratchView : new DataView(preimage.buffer);
  view.setUint32(0, transaction.version, true);
  preimage.set(prevoutsHash, 4);
  preimage.set(sequencesHash, 36);
  preimage.set(input.outpoint, 68);
  preimage.set(scriptSize, 104);
  let offset = 104 + scriptSize.length;
  preimage.set(scriptCode, offset);
  offset += scriptCode.length;
  view.setBigInt64(offset, amountSat, true);
  view.setUint32(offset + 8, input.sequence, true);
  preimage.set(outputsHash, offset + 12);
  view.setUint32(offset + 44, transaction.lockTime, true);
  view.setUint32(offset + 48, sighashType, true);
  return doubleSha256(preimage.subarray(0, size));
}

/** SINGLE without an output of that index commits to zeros (BIP143). */
function v0OutputsHash(parts: SighashParts, inputIndex: number, base: number): Uint8Array {
  if (base === sighash.none) return zeroHash;
  if (base !== sighash.single) return parts.outputsHash.twice;
  const output = parts.transaction.outputs[inputIndex];
  return output === undefined ? zeroHash : doubleSha256(serializeOutput(output));
}

/**
 * Digest of a taproot input without annex (BIP341).
 *
 * @param ownPrevout the spent output as the input's own record states it; only ANYONECANPAY commits to it
 * @param leafHash for a script path spend (BIP342, key version 0, no code separator)
 * @throws SignerError UNSUPPORTED_SIGHASH for types BIP341 does not know or SINGLE without an output of that index
 */
export function taprootDigest(
  parts: SighashParts,
  inputIndex: number,
  ownPrevout: TransactionOutput,
  sighashType: number,
  leafHash?: Uint8Array,
): Uint8Array {
  if (!taprootTypes.includes(sighashType)) {
    throw new SignerError("UNSUPPORTED_SIGHASH", `invalid taproot sighash type: ${sighashType}`);
  }
  const { transaction } = parts;
  const input = transaction.inputs[inputIndex];
  if (input === undefined) throw new RangeError(`input ${inputIndex} of ${transaction.inputs.length}`);
  const isAnyoneCanPay = (sighashType & sighash.anyoneCanPay) !== 0;
  const base = sighashType & 0x03;

  // epoch(1) || sighash type(1) || version(4) || lock time(4), then what the type commits to.
  const message = [Uint8Array.of(0, sighashType), uint32LE(transaction.version), uint32LE(transaction.lockTime)];
  if (!isAnyoneCanPay)
    message.push(parts.prevoutsHash.once, parts.amountsHash.once, parts.scriptsHash.once, parts.sequencesHash.once);
  if (base === sighash.default || base === sighash.all) message.push(parts.outputsHash.once);
  message.push(Uint8Array.of(leafHash === undefined ? 0 : 2));
  if (isAnyoneCanPay) message.push(input.outpoint, serializeOutput(ownPrevout), uint32LE(input.sequence));
  else message.push(uint32LE(inputIndex));
  if (base === sighash.single) {
    const output = transaction.outputs[inputIndex];
    if (output === undefined) throw new SignerError("UNSUPPORTED_SIGHASH", "invalid sighash type for input");
    message.push(sha256(serializeOutput(output)));
  }
  if (leafHash !== undefined) message.push(leafHash, Uint8Array.of(0), uint32LE(noCodeSeparator));
  return taggedHash("TapSighash", ...message);
}

/** TapLeaf hash of a script (BIP341): leaf version(1) || compact size || script. */
export function tapLeafHash(leafVersion: number, script: Uint8Array): Uint8Array {
  return taggedHash("TapLeaf", Uint8Array.of(leafVersion), compactSizeBytes(script.length), script);
}

function serializeOutput({ amountSat, script }: TransactionOutput): Uint8Array {
  return joinBytes([int64LE(amountSat), compactSizeBytes(script.length), script]);
}

/** 8 bytes, little-endian. */
function int64LE(value: bigint): Uint8Array {
  const [low, high] = [Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n))];
  return concatBytes(uint32LE(low), uint32LE(high));
}
