/** Deterministic nonces of RFC 6979 with HMAC-SHA256, for the signatures the curve backends do not make themselves. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, copyBytes, wipe } from "./bytes";
import type { Curve } from "./curve";

const zeroByte = Uint8Array.of(0);
const oneByte = Uint8Array.of(1);

/**
 * Yields the stream of nonces for a key and a digest (RFC 6979, section 3.2 with 3.6), each in the range of secret
 * keys. The consumer wipes what it took; ending the generator wipes its state.
 *
 * As in btcec (decred secp256k1 nonce.go, NonceRFC6979) the digest goes in as it comes, not reduced.
 *
 * @param secretKey 32 bytes, big-endian; not modified
 * @param digest    32 bytes
 * @param extraData 32 bytes k' of section 3.6: keeps schemes that share keys from sharing nonces
 */
export function* rfc6979Nonces(
  curve: Curve,
  secretKey: Uint8Array,
  digest: Uint8Array,
  extraData: Uint8Array,
): Generator<Uint8Array, never, void> {
  let key: Uint8Array = new Uint8Array(32);
  let value: Uint8Array = new Uint8Array(32).fill(1);

  function update(...data: readonly Uint8Array[]): void {
    const message = concatBytes(value, ...data);
    const nextKey = hmac(sha256, key, message);
    const nextValue = hmac(sha256, nextKey, value);
    wipe(message, key, value);
    key = nextKey;
    value = nextValue;
  }

  try {
    update(zeroByte, secretKey, digest, extraData);
    update(oneByte, secretKey, digest, extraData);
    for (;;) {
      const nonce = hmac(sha256, key, value);
      wipe(value);
      value = nonce;
      if (curve.isValidSecretKey(nonce)) yield copyBytes(nonce);
      update(zeroByte);
    }
  } finally {
    wipe(key, value);
  }
}
