/** BIP86 output key, by the independent curve implementation: lift_x(P) + H_TapTweak(P) * G. */
import { schnorr } from "@noble/curves/secp256k1.js";

export function taprootTweakPubkey(pubkey: Uint8Array): Uint8Array {
  const internalKey = pubkey.slice(1);
  const point = schnorr.utils.lift_x(BigInt(`0x${Buffer.from(internalKey).toString("hex")}`));
  const tweak = schnorr.utils.taggedHash("TapTweak", internalKey);
  const scalar = BigInt(`0x${Buffer.from(tweak).toString("hex")}`);
  return schnorr.utils.pointToBytes(point.add(schnorr.Point.BASE.multiply(scalar)));
}
