/** From what gRPC, TLS or the node said at the end of a stream to one cause with its own advice. Pure. */
import type { LinkFailure } from "./linkState";

/** How a stream ended, as gRPC tells it. */
export interface StreamEnd {
  /** gRPC status code. */
  readonly code: number;
  readonly details: string;
}

/** How far the attempt had got. */
export type LinkPhase = "connecting" | "handshaking" | "online";

/** gRPC status codes with a meaning of their own here. */
export const grpcStatus = {
  ok: 0,
  cancelled: 1,
  unknown: 2,
  deadlineExceeded: 4,
  permissionDenied: 7,
  resourceExhausted: 8,
  unimplemented: 12,
  unavailable: 14,
  unauthenticated: 16,
} as const;

interface Rule {
  readonly cause: LinkFailure["cause"];
  readonly phases: readonly LinkPhase[];
  readonly pattern: RegExp;
}

const whileConnecting = ["connecting"] as const;
const afterConnecting = ["handshaking", "online"] as const;

/** First match wins. The texts are Node's and OpenSSL's while connecting, lnd's afterwards. */
const rules: readonly Rule[] = [
  // What a proxy says about the node (socks5.ts) before what it says about itself.
  {
    cause: "refused-connection",
    phases: whileConnecting,
    pattern: /^the proxy at \S+ could not connect: connection refused/,
  },
  {
    cause: "unreachable",
    phases: whileConnecting,
    pattern: /^the proxy at \S+ could not connect: (?:network unreachable|host unreachable|time to live expired)/,
  },
  { cause: "proxy-failed", phases: whileConnecting, pattern: /^the proxy at / },
  { cause: "refused-connection", phases: whileConnecting, pattern: /ECONNREFUSED/ },
  { cause: "host-not-found", phases: whileConnecting, pattern: /ENOTFOUND|EAI_AGAIN|Name resolution failed/ },
  {
    cause: "unreachable",
    phases: whileConnecting,
    pattern: /EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EADDRNOTAVAIL|no answer within/,
  },
  // The pinned certificate is the only root, so every other one fails the chain before its fingerprint is compared.
  {
    cause: "certificate-mismatch",
    phases: whileConnecting,
    pattern:
      /not the pinned certificate|self[- ]signed certificate|unable to (?:verify|get)|certificate signature failure/i,
  },
  {
    cause: "certificate-dates",
    phases: whileConnecting,
    pattern: /certificate has expired|certificate is not yet valid|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID/i,
  },
  {
    cause: "tls-failed",
    phases: whileConnecting,
    pattern:
      /certificate|tls|ssl|EPROTO|wrong version number|ECONNRESET|before secure|Failed to connect|socket hang up|HTTP\/2|Protocol error/i,
  },
  // lnrpc/macaroons: a root key that the node does not have, against a permission that the macaroon does not have.
  {
    cause: "macaroon-unknown-root-key",
    phases: afterConnecting,
    pattern: /cannot get macaroon.*root key|root key with id|verification failed: signature mismatch/i,
  },
  // checkers.TimeBefore of macaroon-bakery.
  { cause: "macaroon-expired", phases: afterConnecting, pattern: /macaroon has expired|caveat "time-before / },
  {
    cause: "macaroon-refused",
    phases: afterConnecting,
    pattern:
      /permission denied|verification failed|expected 1 macaroon|cannot determine.*macaroon|invalid macaroon|macaroon/i,
  },
  // ErrMultipleConnections in lnwallet/rpcwallet/sign_coordinator.go.
  {
    cause: "another-signer-connected",
    phases: afterConnecting,
    pattern: /only one remote signer can be connected/,
  },
  {
    cause: "node-stopping",
    phases: afterConnecting,
    pattern: /lnd is shutting down|server is stopping|shutting down/i,
  },
  // rpcperms/interceptor.go: the general RPC port while lnd waits for its signer, and before its wallet is open.
  {
    cause: "node-starting",
    phases: afterConnecting,
    pattern:
      /RPC server is in the process of starting up|waiting to start, RPC services not available|wallet locked|wallet not created/i,
  },
  {
    cause: "wrong-port",
    phases: afterConnecting,
    pattern:
      /inbound connections from remote signers not enabled|unknown (?:service|method)|unexpected HTTP|unexpected content-type|Received HTTP status code/i,
  },
];

/**
 * Names the cause of a stream's end.
 *
 * @param phase how far the attempt had got; the same words mean different things before and after the handshake
 */
export function linkFailure(end: StreamEnd, phase: LinkPhase): LinkFailure {
  const detail = shortDetail(end.details);
  const rule = rules.find((each) => each.phases.includes(phase) && each.pattern.test(end.details));
  if (rule !== undefined) return { cause: rule.cause, detail };
  if (phase === "connecting") return { cause: "unknown", detail };
  switch (end.code) {
    case grpcStatus.unimplemented:
      return { cause: "wrong-port", detail };
    case grpcStatus.permissionDenied:
    case grpcStatus.unauthenticated:
      return { cause: "macaroon-refused", detail };
    case grpcStatus.deadlineExceeded:
      return { cause: phase === "handshaking" ? "handshake-timeout" : "connection-lost", detail };
    case grpcStatus.unavailable:
    case grpcStatus.cancelled:
    case grpcStatus.ok:
      return { cause: "connection-lost", detail };
    default:
      return { cause: phase === "handshaking" ? "handshake-refused" : "connection-lost", detail };
  }
}

/** True when the node does not know this form of the stream, so that the other form is worth a try. */
export function isUnimplemented(end: StreamEnd): boolean {
  return end.code === grpcStatus.unimplemented;
}

/** One line, without grpc-js's own framing around the text that matters. */
function shortDetail(details: string): string {
  const text = details
    .replace(/^No connection established\. Last error: /, "")
    .replace(/ \(\d{4}-\d\d-\d\dT[^)]*\)/, "")
    .replace(/\. Resolution note: .*$/, "")
    .replace(/^Error: /, "")
    .replace(/\s+/g, " ")
    .trim();
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
