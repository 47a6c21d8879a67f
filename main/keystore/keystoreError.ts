/** Why the keystore says no. The codes are part of the window's contract (preload/contract/errors.ts). */
import { SecretStoreError, type SecretStoreTrouble } from "./secretStore";

export type KeystoreErrorCode =
  | "NOT_ALLOWED"
  | "SEED_EXISTS"
  | "NO_SEED_DRAFT"
  | "KEYCHAIN_ABSENT"
  | "KEYCHAIN_LOCKED"
  | "KEYCHAIN_HANGING"
  | "KEYCHAIN_FAILED"
  | "WRONG_PASSPHRASE"
  | "TOO_MANY_ATTEMPTS"
  | "PASSPHRASE_REQUIRED"
  | "PASSPHRASE_TOO_SHORT"
  | "KEYS_LOCKED"
  | "NO_BACKUP_WORDS";

export class KeystoreError extends Error {
  readonly code: KeystoreErrorCode;
  /** Seconds to wait, for TOO_MANY_ATTEMPTS. */
  readonly at: number | undefined;

  constructor(code: KeystoreErrorCode, message: string, options?: ErrorOptions & { readonly at?: number }) {
    super(message, options);
    this.name = "KeystoreError";
    this.code = code;
    this.at = options?.at;
  }
}

const troubleCodes: Record<SecretStoreTrouble, KeystoreErrorCode> = {
  absent: "KEYCHAIN_ABSENT",
  locked: "KEYCHAIN_LOCKED",
  hanging: "KEYCHAIN_HANGING",
  failed: "KEYCHAIN_FAILED",
};

/** Turns trouble of a store into the keystore's own error; leaves everything else as it is. */
export function fromStoreTrouble(error: unknown): unknown {
  return error instanceof SecretStoreError
    ? new KeystoreError(troubleCodes[error.trouble], error.message, { cause: error })
    : error;
}
