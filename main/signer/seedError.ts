/** Why a seed that a person typed or pasted cannot be used. The message says what to do and never repeats the seed. */

export type SeedErrorCode =
  | "SEED_WORD_COUNT"
  | "SEED_UNKNOWN_WORD"
  | "SEED_CHECKSUM"
  | "SEED_VERSION"
  | "SEED_WRONG_PASSPHRASE"
  | "SEED_IS_BIP39"
  | "SEED_IS_AEZEED"
  | "SEED_WRONG_NETWORK"
  | "SEED_NOT_MASTER_KEY"
  | "SEED_NOT_PRIVATE"
  | "SEED_UNREADABLE";

export class SeedError extends Error {
  readonly code: SeedErrorCode;
  /** Number of the word that is wrong, from 1. */
  readonly at?: number;

  constructor(code: SeedErrorCode, message: string, at?: number) {
    super(message);
    this.name = "SeedError";
    this.code = code;
    if (at !== undefined) this.at = at;
  }
}
