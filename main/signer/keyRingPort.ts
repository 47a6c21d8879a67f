/** The keys of one seed on one network, as the request handlers see them. */
import type { KeyLocator } from "./requests";

export interface KeyRing {
  /**
   * Secret key at m/1017'/coin'/family'/0/index. A copy; the caller wipes it.
   * @throws SignerError BAD_PATH for negative families or indexes
   */
  secretKey(locator: KeyLocator): Uint8Array;
  /**
   * Secret key for a PSBT derivation record, by lnd's path rules (lnwallet/btcwallet/signer.go): five elements, three
   * hardened, purposes 1017, 44, 49, 84, 86; the branch is forced to 0 under 1017. A copy; the caller wipes it.
   * @throws SignerError BAD_PATH with lnd's text
   */
  secretKeyAtPath(path: readonly number[]): Uint8Array;
  /** 33-byte public key of a locator, from the cached account branch; touches no secret once the branch is known. */
  publicKey(locator: KeyLocator): Uint8Array;
  /** 33-byte public key at a PSBT path (rules as above), without touching secrets. */
  publicKeyAtPath(path: readonly number[]): Uint8Array;
  /** First index in [from, from + count) of the family whose public key equals `pubkey`, else undefined. */
  findIndex(keyFamily: number, pubkey: Uint8Array, from: number, count: number): number | undefined;
  /** Forgets everything; use afterwards throws. */
  wipe(): void;
}
