/** The node a signer is paired with: where it is, which certificate it must show, which macaroon opens the stream. */
import type { Network } from "../signer/network";

export interface NodeAddress {
  /** Host name, IPv4 or IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
}

/** As people and URLs write it: `node.lan:10019`, `[fd00::1]:10019`. */
export function addressText({ host, port }: NodeAddress): string {
  return `${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** What is remembered about a node and may be shown. The macaroon is kept apart (keystore). */
export interface WatchOnlyNode {
  /** Stable random id, 16 hex digits. */
  readonly id: string;
  /** Label for people, 1 to 40 characters. */
  readonly name: string;
  /** Tried in order. */
  readonly addresses: readonly NodeAddress[];
  /** SOCKS5 proxy all addresses are dialled through. Without it only onion services are, through Tor's usual port. */
  readonly proxy?: NodeAddress | undefined;
  /** The one certificate that is accepted, DER. */
  readonly certificateDer: Uint8Array;
  readonly network: Network;
  /** lnd's remotesigner.experimentalrequesttimeout; the protocol does not transmit it. */
  readonly requestTimeoutMs: number;
  readonly pairedAtMs: number;
}

/** lnd's default for remotesigner.experimentalrequesttimeout (lncfg/remotesigner.go). */
export const defaultRequestTimeoutMs = 5_000;
/** lnd's default for remotesigner.experimentalrpclisten (lncfg/remotesigner.go). */
export const defaultSignerPort = 10_019;
