/**
 * A way to the node through a SOCKS5 proxy that gRPC can dial: a port on loopback that takes one connection and passes
 * its bytes on. TLS runs from end to end, so the pinned certificate still decides.
 */
import { createServer, type Server, type Socket } from "node:net";
import { pipeline } from "node:stream";
import type { NodeAddress } from "../pairing/watchOnlyNode";
import { connectThroughSocks5 } from "./socks5";

export interface ProxyTunnel {
  /** On 127.0.0.1. */
  readonly port: number;
  close(): void;
}

/** Building a circuit to an onion service takes Tor some seconds, now and then half a minute. */
const connectTimeoutMs = 30_000;
/** Where Tor listens unless told otherwise. */
const torProxy: NodeAddress = { host: "127.0.0.1", port: 9050 };

/** The proxy that leads to `address`: the one the person set, else Tor's for onion services, else none. */
export function proxyFor(address: NodeAddress, chosen: NodeAddress | undefined): NodeAddress | undefined {
  return chosen ?? (/\.onion\.?$/i.test(address.host) ? torProxy : undefined);
}

/** @throws Error that begins with "the proxy at", when there is no connection through it */
export async function openProxyTunnel(
  proxy: NodeAddress,
  address: NodeAddress,
  signal: AbortSignal,
): Promise<ProxyTunnel> {
  const far = await connectThroughSocks5(proxy, address, connectTimeoutMs, signal);
  let near: Socket | undefined;
  const server = createServer((socket) => {
    if (near !== undefined) {
      socket.destroy();
      return;
    }
    near = socket.setNoDelay();
    server.close();
    // Either side's end or error ends both; gRPC notices by its own socket.
    pipeline(near, far, near, () => undefined);
  });
  // Without a listener an error before anybody dialled would be thrown; gRPC finds the tunnel closed.
  far.on("error", () => server.close());
  const close = () => {
    server.close();
    near?.destroy();
    far.destroy();
  };
  try {
    return { port: await listen(server), close };
  } catch (error) {
    close();
    throw error;
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const bound = server.address();
      if (bound !== null && typeof bound === "object") resolve(bound.port);
    });
  });
}
