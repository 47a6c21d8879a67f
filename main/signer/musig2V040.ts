/** MuSig2 draft v0.4.0 (lnd internal/musig2v040): x-only signer keys, no combined nonces from outside. */
import { xOnly } from "./bip340";
import { concatBytes } from "./bytes";
import { SignerError } from "./errors";
import type { MuSig2Rules } from "./musig2Rules";
import { muSig2Version } from "./requests";

const evenY = Uint8Array.of(2);

export const v040Rules: MuSig2Rules = {
  version: muSig2Version.v040,
  name: "v0.4.0 (x-only format)",
  takesPregeneratedNonces: false,
  takesCombinedNonces: false,
  tweakTooLarge: "tweaked key is to large", // lnd's spelling

  parseSignerPubkey(curve, pubkey) {
    if (pubkey.length !== 32) throw new SignerError("BAD_LENGTH", `x-only key must be 32 bytes, got ${pubkey.length}`);
    return curve.compressPoint(concatBytes(evenY, pubkey));
  },
  pointInKeySet: (pubkey) => concatBytes(evenY, xOnly(pubkey)),
  serializePubkey: xOnly,
  nonceContext: () => new Uint8Array(0),
};
