/** Output scripts of single keys: P2PKH, P2WPKH, nested P2WPKH and BIP86 taproot. */
import { ripemd160 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes } from "../signer/bytes";
import type { Curve } from "../signer/curve";
import { pubkeyHashScript } from "../signer/script";
import { taggedHash } from "../signer/taggedHash";

/** OP_DUP OP_HASH160 <HASH160 of the key> OP_EQUALVERIFY OP_CHECKSIG. @param pubkey 33 bytes */
export function legacyKeyHashScript(pubkey: Uint8Array): Uint8Array {
  return pubkeyHashScript(hash160(pubkey));
}

/** OP_0 <HASH160 of the key>. @param pubkey 33 bytes */
export function keyHashScript(pubkey: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0, 20), hash160(pubkey));
}

/** OP_HASH160 <HASH160 of the witness program> OP_EQUAL. @param pubkey 33 bytes */
export function nestedKeyHashScript(pubkey: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(0xa9, 20), hash160(keyHashScript(pubkey)), Uint8Array.of(0x87));
}

/**
 * OP_1 <x of lift_x(x) + hash_TapTweak(x) * G>: BIP86.
 *
 * @param xOnlyPubkey 32 bytes
 * @throws SignerError BAD_POINT when there is no such point
 */
export function taprootScript(xOnlyPubkey: Uint8Array, curve: Curve): Uint8Array {
  const evenPoint = concatBytes(Uint8Array.of(2), xOnlyPubkey);
  const outputKey = curve.pointTweakAdd(evenPoint, taggedHash("TapTweak", xOnlyPubkey));
  return concatBytes(Uint8Array.of(0x51, 32), outputKey.subarray(1));
}

function hash160(data: Uint8Array): Uint8Array {
  return ripemd160(sha256(data));
}
