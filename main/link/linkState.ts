/**
 * The state of the link to the watch-only node, as data, and the pure machine that moves it.
 */

/** Why the last attempt ended; each has its own words and advice in the window. */
export const linkCauses = [
  "refused-connection",
  "unreachable",
  "host-not-found",
  "proxy-failed",
  "certificate-mismatch",
  "certificate-dates",
  "tls-failed",
  "macaroon-refused",
  "macaroon-unknown-root-key",
  "macaroon-expired",
  "another-signer-connected",
  "wrong-port",
  "handshake-timeout",
  "handshake-refused",
  "node-starting",
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

export type LinkEvent =
  | { readonly event: "stopped" }
  | { readonly event: "dialling"; readonly address: string }
  /** TCP, TLS and HTTP/2 stand; the registration is under way. */
  | { readonly event: "connected" }
  | { readonly event: "registered"; readonly atMs: number; readonly protocol: LinkProtocol }
  | { readonly event: "failed"; readonly failure: LinkFailure; readonly retryAtMs: number };

/**
 * The state after an event. Events that make no sense in a state leave it as it is: a stream that ends after the link
 * was stopped changes nothing.
 *
 * `attempt` counts from 1 the rounds since the last completed handshake. While backing off it is the number of
 * rounds that failed: 0 right after an online link was lost.
 */
export function nextLinkState(state: LinkState, event: LinkEvent): LinkState {
  switch (event.event) {
    case "stopped":
      return { state: "offline" };
    case "dialling":
      return { state: "connecting", attempt: attemptDialled(state), address: event.address };
    case "connected":
      if (state.state !== "connecting") return state;
      return { state: "handshaking", attempt: state.attempt, address: state.address };
    case "registered":
      if (state.state !== "handshaking") return state;
      return { state: "online", sinceMs: event.atMs, address: state.address, protocol: event.protocol };
    case "failed":
      if (state.state === "offline" || state.state === "backing-off") return state;
      return {
        state: "backing-off",
        attempt: state.state === "online" ? 0 : state.attempt,
        failure: event.failure,
        retryAtMs: event.retryAtMs,
      };
  }
}

function attemptDialled(state: LinkState): number {
  if (state.state === "backing-off") return state.attempt + 1;
  // A further address or the other form of the protocol belongs to the same round.
  if (state.state === "connecting" || state.state === "handshaking") return state.attempt;
  return 1;
}
