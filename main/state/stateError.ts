/** Why the database is not there. */

export class StateError extends Error {
  readonly code: "UNAVAILABLE" | "TOO_NEW";

  constructor(code: "UNAVAILABLE" | "TOO_NEW", message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StateError";
    this.code = code;
  }
}
