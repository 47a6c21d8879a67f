/** Whether a point of a shared-key request is a key of ours: how lnd makes a channel's revocation secrets. */
import type { KeyLocator } from "../signer/requests";
import type { OwnKeys } from "./ownKeys";

const multiSigFamily = 0;
const revocationRootFamily = 5;
/** Keys are looked for up to this far beyond the index of the named one; lnd counts both families up together. */
const searchBeyond = 512;
/** And up to here in any case, once: a node whose families have drifted apart still opens channels. */
const searchAlways = 4_096;

/**
 * Index of the family 0 key that the point is, when a key of family 5 is named (lnd lnwallet/revocation_producer.go),
 * or of the family 5 key when one of family 0 is named, which gives the same secret. Null for other points and other
 * families. Derives at most a few thousand keys, each once.
 */
export function ownPointIndex({ keyFamily, keyIndex }: KeyLocator, point: Uint8Array, keys: OwnKeys): number | null {
  if (keyFamily !== revocationRootFamily && keyFamily !== multiSigFamily) return null;
  const otherFamily = keyFamily === multiSigFamily ? revocationRootFamily : multiSigFamily;
  const near = Math.min(keyIndex + searchBeyond, searchAlways);
  return (
    keys.findIndex(otherFamily, point, 0, near) ??
    keys.findIndex(otherFamily, point, 0, searchAlways) ??
    keys.findIndex(otherFamily, point, Math.max(0, keyIndex - searchBeyond), 2 * searchBeyond) ??
    null
  );
}
