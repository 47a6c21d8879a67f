/** The lines of lnd.conf that make a node take this signer (lnd lncfg/remotesigner.go, lncfg/healthcheck.go). */
import type { NodeAddress } from "../pairing/watchOnlyNode";
import type { Network } from "../signer/network";
import { goDuration } from "./goValues";

export interface SignerConf {
  /** What Countersign dials. */
  readonly address: NodeAddress;
  /** Set in Countersign as well; the protocol does not transmit it. */
  readonly requestTimeoutMs: number;
}

/** How the node is reached decides where it listens and what its certificate is made out to. */
export type HostKind = "name" | "ipv4" | "ipv6" | "onion" | "loopback";

/** @param host as in NodeAddress: a name, or an IP address without brackets */
export function hostKind(host: string): HostKind {
  if (host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host)) return "loopback";
  if (host.includes(":")) return "ipv6";
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return "ipv4";
  return host.endsWith(".onion") ? "onion" : "name";
}

/** The option that writes the host into tls.cert; null for loopback, which lnd writes by itself. */
export function certificateNameLine(host: string): string | null {
  const kind = hostKind(host);
  if (kind === "loopback") return null;
  return `${kind === "ipv4" || kind === "ipv6" ? "tlsextraip" : "tlsextradomain"}=${host}`;
}

/** Where lnd listens: on loopback for what comes from the same computer or through Tor, else everywhere. */
export function listenLine({ host, port }: NodeAddress): string {
  const kind = hostKind(host);
  const listen =
    kind === "ipv6" ? "[::]" : host === "::1" ? "[::1]" : kind === "ipv4" || kind === "name" ? "0.0.0.0" : "127.0.0.1";
  return `remotesigner.experimentalrpclisten=${listen}:${port}`;
}

/** The switch of lnd and lncli for a network. */
function networkOption(network: Network): string {
  return `bitcoin.${network}=true`;
}

/** lncli with what it needs to find the node of that network. */
export function lncli(network: Network): string {
  return network === "mainnet" ? "lncli" : `lncli --network=${network}`;
}

/**
 * The block to append to lnd.conf. One section, in which every option may stand: lnd refuses an option under the heading
 * of another group. Comments have lines of their own, as lnd would take one behind a value for a part of it.
 *
 * @param network null leaves the choice of network to what the file says already
 */
export function signerConf({ address, requestTimeoutMs }: SignerConf, network: Network | null): string {
  const nameLine = certificateNameLine(address.host);
  return [
    "[Application Options]",
    ...(network === null ? [] : [networkOption(network)]),
    "; Countersign signs for this node.",
    "remotesigner.enable=true",
    "remotesigner.experimentalallowinboundconnection=true",
    listenLine(address),
    "; The same time is set in Countersign. A longer one lets a hanging signer stall channels for longer,",
    "; a shorter one stops lnd sooner.",
    `remotesigner.experimentalrequesttimeout=${goDuration(requestTimeoutMs)}`,
    "; At start lnd waits for the signer instead of giving up after five minutes.",
    "remotesigner.experimentalstartuptimeout=0",
    "; Three tries before lnd stops for want of a signer, instead of one.",
    "healthcheck.remotesigner.attempts=3",
    "healthcheck.remotesigner.timeout=10s",
    "healthcheck.remotesigner.backoff=30s",
    ...(nameLine === null
      ? []
      : ["; What Countersign dials: lnd writes it into the next tls.cert it makes.", nameLine]),
    "",
  ].join("\n");
}
