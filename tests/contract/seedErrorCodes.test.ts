import { expect, test } from "vitest";
import type { SeedErrorCode } from "../../main/signer/seedError";
import { errorCodes } from "../../preload/contract/errors";

/** The type makes this list complete. */
const seedErrorCodes: Readonly<Record<SeedErrorCode, true>> = {
  SEED_WORD_COUNT: true,
  SEED_UNKNOWN_WORD: true,
  SEED_CHECKSUM: true,
  SEED_VERSION: true,
  SEED_WRONG_PASSPHRASE: true,
  SEED_IS_BIP39: true,
  SEED_IS_AEZEED: true,
  SEED_WRONG_NETWORK: true,
  SEED_NOT_MASTER_KEY: true,
  SEED_NOT_PRIVATE: true,
  SEED_UNREADABLE: true,
};

test("every code of the engine's seed errors can cross the bridge", () => {
  expect(errorCodes).toEqual(expect.arrayContaining(Object.keys(seedErrorCodes)));
});
