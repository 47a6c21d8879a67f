/** Turns of the event loop as a port, so that work in slices can be tested turn by turn. */

export interface EventLoop {
  /** Runs `task` in the next turn. */
  nextTurn(task: () => void): void;
  /** Runs `task` when what arrived meanwhile has been read, handled and answered. */
  afterIo(task: () => void): void;
}

/**
 * Turns a message needs on its way through TLS, HTTP/2 and gRPC: with fewer between slices of long work, pings that
 * arrive every few milliseconds queue up for hundreds. A turn without work costs microseconds.
 */
const turnsForIo = 10;

export const systemEventLoop: EventLoop = {
  nextTurn: (task) => void setImmediate(task),
  afterIo(task) {
    let turnsLeft = turnsForIo;
    const turn = () => {
      turnsLeft -= 1;
      if (turnsLeft === 0) task();
      else setImmediate(turn);
    };
    setImmediate(turn);
  },
};
