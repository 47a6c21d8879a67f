/** The one kind of error that both shells show to people, and where every other expected error becomes it. */
import type { ErrorCode, WireError } from "../../preload/contract/errors";
import { KeystoreError } from "../keystore/keystoreError";
import { SignerError } from "../signer/errors";
import { SeedError } from "../signer/seedError";

/** An expected refusal. */
export class AppError extends Error {
  readonly code: ErrorCode;
  /** Where in the input, or how many seconds to wait. */
  readonly at: number | undefined;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions & { readonly at?: number | undefined }) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
    this.at = options?.at;
  }

  toWire(): WireError {
    return { code: this.code, message: this.message, ...(this.at === undefined ? {} : { at: this.at }) };
  }
}

/** Turns refusals of keystore and seed reading into an AppError; what is a bug stays what it is. */
export function toAppError(error: unknown): unknown {
  if (error instanceof KeystoreError || error instanceof SeedError) {
    return new AppError(error.code, asSentence(error.message), { cause: error, at: error.at });
  }
  // The one SignerError outside a request: a master key that is no scalar (probability about 2^-127).
  if (error instanceof SignerError) return new AppError("SEED_UNREADABLE", asSentence(error.message), { cause: error });
  return error;
}

function asSentence(text: string): string {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
