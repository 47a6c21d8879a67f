/**
 * The state of the link to the watch-only node, as data, and the pure machine that moves it.
 */

/** Why the last attempt ended; each has its own words and advice in the window. */
export const linkCauses = [
  "refused-connection",
  "unreachable",
  "host-not-found",
  "certificate-mismatch",
  "tls-failed",
  "macaroon-refused",
  "macaroon-unknown-root-key",
  "another-signer-connected",
  "wrong-port",
  "handshake-timeout",
  "handshake-refused",
  "node-stopping",
  "connection-lost",
  "credentials-missing",
  "unknown",
] as const;
export type LinkCause = (typeof linkCauses)[number];

export interface LinkFailure {
  readonly cause: LinkCause;
  /** What the other side or the system said, shortened; never a secret. */
  readonly detail: string;
}

export type LinkState =
  | { readonly state: "offline" }
  | { readonly state: "connecting"; readonly attempt: number; readonly address: string }
  | { readonly state: "handshaking"; readonly attempt: number; readonly address: string }
  | { readonly state: "online"; readonly sinceMs: number; readonly address: string; readonly protocol: LinkProtocol }
  | {
      readonly state: "backing-off";
      readonly attempt: number;
      readonly failure: LinkFailure;
      /** When the next attempt starts. */
      readonly retryAtMs: number;
    };

/** Which form of the stream the node speaks. */
export type LinkProtocol = "watchonlyrpc" | "walletrpc";
