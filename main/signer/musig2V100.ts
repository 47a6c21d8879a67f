/** MuSig2 v1.0.0rc2, which became BIP327 (btcec schnorr/musig2): signer keys are points with their parity. */
import { concatBytes } from "./bytes";
import { SignerError } from "./errors";
import type { MuSig2Rules } from "./musig2Rules";
import { muSig2Version } from "./requests";

export const v100Rules: MuSig2Rules = {
  version: muSig2Version.v100rc2,
  name: "v1.0.0rc2 (compressed format)",
  takesPregeneratedNonces: true,
  takesCombinedNonces: true,
  tweakTooLarge: "tweaked key is too large",

  parseSignerPubkey(curve, pubkey) {
    // btcec also reads uncompressed and hybrid points here
    if (pubkey.length !== 33 && pubkey.length !== 65) {
      throw new SignerError("BAD_LENGTH", `malformed public key: invalid length: ${pubkey.length}`);
    }
    return curve.compressPoint(pubkey);
  },
  pointInKeySet: (pubkey) => pubkey,
  serializePubkey: (point) => point,
  nonceContext: (pubkey) => concatBytes(Uint8Array.of(pubkey.length), pubkey),
};
