/** Strict DER of ECDSA signatures (BIP66), as btcd's ParseDERSignature and the network demand it. */

/** @returns r || s (64 bytes), or undefined if it is not the one allowed encoding */
export function parseStrictDer(der: Uint8Array): Uint8Array | undefined {
  if (der.length < 8 || der.length > 72 || der[0] !== 0x30 || der[1] !== der.length - 2) return undefined;
  const r = readInteger(der, 2);
  const s = r && readInteger(der, r.end);
  if (r === undefined || s === undefined || s.end !== der.length) return undefined;
  const out = new Uint8Array(64);
  out.set(r.value, 32 - r.value.length);
  out.set(s.value, 64 - s.value.length);
  return out;
}

function readInteger(der: Uint8Array, at: number): { value: Uint8Array; end: number } | undefined {
  const length = der[at + 1] ?? 0;
  const content = der.subarray(at + 2, at + 2 + length);
  if (der[at] !== 0x02 || length === 0 || content.length !== length) return undefined;
  const [first = 0, second = 0] = content;
  // Not negative, and no zero byte in front that is not needed.
  if (first >= 0x80 || (first === 0 && (length === 1 || second < 0x80))) return undefined;
  const value = first === 0 ? content.subarray(1) : content;
  return value.length > 32 ? undefined : { value, end: at + 2 + length };
}
