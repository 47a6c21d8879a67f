/**
 * Watches a closed port while the link backs off or an attempt hangs, so that a node that comes back is dialled at once.
 *
 * A knock is a TCP connection that is closed as soon as it stands: no TLS, no byte of data. Only an opening counts: a
 * port that was open all the time is a reason to wait, not to dial faster.
 */
import type { NodeAddress } from "../pairing/watchOnlyNode";
import type { Clock } from "../support/clock";
import type { LinkCause } from "./linkState";

/** Tries to connect; calls `done` once, later, unless the returned function gave it up before. */
export type Knock = (address: NodeAddress, done: (isOpen: boolean) => void) => () => void;

/** Each address is knocked at this often at most. */
const knockEveryMs = 250;

/** Failures after which the port may be closed; all others need more than a port. */
const watchedCauses: ReadonlySet<LinkCause> = new Set([
  "refused-connection",
  "unreachable",
  "connection-lost",
  "node-stopping",
]);

export interface PortWatchOptions {
  readonly addresses: readonly NodeAddress[];
  readonly cause: LinkCause;
  readonly knock: Knock;
  readonly clock: Clock;
  /** One of the ports has opened. Called once. */
  readonly opened: () => void;
}

/** Starts watching. Returns a function that stops. */
export function watchPorts({ addresses, cause, knock, clock, opened }: PortWatchOptions): () => void {
  if (addresses.length === 0 || !watchedCauses.has(cause)) return () => undefined;
  const closed = new Set<NodeAddress>(cause === "refused-connection" ? addresses : []);
  const cancels = new Set<() => void>();
  let isOver = false;

  const stop = () => {
    isOver = true;
    for (const cancel of cancels) cancel();
  };
  const repeat = () => {
    const cancelTimer = clock.after(knockEveryMs, () => {
      cancels.delete(cancelTimer);
      for (const address of addresses) tryOnce(address);
      if (!isOver) repeat();
    });
    cancels.add(cancelTimer);
  };
  const tryOnce = (address: NodeAddress) => {
    const giveUp = knock(address, (isOpen) => {
      cancels.delete(giveUp);
      if (isOver) return;
      if (!isOpen) closed.add(address);
      else if (closed.has(address)) {
        stop();
        opened();
      }
    });
    cancels.add(giveUp);
  };
  repeat();
  return stop;
}
