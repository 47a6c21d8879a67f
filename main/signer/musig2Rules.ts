/** What differs between the two MuSig2 drafts lnd speaks. */
import type { Curve } from "./curve";

export interface MuSig2Rules {
  /** Number on the wire (signrpc.MuSig2Version). */
  readonly version: number;
  /** Name in lnd's error texts. */
  readonly name: string;
  /** False where lnd drops a nonce the node made and draws its own. */
  readonly takesPregeneratedNonces: boolean;
  readonly takesCombinedNonces: boolean;
  readonly tweakTooLarge: string;

  /** Parses a signer's key from a request to a 33-byte point. @throws SignerError BAD_LENGTH, BAD_POINT */
  parseSignerPubkey(curve: Curve, pubkey: Uint8Array): Uint8Array;
  /** The point under which our own 33-byte key stands in the key set. */
  pointInKeySet(pubkey: Uint8Array): Uint8Array;
  /** The bytes by which keys are sorted, compared and hashed. */
  serializePubkey(point: Uint8Array): Uint8Array;
  /** What nonce generation hashes between the randomness and the combined key. */
  nonceContext(pubkey: Uint8Array): Uint8Array;
}
