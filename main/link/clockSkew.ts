/** Says so when dates are the trouble: with the dates and what this computer's clock says, one can tell which is wrong. */
import { X509Certificate } from "node:crypto";
import { decodeMacaroon, MacaroonError } from "../pairing/macaroon";
import type { StreamCredentials } from "./credentials";
import type { LinkFailure } from "./linkState";

/** Adds both times to the detail of a failure that is about dates; any other is returned as it is. */
export function withDates(failure: LinkFailure, credentials: StreamCredentials, nowMs: number): LinkFailure {
  const said = datesOf(failure, credentials, nowMs);
  return said === undefined ? failure : { ...failure, detail: `${failure.detail}: ${said}` };
}

function datesOf({ cause }: LinkFailure, credentials: StreamCredentials, nowMs: number): string | undefined {
  const clock = `this computer's clock says ${utc(nowMs)}`;
  if (cause === "certificate-dates") {
    const { validFrom, validTo } = new X509Certificate(credentials.certificateDer);
    return `it is valid from ${utc(Date.parse(validFrom))} to ${utc(Date.parse(validTo))}, ${clock}`;
  }
  if (cause === "macaroon-expired") {
    const expiresAtMs = macaroonExpiryMs(credentials.macaroon);
    if (expiresAtMs === undefined) return undefined;
    const verdict = nowMs < expiresAtMs ? "; the two clocks differ" : "";
    return `it was good until ${utc(expiresAtMs)}, ${clock}${verdict}`;
  }
  return undefined;
}

/** The earliest `time-before` (lnd macaroons/constraints.go), if there is one. */
function macaroonExpiryMs(macaroon: Uint8Array): number | undefined {
  try {
    const times = decodeMacaroon(macaroon).caveats.flatMap(({ id }) => {
      const [, time] = /^time-before (\S+)$/.exec(new TextDecoder().decode(id)) ?? [];
      // RFC 3339 with nanoseconds; milliseconds are enough.
      const atMs = time === undefined ? Number.NaN : Date.parse(time.replace(/(\.\d{3})\d+/, "$1"));
      return Number.isNaN(atMs) ? [] : [atMs];
    });
    return times.length === 0 ? undefined : Math.min(...times);
  } catch (error) {
    if (error instanceof MacaroonError) return undefined;
    throw error;
  }
}

function utc(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, "Z");
}
