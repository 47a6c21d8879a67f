/** Asks a node to show its TLS certificate, so that a person can compare it. Nothing is sent beyond the handshake. */
import { isIP } from "node:net";
import { connect, type TLSSocket } from "node:tls";
import { addressText, type NodeAddress } from "../pairing/watchOnlyNode";
import { linkFailure } from "./linkFailure";
import type { LinkFailure } from "./linkState";

const timeLimitMs = 5_000;

export type Presented =
  | { readonly certificateDer: Uint8Array; readonly address: NodeAddress }
  | { readonly failure: LinkFailure; readonly address: NodeAddress };

/** Tries the addresses in turn until one shows a certificate; the last failure if none does. At least one address. */
export async function fetchPresentedCertificate(addresses: readonly NodeAddress[]): Promise<Presented> {
  let presented: Presented | undefined;
  for (const address of addresses) {
    presented = await fetchFrom(address);
    if ("certificateDer" in presented) return presented;
  }
  if (presented === undefined) throw new RangeError("no address to ask");
  return presented;
}

function fetchFrom(address: NodeAddress): Promise<Presented> {
  const { host, port } = address;
  return new Promise((resolve) => {
    const socket: TLSSocket = connect({
      host,
      port,
      // As the link itself asks: see channel.ts.
      servername: isIP(host) === 0 ? host : "localhost",
      ALPNProtocols: ["h2"],
      minVersion: "TLSv1.2",
    });
    let certificateDer: Uint8Array | undefined;
    const finish = (error?: Error) => {
      clearTimeout(timer);
      socket.destroy();
      if (certificateDer !== undefined) return resolve({ certificateDer, address });
      const details = error === undefined ? "the connection ended before a certificate was shown" : error.message;
      resolve({ failure: linkFailure({ code: 14, details }, "connecting"), address });
    };
    const timer = setTimeout(
      () => finish(new Error(`no answer within ${timeLimitMs / 1_000} s from ${addressText(address)}`)),
      timeLimitMs,
    );
    // Comes before Node verifies the chain and ends the connection, as it does for every certificate nobody vouches for:
    // verification is never switched off, and this connection is used for nothing else.
    socket.prependListener("secure", () => {
      const presented = socket.getPeerX509Certificate();
      if (presented !== undefined) certificateDer = Uint8Array.from(presented.raw);
    });
    socket.once("secureConnect", () => finish());
    socket.on("error", finish);
    socket.once("close", () => finish());
  });
}
