import { expect, test } from "vitest";
import { withDates } from "../../../main/link/clockSkew";
import type { StreamCredentials } from "../../../main/link/credentials";
import { bakeMacaroon, encodeMacaroon } from "../../../main/pairing/macaroon";
import { makeSelfSignedCertificate } from "../../../main/practice/selfSignedCertificate";

const nowMs = Date.parse("2026-06-01T12:00:00Z");
const { certificateDer } = makeSelfSignedCertificate({
  dnsNames: ["localhost"],
  ipAddresses: [],
  notBeforeMs: Date.parse("2026-07-01T00:00:00Z"),
  notAfterMs: Date.parse("2027-07-01T00:00:00Z"),
});

function credentials(...caveats: string[]): StreamCredentials {
  return { certificateDer, macaroon: encodeMacaroon(bakeMacaroon(new Uint8Array(32), Uint8Array.of(3), caveats)) };
}

test("certificate-dates: the certificate's dates and this computer's time", () => {
  const failure = { cause: "certificate-dates", detail: "certificate is not yet valid" } as const;
  expect(withDates(failure, credentials(), nowMs)).toEqual({
    cause: "certificate-dates",
    detail:
      "certificate is not yet valid: it is valid from 2026-07-01T00:00:00Z to 2027-07-01T00:00:00Z, this computer's clock says 2026-06-01T12:00:00Z",
  });
});

test("macaroon-expired: the earliest limit and this computer's time", () => {
  const failure = { cause: "macaroon-expired", detail: "macaroon has expired" } as const;
  const caveats = [
    "time-before 2026-05-01T00:00:00.123456789Z",
    "time-before 2027-01-01T00:00:00Z",
    "ipaddr 192.0.2.7",
  ];
  expect(withDates(failure, credentials(...caveats), nowMs).detail).toBe(
    "macaroon has expired: it was good until 2026-05-01T00:00:00Z, this computer's clock says 2026-06-01T12:00:00Z",
  );
});

test("macaroon-expired: says that the clocks differ when it has not expired by this one", () => {
  const failure = { cause: "macaroon-expired", detail: "macaroon has expired" } as const;
  expect(withDates(failure, credentials("time-before 2026-06-01T12:00:01Z"), nowMs).detail).toMatch(
    /2026-06-01T12:00:01Z, this computer's clock says 2026-06-01T12:00:00Z; the two clocks differ$/,
  );
});

test.each([
  ["no limit", credentials()],
  ["a limit that is no time", credentials("time-before soon")],
  ["no readable macaroon", { certificateDer, macaroon: Uint8Array.of(1, 2) }],
])("macaroon-expired with %s stays as the node said it", (_name, given) => {
  const failure = { cause: "macaroon-expired", detail: "macaroon has expired" } as const;
  expect(withDates(failure, given, nowMs)).toEqual(failure);
});

test("other failures stay as they are", () => {
  const failure = { cause: "tls-failed", detail: "wrong version number" } as const;
  expect(withDates(failure, credentials(), nowMs)).toBe(failure);
});
