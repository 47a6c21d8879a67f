/** Why a call to the signer thread has no result. */

export class ThreadError extends Error {
  /** CRASHED, STOPPED, TIMEOUT, INTERNAL, or the code of what the thread refused with. */
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.name = "ThreadError";
    this.code = code;
  }
}
