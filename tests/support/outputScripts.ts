/** Output scripts of keys and scripts, for packets that tests build. */

import { schnorr, secp256k1 } from "@noble/curves/secp256k1.js";
import { ripemd160 } from "@noble/hashes/legacy.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "../../main/signer/bytes";
import { bytes } from "./psbtBuilder";

function hash160(data: Uint8Array): Uint8Array {
  return ripemd160(sha256(data));
}

export function p2wkh(pubkey: Uint8Array): Uint8Array {
  return bytes([0x00, 20], hash160(pubkey));
}

export function p2sh(redeemScript: Uint8Array): Uint8Array {
  return bytes([0xa9, 20], hash160(redeemScript), [0x87]);
}

export function p2wsh(witnessScript: Uint8Array): Uint8Array {
  return bytes([0x00, 32], sha256(witnessScript));
}

export function p2tr(outputKeyX: Uint8Array): Uint8Array {
  return bytes([0x51, 32], outputKeyX);
}

/** BIP86: the output of an internal key without scripts. */
export function p2trBip86(pubkey: Uint8Array): Uint8Array {
  return p2tr(taprootOutputKey(pubkey, new Uint8Array(0)));
}

/** x coordinate of lift_x(P.x) + int(hash_TapTweak(P.x || root)) * G (BIP341). */
export function taprootOutputKey(pubkey: Uint8Array, merkleRoot: Uint8Array): Uint8Array {
  const x = pubkey.subarray(1);
  const tweak = schnorr.utils.taggedHash("TapTweak", x, merkleRoot);
  const internalKey = secp256k1.Point.fromBytes(bytes([2], x));
  return internalKey
    .add(secp256k1.Point.BASE.multiply(BigInt(`0x${bytesToHex(tweak)}`)))
    .toBytes()
    .subarray(1);
}
