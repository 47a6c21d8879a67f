/** Asks a node to show its TLS certificate, so that a person can compare it. Nothing is sent beyond the handshake. */
import { connect as connectTcp, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { NodeAddress } from "../pairing/watchOnlyNode";
import { grpcStatus, linkFailure } from "./linkFailure";
import type { LinkFailure } from "./linkState";
import { proxyFor } from "./proxyTunnel";
import { connectThroughSocks5 } from "./socks5";

const timeLimitMs = 5_000;
/** Tor needs some seconds for an onion service. */
const proxyTimeLimitMs = 30_000;
const noAnswer = "no answer within the time for it";

export type Presented =
  | { readonly certificateDer: Uint8Array; readonly address: NodeAddress }
  | { readonly failure: LinkFailure; readonly address: NodeAddress };

/**
 * Tries the addresses in turn until one shows a certificate; the last failure if none does. At least one address.
 *
 * @param proxy the SOCKS5 proxy the person chose; without it only onion services go through one
 */
export async function fetchPresentedCertificate(
  addresses: readonly NodeAddress[],
  proxy: NodeAddress | undefined,
): Promise<Presented> {
  let presented: Presented | undefined;
  for (const address of addresses) {
    presented = await fetchFrom(address, proxyFor(address, proxy));
    if ("certificateDer" in presented) return presented;
  }
  if (presented === undefined) throw new RangeError("no address to ask");
  return presented;
}

async function fetchFrom(address: NodeAddress, proxy: NodeAddress | undefined): Promise<Presented> {
  const limit = AbortSignal.timeout(proxy === undefined ? timeLimitMs : proxyTimeLimitMs);
  try {
    const socket = await open(address, proxy, limit);
    return { certificateDer: await certificateShown(socket, address, limit), address };
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error);
    return { failure: linkFailure({ code: grpcStatus.unavailable, details }, "connecting"), address };
  }
}

function open({ host, port }: NodeAddress, proxy: NodeAddress | undefined, limit: AbortSignal): Promise<Socket> {
  if (proxy !== undefined) return connectThroughSocks5(proxy, { host, port }, proxyTimeLimitMs, limit);
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host, port });
    const stop = () => socket.destroy(new Error(noAnswer));
    limit.addEventListener("abort", stop, { once: true });
    socket.once("error", reject);
    socket.once("connect", () => {
      limit.removeEventListener("abort", stop);
      resolve(socket.off("error", reject));
    });
  });
}

function certificateShown(socket: Socket, { host }: NodeAddress, limit: AbortSignal): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const tls = connectTls({
      socket,
      // As the link itself asks: see channel.ts.
      servername: isIP(host) === 0 ? host : "localhost",
      ALPNProtocols: ["h2"],
      minVersion: "TLSv1.2",
    });
    let certificateDer: Uint8Array | undefined;
    const finish = (error: Error) => {
      limit.removeEventListener("abort", stop);
      tls.destroy();
      socket.destroy();
      if (certificateDer === undefined) reject(error);
      else resolve(certificateDer);
    };
    const stop = () => finish(new Error(noAnswer));
    limit.addEventListener("abort", stop, { once: true });
    // Comes before Node verifies the chain and ends the connection, as it does for every certificate nobody vouches for:
    // verification is never switched off, and this connection is used for nothing else.
    tls.prependListener("secure", () => {
      const presented = tls.getPeerX509Certificate();
      if (presented !== undefined) certificateDer = Uint8Array.from(presented.raw);
    });
    const ended = new Error("tls: the connection ended before a certificate was shown");
    tls.once("secureConnect", () => finish(ended));
    tls.on("error", finish);
    tls.once("close", () => finish(ended));
  });
}
