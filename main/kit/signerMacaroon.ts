/** The macaroon of a node that does not exist yet. Randomness is given. */
import { bakeMacaroon, encodeMacaroon } from "../pairing/macaroon";
import { encodeMacaroonId } from "../pairing/macaroonId";

/**
 * Bakes a macaroon that may connect a signer and nothing else. Its root key id is 0, under which
 * `lncli createwatchonly --mac_root_key` files the key (lnd macaroons/bake.go).
 *
 * @param rootKey 32 bytes; secret, since it can mint every right. Not kept.
 * @param nonce 16 random bytes
 * @returns binary macaroon of version 2; secret
 */
export function bakeSignerMacaroon(rootKey: Uint8Array, nonce: Uint8Array): Uint8Array {
  const permissions = [{ entity: "remotesigner", action: "generate" }];
  return encodeMacaroon(bakeMacaroon(rootKey, encodeMacaroonId({ nonce, rootKeyId: "0", permissions })));
}
