/** Errors cross the bridge as data: structured clone would drop everything but an Error's message. */

export const errorCodes = [
  "BAD_INPUT",
  "NOT_ALLOWED",
  "INTERNAL",
  "BUSY",
  // seed
  "SEED_WORD_COUNT",
  "SEED_UNKNOWN_WORD",
  "SEED_CHECKSUM",
  "SEED_VERSION",
  "SEED_WRONG_PASSPHRASE",
  "SEED_IS_BIP39",
  "SEED_IS_AEZEED",
  "SEED_WRONG_NETWORK",
  "SEED_NOT_MASTER_KEY",
  "SEED_NOT_PRIVATE",
  "SEED_UNREADABLE",
  "SEED_EXISTS",
  "NO_SEED_DRAFT",
  // keystore
  "KEYCHAIN_ABSENT",
  "KEYCHAIN_LOCKED",
  "KEYCHAIN_HANGING",
  "KEYCHAIN_FAILED",
  "WRONG_PASSPHRASE",
  "TOO_MANY_ATTEMPTS",
  "PASSPHRASE_REQUIRED",
  "PASSPHRASE_TOO_SHORT",
  "KEYS_LOCKED",
  "NO_BACKUP_WORDS",
  // pairing
  "PAIRING_DRAFT_GONE",
  "PAIRING_BLOCKED",
  "PAIRING_NOT_ACCEPTED",
  "PAIRING_NO_LINK",
  "PAIRING_TEST_FAILED",
  "CERTIFICATE_NOT_SHOWN",
  "CERTIFICATE_NOT_INSPECTED",
  // guard
  "APPROVAL_OVER",
  "ADDRESS_UNREADABLE",
  "RULE_UNKNOWN",
  "JOURNAL_UNAVAILABLE",
  "MEMORY_UNREADABLE",
  "MEMORY_OTHER_SEED",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

export interface WireError {
  readonly code: ErrorCode;
  /** One sentence for people: what is wrong and what to do. */
  readonly message: string;
  /** Where in the input, when that helps: number of the word that is wrong (from 1), seconds to wait. */
  readonly at?: number | undefined;
  /** Same reference as in the local log, for INTERNAL. */
  readonly ref?: string | undefined;
}

export type Reply<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: WireError };
