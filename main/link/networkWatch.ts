/** Notices that this computer's network changed: an address came (cable, Wi-Fi, VPN) or went. */
import { createSocket } from "node:dgram";
import { isIP } from "node:net";
import os from "node:os";
import type { NodeAddress } from "../pairing/watchOnlyNode";
import type { Clock } from "../support/clock";

const lookEveryMs = 250;

/** The addresses of this computer, loopback included. */
export type ReadAddresses = () => ReadonlySet<string>;

export const systemAddresses: ReadAddresses = () =>
  new Set(Object.values(os.networkInterfaces()).flatMap((each) => (each ?? []).map(({ address }) => address)));

/** Calls `changed` with the addresses there are now whenever they differ from before. Returns a function that stops. */
export function watchNetwork(
  clock: Clock,
  readAddresses: ReadAddresses,
  changed: (addresses: ReadonlySet<string>) => void,
): () => void {
  let known = readAddresses();
  let cancel: () => void;
  const look = () => {
    cancel = clock.after(lookEveryMs, look);
    const now = readAddresses();
    if (now.size === known.size && [...now].every((address) => known.has(address))) return;
    known = now;
    changed(now);
  };
  cancel = clock.after(lookEveryMs, look);
  return () => cancel();
}

/**
 * The address of this computer that connections to `destination` leave from, or null when there is no way there.
 * A connected UDP socket makes the system choose one; nothing is sent.
 */
export async function localAddressTo({ host, port }: NodeAddress): Promise<string | null> {
  const socket = createSocket(isIP(host) === 6 ? "udp6" : "udp4");
  try {
    return await new Promise((resolve) => {
      socket.once("error", () => resolve(null));
      socket.once("connect", () => resolve(socket.address().address));
      socket.connect(port, host);
    });
  } finally {
    socket.close();
  }
}
