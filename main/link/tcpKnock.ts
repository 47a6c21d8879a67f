/** The real knock: a TCP connection that is closed as soon as it stands. */
import { connect } from "node:net";
import type { Knock } from "./portWatch";

/** Further away than this, and the port counts as closed. */
const timeoutMs = 750;

export const tcpKnock: Knock = ({ host, port }, done) => {
  const socket = connect({ host, port, timeout: timeoutMs });
  const finish = (isOpen: boolean) => {
    socket.removeAllListeners("connect").removeAllListeners("timeout").removeAllListeners("error");
    // What the socket still says while it closes concerns nobody.
    socket.on("error", () => undefined);
    socket.destroy();
    done(isOpen);
  };
  socket.once("connect", () => finish(true));
  socket.once("timeout", () => finish(false));
  socket.once("error", () => finish(false));
  return () => {
    socket.removeAllListeners().on("error", () => undefined);
    socket.destroy();
  };
};
