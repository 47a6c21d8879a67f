/** What single PSBT fields must look like before lnd accepts the packet (btcd psbt v2.0.0 checkValid and Read*). */
import { compareBytes, hexToBytes, readUint32LE } from "./bytes";
import type { Curve } from "./curve";
import { SignerError } from "./errors";
import { isBelowGroupOrder } from "./groupOrder";
import type { PsbtRecord, TaprootBip32Derivation, UncheckedPoint } from "./psbtRecords";
import { psbtError, WireReader } from "./wireReader";

/** btcd's error texts. */
export const invalidFormat = "Invalid PSBT serialization format";
export const invalidKeyData = "Invalid key data";
export const duplicateKey = "Invalid Psbt due to duplicate key";

const fieldPrime = hexToBytes("fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f");

/** Points checked between two yields. */
const pointsPerSlice = 32;

/**
 * Checks the keys of a packet that the reader left open, in packet order.
 *
 * @param known points that need no check, as the same arrays
 * @throws SignerError BAD_PSBT when one is no point of the curve
 */
export function* checkPoints(
  points: readonly UncheckedPoint[],
  curve: Curve,
  known: ReadonlySet<Uint8Array> = new Set(),
): Generator<void, void, void> {
  let sinceYield = 0;
  for (const { point, detail } of points) {
    if (known.has(point)) continue;
    if (sinceYield++ === pointsPerSlice) {
      sinceYield = 1;
      yield;
    }
    try {
      curve.compressPoint(point.length === 32 ? evenPoint(point) : point);
    } catch (error) {
      if (error instanceof SignerError) throw psbtError(detail);
      throw error;
    }
  }
}

/** fingerprint(4) || index(4, little-endian) each; the fingerprint is dropped. @throws SignerError BAD_PSBT */
export function derivationPath(value: Uint8Array): number[] {
  if (value.length < 4 || value.length % 4 !== 0) throw psbtError(invalidFormat);
  const path: number[] = [];
  for (let offset = 4; offset < value.length; offset += 4) path.push(readUint32LE(value, offset));
  return path;
}

/** count || leaf hash(32) each || fingerprint(4) || index(4) each, BIP371. @throws SignerError BAD_PSBT */
export function taprootDerivation(xOnlyPubkey: Uint8Array, value: Uint8Array): TaprootBip32Derivation {
  const reader = new WireReader(value);
  if (value.length < 5) throw psbtError(invalidFormat);
  const count = reader.compactSize();
  if (5 + count * 32 > value.length) throw psbtError(invalidFormat);
  const leafHashes: Uint8Array[] = [];
  for (let i = 0; i < count; i++) leafHashes.push(reader.take(32));
  return { xOnlyPubkey, leafHashes, path: derivationPath(reader.bytes.subarray(reader.offset)) };
}

/** pubkey as key data, DER signature and sighash byte as value. @throws SignerError BAD_PSBT */
export function requirePartialSig({ keyData, value }: PsbtRecord): UncheckedPoint {
  if (keyData.length !== 33 && keyData.length !== 65) throw psbtError(invalidFormat);
  if (!isDerSignature(value)) throw psbtError(invalidFormat);
  return { point: keyData, detail: invalidFormat };
}

/** 64 bytes with R.x below the field prime, then at most one sighash byte. @throws SignerError BAD_PSBT */
export function requireSchnorrSig(value: Uint8Array): void {
  if (value.length !== 64 && value.length !== 65) throw psbtError(invalidKeyData);
  if (compareBytes(value.subarray(0, 32), fieldPrime) >= 0) throw psbtError(invalidKeyData);
}

/** leaf version and parity(1) || internal key(32) || up to 128 nodes(32), BIP341. @throws SignerError BAD_PSBT */
export function requireControlBlock(controlBlock: Uint8Array): UncheckedPoint {
  const nodes = (controlBlock.length - 33) / 32;
  if (nodes < 0 || nodes > 128 || !Number.isInteger(nodes)) throw psbtError(invalidKeyData);
  return { point: controlBlock.subarray(1, 33), detail: invalidKeyData };
}

/** A 78-byte BIP32 extended key and a path as long as its depth. @throws SignerError BAD_PSBT */
export function requireXpub({ keyData, value }: PsbtRecord): UncheckedPoint[] {
  const depth = keyData[4];
  if (keyData.length !== 78 || depth === undefined || value.length !== 4 * (depth + 1)) throw psbtError(invalidFormat);
  const key = keyData.subarray(45);
  // A private extended key passes in btcd too; a signer has no use for it and leaves it untouched.
  return key[0] === 0 ? [] : [{ point: key, detail: invalidFormat }];
}

/**
 * btcec's ParseDERSignature: 0x30 length 0x02 length R 0x02 length S, each number minimal and in [1, n - 1], in at
 * most 72 bytes. What follows the inner length (the sighash byte) is not looked at.
 */
function isDerSignature(signature: Uint8Array): boolean {
  if (signature.length < 8 || signature.length > 72 || signature[0] !== 0x30) return false;
  const length = (signature[1] as number) + 2;
  if (length < 8 || length > signature.length) return false;
  const der = signature.subarray(0, length);
  const rEnd = derScalarEnd(der, 2);
  return rEnd !== undefined && derScalarEnd(der, rEnd) === length;
}

/** End of the DER integer at `start` when it is a minimal scalar in [1, n - 1]. */
function derScalarEnd(der: Uint8Array, start: number): number | undefined {
  const length = der[start + 1];
  if (der[start] !== 0x02 || length === undefined || length === 0) return undefined;
  const end = start + 2 + length;
  if (end > der.length) return undefined;
  const number = der.subarray(start + 2, end);
  const [first, second] = number as unknown as [number, number | undefined];
  const isPadded = first === 0 && second !== undefined;
  if (first >= 0x80 || (isPadded && second < 0x80)) return undefined;
  const magnitude = isPadded ? number.subarray(1) : number;
  if (magnitude.length > 32 || magnitude.every((byte) => byte === 0)) return undefined;
  if (magnitude.length === 32 && !isBelowGroupOrder(magnitude)) return undefined;
  return end;
}

function evenPoint(xOnlyPubkey: Uint8Array): Uint8Array {
  const point = new Uint8Array(33);
  point[0] = 0x02;
  point.set(xOnlyPubkey, 1);
  return point;
}
