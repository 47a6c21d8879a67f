/** Turns of the event loop as a port, so that work in slices can be tested turn by turn. */

export interface EventLoop {
  /** Runs `task` in the next turn. */
  nextTurn(task: () => void): void;
  /** Runs `task` when what arrived meanwhile has been read, handled and answered. */
  afterIo(task: () => void): void;
}

/**
 * A message is handled in the turn that reads it from the socket, and its answer is put on the socket in the next one.
 * A turn without work costs microseconds.
 */
const turnsForIo = 2;

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
