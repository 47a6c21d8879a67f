/** Strict DER for ECDSA signatures (BIP66): the shortest form of both integers, no sign bit set. */

/**
 * Encodes r || s (64 bytes, big-endian) as `30 len 02 len r 02 len s`, 8 to 72 bytes, and a sighash byte if one is given.
 *
 * S is taken as it comes: the curve backends answer with low S, and a high one would make the answer 73 bytes, which
 * lnd refuses to read.
 */
export function encodeDer(signature: Uint8Array, sighashByte?: number): Uint8Array {
  if (signature.length !== 64) throw new RangeError(`signature must be 64 bytes, got ${signature.length}`);
  const rLength = integerLength(signature, 0);
  const sLength = integerLength(signature, 32);
  const end = 6 + rLength + sLength;
  const der = new Uint8Array(sighashByte === undefined ? end : end + 1);
  der[0] = 0x30;
  der[1] = end - 2;
  writeInteger(der, 2, rLength, signature, 0);
  writeInteger(der, 4 + rLength, sLength, signature, 32);
  if (sighashByte !== undefined) der[end] = sighashByte;
  return der;
}

/** Bytes of the integer that begins there: without leading zeros, with one where the sign bit would be set. */
function integerLength(signature: Uint8Array, start: number): number {
  let at = start;
  while (at < start + 31 && signature[at] === 0) at++;
  return start + 32 - at + ((signature[at] as number) >> 7);
}

function writeInteger(der: Uint8Array, at: number, length: number, signature: Uint8Array, start: number): void {
  der[at] = 0x02;
  der[at + 1] = length;
  // From the end: what is written beyond 32 digits is the zero that is there.
  for (let digit = 0; digit < Math.min(length, 32); digit++) {
    der[at + 1 + length - digit] = signature[start + 31 - digit] as number;
  }
}
