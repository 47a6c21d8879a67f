/** Derives what tells one seed from another, and may be shown. */
import { bytesToHex } from "../signer/bytes";
import type { Curve } from "../signer/curve";
import { fingerprint } from "../signer/derive";
import { createKeyRing } from "../signer/keyRing";
import type { SeedIdentity } from "./keystoreState";
import type { SeedRecord } from "./record";

const nodeKey = { keyFamily: 6, keyIndex: 0 };

/** Leaves `masterKey` alone; every key derived on the way is wiped. */
export function identifySeed(
  curve: Curve,
  { masterKey, network }: Pick<SeedRecord, "masterKey" | "network">,
): SeedIdentity {
  const keyRing = createKeyRing({ curve, network, masterKey });
  const secretKey = masterKey.slice(0, 32);
  try {
    return {
      identityPubkeyHex: bytesToHex(keyRing.publicKey(nodeKey)),
      masterFingerprintHex: bytesToHex(fingerprint(curve.publicKey(secretKey))),
    };
  } finally {
    secretKey.fill(0);
    keyRing.wipe();
  }
}
