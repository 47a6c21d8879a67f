/** Makes a macaroon weaker before it is kept: an end, an address. The node's operator is not needed for that. */
import { addCaveats, decodeMacaroon, encodeMacaroon } from "./macaroon";

export interface MacaroonLimits {
  /** lnd refuses it from then on; whole seconds count. */
  readonly expiresAtMs?: number;
  /** IPv4 or IPv6 address the node sees this computer under. */
  readonly ipAddress?: string;
}

/**
 * Adds lnd's conditions (macaroons/constraints.go: TimeoutConstraint, IPLockConstraint) to a binary macaroon.
 *
 * @returns a new macaroon, secret; the given bytes stay as they are
 * @throws MacaroonError if the bytes are no macaroon
 */
export function limitMacaroon(bytes: Uint8Array, { expiresAtMs, ipAddress }: MacaroonLimits): Uint8Array {
  return encodeMacaroon(
    addCaveats(decodeMacaroon(bytes), [
      ...(expiresAtMs === undefined ? [] : [`time-before ${new Date(expiresAtMs).toISOString().replace(/\.\d+/, "")}`]),
      ...(ipAddress === undefined ? [] : [`ipaddr ${ipAddress}`]),
    ]),
  );
}
