/** A headless command that cannot go on: one sentence for standard error, and the exit status. */

/** 1: it was tried and failed. 2: the command line is wrong. */
export type ExitStatus = 1 | 2;

export class CommandError extends Error {
  readonly exitStatus: ExitStatus;

  constructor(exitStatus: ExitStatus, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CommandError";
    this.exitStatus = exitStatus;
  }
}
