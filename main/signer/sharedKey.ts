/** Answers DeriveSharedKey as lnd's own signer does (lnrpc/signrpc/signer_server.go DeriveSharedKey). */
import { wipe } from "./bytes";
import type { Curve } from "./curve";
import { inContext } from "./errorContext";
import { SignerError } from "./errors";
import type { KeyRing } from "./keyRingPort";
import type { KeyLocator, SharedKeyRequest } from "./requests";

/** lnd keychain/derivation.go, KeyFamilyNodeKey. */
const nodeKeyLocator: KeyLocator = { keyFamily: 6, keyIndex: 0 };
/** lnd keychain/derivation.go, MaxKeyRangeScan. */
const maxScannedIndexes = 100_000;
/** Keys derived between two yields: a few milliseconds with the slower curve. */
const indexesPerSlice = 250;

export interface SharedKeyContext {
  readonly curve: Curve;
  readonly keyRing: KeyRing;
}

/**
 * Derives SHA256(compressed(k * ephemeralPubkey)), 32 bytes. Secret.
 *
 * With a raw public key and index 0 the key's index is searched for, which yields every few milliseconds.
 *
 * @throws SignerError BAD_LENGTH, BAD_POINT, BAD_REQUEST, BAD_PATH, UNKNOWN_KEY with lnd's text
 */
export function* deriveSharedKey(
  request: SharedKeyRequest,
  { curve, keyRing }: SharedKeyContext,
): Generator<void, Uint8Array, void> {
  const { ephemeralPubkey, keyDesc, keyLoc } = request;
  checkRawPubkey(curve, "error in ephemeral pubkey: ", ephemeralPubkey);
  if (ephemeralPubkey.length === 0) throw badRequest("must provide ephemeral pubkey");
  if (keyDesc !== undefined && keyLoc !== undefined) throw badRequest("use either key_desc or key_loc");
  if (keyDesc !== undefined && keyDesc.keyLoc === undefined) {
    throw badRequest("when setting key_desc the field key_desc.key_loc must also be set");
  }
  const locator = keyDesc?.keyLoc ?? keyLoc ?? nodeKeyLocator;
  const rawPubkey = keyDesc?.rawKeyBytes ?? new Uint8Array(0);
  if (rawPubkey.length > 0 && locator.keyIndex !== 0) throw badRequest("use either raw_key_bytes or key_index");
  checkRawPubkey(curve, "error in raw pubkey: ", rawPubkey);

  const keyIndex = rawPubkey.length > 0 ? yield* findKeyIndex(keyRing, locator.keyFamily, rawPubkey) : locator.keyIndex;
  return inContext("unable to derive shared key: ", () => {
    const secretKey = keyRing.secretKey({ keyFamily: locator.keyFamily, keyIndex });
    try {
      return curve.ecdh(ephemeralPubkey, secretKey);
    } finally {
      wipe(secretKey);
    }
  });
}

/** Searches a family from index 0 for a public key, parity included (lnd keychain/btcwallet.go DerivePrivKey). */
function* findKeyIndex(keyRing: KeyRing, keyFamily: number, pubkey: Uint8Array): Generator<void, number, void> {
  for (let from = 0; from < maxScannedIndexes; from += indexesPerSlice) {
    if (from > 0) yield;
    const found = inContext("unable to derive shared key: ", () =>
      keyRing.findIndex(keyFamily, pubkey, from, indexesPerSlice),
    );
    if (found !== undefined) return found;
  }
  throw new SignerError("UNKNOWN_KEY", "unable to derive shared key: unable to derive private key");
}

/** Accepts nothing at all or a 33-byte point (lnd parseRawKeyBytes). */
function checkRawPubkey(curve: Curve, context: string, pubkey: Uint8Array): void {
  if (pubkey.length === 0) return;
  if (pubkey.length !== 33) {
    throw new SignerError("BAD_LENGTH", `${context}pubkey must be serialized in compressed format if specified`);
  }
  inContext(context, () => curve.compressPoint(pubkey));
}

function badRequest(message: string): SignerError {
  return new SignerError("BAD_REQUEST", message);
}
