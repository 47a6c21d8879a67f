/** Names the step a refusal comes from, as lnd's wrapped errors do. */
import { SignerError } from "./errors";

/** Runs a step; a SignerError leaves it with `prefix` in front of its message and its code unchanged. */
export function inContext<Result>(prefix: string, step: () => Result): Result {
  try {
    return step();
  } catch (error) {
    if (!(error instanceof SignerError)) throw error;
    throw new SignerError(error.code, `${prefix}${error.message}`, { cause: error });
  }
}
