/** Decides whether a stream may open, with the error texts lnd sends (lnd macaroons/service.go, macaroon-bakery). */
import { decodeHex } from "../pairing/encodedBytes";
import { decodeMacaroon, isSignedWith, MacaroonError } from "../pairing/macaroon";
import { decodeMacaroonId } from "../pairing/macaroonId";
import { streamMethodUri } from "../pairing/permissionWords";

/**
 * @param values all `macaroon` metadata values of the call
 * @param rootKey of root key id 0, the only one this node has
 * @returns lnd's error text, or undefined if the stream may open
 */
export function refuseMacaroon(values: readonly string[], rootKey: Uint8Array, nowMs: number): string | undefined {
  if (values.length !== 1) return `expected 1 macaroon, got ${values.length}`;
  const bytes = decodeHex(values[0] ?? "");
  if (bytes === undefined) return "encoding/hex: invalid byte in macaroon";
  try {
    const macaroon = decodeMacaroon(bytes);
    const { rootKeyId, permissions } = decodeMacaroonId(macaroon.id);
    if (rootKeyId !== "0") {
      return `cannot retrieve macaroon: cannot get macaroon: root key with id ${rootKeyId} doesn't exist`;
    }
    if (!isSignedWith(macaroon, rootKey)) return "verification failed: signature mismatch after caveat verification";
    for (const caveat of macaroon.caveats) {
      const refusal = refuseCaveat(new TextDecoder().decode(caveat.id), nowMs);
      if (refusal !== undefined) return refusal;
    }
    const isAllowed = permissions.some(
      ({ entity, action }) =>
        (entity === "remotesigner" && action === "generate") || (entity === "uri" && action === streamMethodUri),
    );
    return isAllowed ? undefined : "permission denied";
  } catch (error) {
    if (error instanceof MacaroonError) return `cannot unmarshal macaroon: ${error.message}`;
    throw error;
  }
}

/** The node knows expiry only; lnd refuses what it does not know, too. */
function refuseCaveat(text: string, nowMs: number): string | undefined {
  const [name, time = ""] = text.split(" ");
  if (name !== "time-before") return `caveat "${text}" not satisfied: caveat not recognized`;
  const expiresAtMs = Date.parse(time.replace(/(\.\d{3})\d+/, "$1"));
  return nowMs < expiresAtMs ? undefined : `caveat "${text}" not satisfied: macaroon has expired`;
}
