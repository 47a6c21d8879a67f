/** Strict DER for ECDSA signatures (BIP66): the shortest form of both integers, no sign bit set. */
import { concatBytes } from "./bytes";

/**
 * Encodes r || s (64 bytes, big-endian) as `30 len 02 len r 02 len s`, 8 to 72 bytes, without a sighash byte.
 *
 * S is taken as it comes: the curve backends answer with low S, and a high one would make the answer 73 bytes, which
 * lnd refuses to read.
 */
export function encodeDer(signature: Uint8Array): Uint8Array {
  if (signature.length !== 64) throw new RangeError(`signature must be 64 bytes, got ${signature.length}`);
  const r = derInteger(signature.subarray(0, 32));
  const s = derInteger(signature.subarray(32));
  return concatBytes(Uint8Array.of(0x30, r.length + s.length), r, s);
}

function derInteger(number: Uint8Array): Uint8Array {
  let start = 0;
  while (start < number.length - 1 && number[start] === 0) start++;
  const digits = number.subarray(start);
  const sign = (digits[0] as number) & 0x80 ? Uint8Array.of(0) : new Uint8Array(0);
  return concatBytes(Uint8Array.of(0x02, sign.length + digits.length), sign, digits);
}
