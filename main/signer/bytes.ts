/** Byte handling shared by the engine: checks, concatenation, hex, fixed-width integers, wiping. */

import { abytes } from "@noble/hashes/utils.js";

export {
  /** Returns the array; TypeError when it is not a Uint8Array, RangeError when its length differs. For programmer errors. */
  abytes as assertBytes,
  /** Overwrites every array with zeros. */
  clean as wipe,
  concatBytes,
  hexToBytes,
  utf8ToBytes,
} from "@noble/hashes/utils.js";

/** A Uint8Array of its own, of a Node Buffer too, whose slice() is a view. */
export function copyBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

const hexDigits: readonly number[] = [..."0123456789abcdef"].map((digit) => digit.charCodeAt(0));
/** Arguments of one call are limited. */
const hexBytesAtOnce = 4096;

/**
 * Lower-case hex of public bytes, as one flat string: grown digit by digit it would keep ten times the memory and take
 * six times as long.
 */
export function bytesToHex(bytes: Uint8Array): string {
  abytes(bytes);
  let hex = "";
  for (let start = 0; start < bytes.length; start += hexBytesAtOnce) {
    const count = Math.min(hexBytesAtOnce, bytes.length - start);
    const codes = new Array<number>(2 * count);
    for (let i = 0; i < count; i++) {
      const byte = bytes[start + i] as number;
      codes[2 * i] = hexDigits[byte >> 4] as number;
      codes[2 * i + 1] = hexDigits[byte & 15] as number;
    }
    hex += String.fromCharCode.apply(null, codes);
  }
  return hex;
}

/** Compares contents without an early exit; a length mismatch answers at once. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] as number) ^ (b[i] as number);
  return difference === 0;
}

/** Orders lexicographically, shorter first on a common prefix: negative, zero or positive. Public data only. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const difference = (a[i] as number) - (b[i] as number);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** 4 bytes, big-endian. */
export function uint32BE(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}

/** 4 bytes, little-endian. */
export function uint32LE(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}

/** Reads 4 bytes, big-endian. @throws RangeError when they are not there */
export function readUint32BE(bytes: Uint8Array, offset = 0): number {
  return fromBytes(bytes[offset], bytes[offset + 1], bytes[offset + 2], bytes[offset + 3]);
}

/** Reads 4 bytes, little-endian. @throws RangeError when they are not there */
export function readUint32LE(bytes: Uint8Array, offset = 0): number {
  return fromBytes(bytes[offset + 3], bytes[offset + 2], bytes[offset + 1], bytes[offset]);
}

/** Most significant first. A DataView would have to be made for every read. */
function fromBytes(a: number | undefined, b: number | undefined, c: number | undefined, d: number | undefined): number {
  if (a === undefined || b === undefined || c === undefined || d === undefined)
    throw new RangeError("4 bytes expected");
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

/** Lower-case hex of public bytes from the last to the first: how transaction ids are shown. */
export function reversedHex(bytes: Uint8Array): string {
  return bytesToHex(new Uint8Array(bytes).reverse());
}
