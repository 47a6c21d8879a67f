import { describe, expect, test } from "vitest";
import { grpcStatus, isUnimplemented, type LinkPhase, linkFailure } from "../../../main/link/linkFailure";
import { type LinkCause, linkCauses } from "../../../main/link/linkState";

const {
  unknown,
  unavailable,
  unimplemented,
  permissionDenied,
  unauthenticated,
  deadlineExceeded,
  ok,
  resourceExhausted,
} = grpcStatus;

const cases: [LinkCause, LinkPhase, number, string][] = [
  ["refused-connection", "connecting", unavailable, "Error: connect ECONNREFUSED 10.0.0.2:10019"],
  ["unreachable", "connecting", unavailable, "Error: connect EHOSTUNREACH 10.0.0.2:10019"],
  ["unreachable", "connecting", unavailable, "Error: connect ENETUNREACH 10.0.0.2:10019"],
  ["unreachable", "connecting", unavailable, "Error: connect ETIMEDOUT 10.0.0.2:10019"],
  ["unreachable", "connecting", unavailable, "no answer within 5 s"],
  ["host-not-found", "connecting", unavailable, "Name resolution failed for target dns:nowhere:10019"],
  ["host-not-found", "connecting", unavailable, "getaddrinfo ENOTFOUND nowhere"],
  ["certificate-mismatch", "connecting", unavailable, "Error: self-signed certificate"],
  ["certificate-mismatch", "connecting", unavailable, "Error: unable to verify the first certificate"],
  ["certificate-mismatch", "connecting", unavailable, "Error: unable to get local issuer certificate"],
  ["certificate-mismatch", "connecting", unavailable, "Error: certificate signature failure"],
  ["certificate-mismatch", "connecting", unavailable, "Error: not the pinned certificate: SHA-256 AB:CD"],
  ["certificate-dates", "connecting", unavailable, "Error: certificate has expired"],
  ["certificate-dates", "connecting", unavailable, "Error: certificate is not yet valid"],
  [
    "proxy-failed",
    "connecting",
    unavailable,
    "the proxy at 127.0.0.1:9050 failed: connect ECONNREFUSED 127.0.0.1:9050",
  ],
  ["proxy-failed", "connecting", unavailable, "the proxy at [::1]:9050 failed: no answer in time"],
  ["proxy-failed", "connecting", unavailable, "the proxy at tor:9050 could not connect: general failure"],
  ["proxy-failed", "connecting", unavailable, "the proxy at tor:9050 asks for a password, which is not supported"],
  ["refused-connection", "connecting", unavailable, "the proxy at tor:9050 could not connect: connection refused"],
  ["unreachable", "connecting", unavailable, "the proxy at tor:9050 could not connect: host unreachable"],
  ["unreachable", "connecting", unavailable, "the proxy at tor:9050 could not connect: network unreachable"],
  ["unreachable", "connecting", unavailable, "the proxy at tor:9050 could not connect: time to live expired"],
  ["tls-failed", "connecting", unavailable, "Error: write EPROTO: wrong version number"],
  ["tls-failed", "connecting", unavailable, "Error: read ECONNRESET"],
  // BoringSSL, inside Electron.
  ["certificate-mismatch", "connecting", unavailable, "Error: self signed certificate"],
  ["tls-failed", "connecting", unavailable, "error:100000f7:SSL routines:OPENSSL_internal:WRONG_VERSION_NUMBER"],
  [
    "tls-failed",
    "connecting",
    unavailable,
    "Error: Client network socket disconnected before secure TLS connection was established",
  ],
  ["unknown", "connecting", unavailable, "something new"],
  ["macaroon-refused", "handshaking", unknown, "permission denied"],
  ["macaroon-refused", "handshaking", unknown, "expected 1 macaroon, got 0"],
  ["macaroon-refused", "handshaking", unknown, "verification failed: caveat expired"],
  ["macaroon-refused", "handshaking", permissionDenied, "no"],
  ["macaroon-refused", "handshaking", unauthenticated, "no"],
  [
    "macaroon-unknown-root-key",
    "handshaking",
    unknown,
    "cannot get macaroon: cannot get macaroon root key from store: root key with id 7 doesn't exist",
  ],
  [
    "macaroon-unknown-root-key",
    "handshaking",
    unknown,
    "verification failed: signature mismatch after caveat verification",
  ],
  [
    "macaroon-expired",
    "handshaking",
    unknown,
    'caveat "time-before 2026-01-01T00:00:00Z" not satisfied: macaroon has expired',
  ],
  [
    "node-starting",
    "handshaking",
    unknown,
    "the RPC server is in the process of starting up, but not yet ready to accept calls",
  ],
  ["node-starting", "handshaking", unknown, "wallet locked, unlock it to enable full RPC access"],
  ["node-starting", "handshaking", unknown, "wallet not created, create one to enable full RPC access"],
  ["node-starting", "handshaking", unknown, "waiting to start, RPC services not available"],
  ["wrong-port", "handshaking", unknown, "inbound connections from remote signers not enabled"],
  ["another-signer-connected", "handshaking", unknown, "only one remote signer can be connected"],
  ["wrong-port", "handshaking", unimplemented, "unknown service watchonlyrpc.WatchOnly"],
  ["wrong-port", "handshaking", unknown, "Received HTTP status code 404"],
  ["handshake-timeout", "handshaking", deadlineExceeded, "context deadline exceeded"],
  ["handshake-refused", "handshaking", unknown, "expected registration message"],
  ["handshake-refused", "handshaking", unknown, "initial request ID must be 1, but is: 2"],
  ["handshake-refused", "handshaking", unknown, "invalid remote signer registration info"],
  ["node-stopping", "online", unknown, "lnd is shutting down"],
  ["connection-lost", "handshaking", unavailable, "Connection dropped"],
  ["connection-lost", "online", unavailable, "Connection dropped"],
  ["connection-lost", "online", ok, ""],
  ["connection-lost", "online", deadlineExceeded, "context deadline exceeded"],
  ["connection-lost", "online", resourceExhausted, "Received message larger than max"],
];

describe("linkFailure", () => {
  test.each(cases)("%s: %s, %d %s", (cause, phase, code, details) => {
    expect(linkFailure({ code, details }, phase).cause).toBe(cause);
  });

  test("every cause that comes from a stream has a case here", () => {
    const covered = new Set(cases.map(([cause]) => cause));
    expect(linkCauses.filter((cause) => !covered.has(cause))).toEqual(["credentials-missing"]);
  });

  test("the detail is what the system said, without grpc-js's frame around it", () => {
    const details =
      "No connection established. Last error: Error: connect ECONNREFUSED 10.0.0.2:1 (2026-01-02T03:04:05.678Z). Resolution note: ";
    expect(linkFailure({ code: unavailable, details }, "connecting").detail).toBe("connect ECONNREFUSED 10.0.0.2:1");
  });

  test("the detail is one line of at most 200 characters", () => {
    const { detail } = linkFailure({ code: unknown, details: `a\n b${"c".repeat(500)}` }, "online");
    expect(detail).toHaveLength(200);
    expect(detail.startsWith("a bcc")).toBe(true);
  });
});

test("isUnimplemented goes by the status alone", () => {
  expect(isUnimplemented({ code: unimplemented, details: "" })).toBe(true);
  expect(isUnimplemented({ code: unknown, details: "unimplemented request by watch-only node" })).toBe(false);
});
