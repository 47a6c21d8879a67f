/** Answers DeriveSharedKey as lnd's own signer does (lnrpc/signrpc/signer_server.go DeriveSharedKey). */
import { equalBytes, wipe } from "./bytes";
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

const ephemeralContext = "error in ephemeral pubkey: ";
const rawContext = "error in raw pubkey: ";

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
  context: SharedKeyContext,
): Generator<void, Uint8Array, void> {
  const { curve } = context;
  const { ephemeralPubkey } = request;
  requireKeyLength(ephemeralContext, ephemeralPubkey);
  try {
    return yield* derive(request, context);
  } catch (error) {
    // lnd looks at this key before anything else. That costs as much as a tenth of the multiplication, which looks at it
    // as well, so only a request that is refused anyway is made to wait for it.
    requirePoint(curve, ephemeralContext, ephemeralPubkey);
    throw error;
  }
}

function* derive(request: SharedKeyRequest, context: SharedKeyContext): Generator<void, Uint8Array, void> {
  const { curve, keyRing } = context;
  const { ephemeralPubkey, keyDesc, keyLoc } = request;
  if (ephemeralPubkey.length === 0) throw badRequest("must provide ephemeral pubkey");
  if (keyDesc !== undefined && keyLoc !== undefined) throw badRequest("use either key_desc or key_loc");
  if (keyDesc !== undefined && keyDesc.keyLoc === undefined) {
    throw badRequest("when setting key_desc the field key_desc.key_loc must also be set");
  }
  const locator = keyDesc?.keyLoc ?? keyLoc ?? nodeKeyLocator;
  const rawPubkey = keyDesc?.rawKeyBytes;
  const keyIndex =
    rawPubkey === undefined || rawPubkey.length === 0
      ? locator.keyIndex
      : yield* findKeyIndex(locator, rawPubkey, ephemeralPubkey, context);
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
function* findKeyIndex(
  { keyFamily, keyIndex }: KeyLocator,
  pubkey: Uint8Array,
  ephemeralPubkey: Uint8Array,
  { curve, keyRing }: SharedKeyContext,
): Generator<void, number, void> {
  if (keyIndex !== 0) throw badRequest("use either raw_key_bytes or key_index");
  // Nearly every request names the node's own key, the first of its family: a point, since it is ours.
  if (isFirstKey(keyRing, keyFamily, pubkey)) return 0;
  requirePoint(curve, ephemeralContext, ephemeralPubkey);
  requireKeyLength(rawContext, pubkey);
  requirePoint(curve, rawContext, pubkey);
  for (let from = 0; from < maxScannedIndexes; from += indexesPerSlice) {
    if (from > 0) yield;
    const found = inContext("unable to derive shared key: ", () =>
      keyRing.findIndex(keyFamily, pubkey, from, indexesPerSlice),
    );
    if (found !== undefined) return found;
  }
  throw new SignerError("UNKNOWN_KEY", "unable to derive shared key: unable to derive private key");
}

/** A family that does not exist has no first key; what is wrong with it is said by the search. */
function isFirstKey(keyRing: KeyRing, keyFamily: number, pubkey: Uint8Array): boolean {
  try {
    return equalBytes(keyRing.publicKey({ keyFamily, keyIndex: 0 }), pubkey);
  } catch (error) {
    if (error instanceof SignerError) return false;
    throw error;
  }
}

/** Nothing at all, or 33 bytes (lnd parseRawKeyBytes). */
function requireKeyLength(context: string, pubkey: Uint8Array): void {
  if (pubkey.length === 0 || pubkey.length === 33) return;
  throw new SignerError("BAD_LENGTH", `${context}pubkey must be serialized in compressed format if specified`);
}

/** Nothing at all, or a point (the same). */
function requirePoint(curve: Curve, context: string, pubkey: Uint8Array): void {
  if (pubkey.length > 0) inContext(context, () => curve.compressPoint(pubkey));
}

function badRequest(message: string): SignerError {
  return new SignerError("BAD_REQUEST", message);
}
