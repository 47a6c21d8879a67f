/**
 * Public keys of tweaked keys, for the last few tweaks.
 *
 * lnd asks for the signature of each HTLC of a commitment by itself, all with the same key and the same per-commitment
 * tweak (BOLT 3, "Key Derivation"), and each is filed under the same public key.
 */
import { BoundedCache } from "./boundedCache";
import { bytesToHex } from "./bytes";
import type { Curve } from "./curve";
import { type PsbtRecord, tweakType } from "./psbtRecords";

/** Commitments whose HTLCs are signed at the same time. */
const maxTweaks = 8;

export interface TweakedPubkeys {
  /**
   * @param basePubkey 33 bytes, without the tweak
   * @param tweak      PSBT input record 0x51, or 0xd0, whose value is a secret: of that nothing is kept
   * @param secretKey  the tweaked key. Secret, not kept
   * @returns 33 bytes, not to be modified
   */
  publicKey(basePubkey: Uint8Array, tweak: PsbtRecord, secretKey: Uint8Array): Uint8Array;
  wipe(): void;
}

export function createTweakedPubkeys(curve: Curve): TweakedPubkeys {
  const known = new BoundedCache<Uint8Array>(maxTweaks);
  return {
    publicKey(basePubkey, { type, value }, secretKey) {
      if (type !== tweakType.single) return curve.publicKey(secretKey);
      const name = `${bytesToHex(basePubkey)}/${bytesToHex(value)}`;
      return known.getOrMake(name, () => curve.publicKey(secretKey));
    },
    wipe: () => known.clear(),
  };
}
