/** aezeed, lnd's seed: version, birthday and entropy enciphered to 24 words (lnd aezeed/cipherseed.go). */
import { aezDecrypt, aezEncrypt } from "./aez";
import { isBip39 } from "./bip39";
import { assertBytes, concatBytes, copyBytes, utf8ToBytes, wipe } from "./bytes";
import {
  aezeedExternalVersion,
  aezeedWordCount,
  type EncipheredSeed,
  readEncipheredSeed,
  writeEncipheredSeed,
} from "./encipheredSeed";
import { SeedError } from "./seedError";
import { assertKnownWords, bytesToWords, splitWords } from "./seedWords";

/** What the words stand for. `entropy` is secret: it is the BIP32 seed (masterFromSeedBytes). */
export interface CipherSeed {
  /** 0: legacy, 1: with taproot derivation. Both give the same keys. */
  readonly internalVersion: number;
  /** Days since the genesis block, rounded down. */
  readonly birthdayDays: number;
  /** 16 bytes. */
  readonly entropy: Uint8Array;
  /** 5 bytes. */
  readonly salt: Uint8Array;
}

/** scrypt with `aezeedScrypt`, handed in because the caller knows the fastest one and the thread to run it on. */
export type Stretch = (passphrase: Uint8Array, salt: Uint8Array) => Promise<Uint8Array>;

export const aezeedScrypt = { N: 32768, r: 8, p: 1, dkLen: 32 } as const;

/** lnd keychain/derivation.go, CurrentKeyDerivationVersion. */
const currentInternalVersion = 1;
/** What lnd stretches in place of an empty passphrase. */
const defaultPassphrase = "aezeed";

/** Timestamp of the genesis block (lnd aezeed/cipherseed.go, BitcoinGenesisDate). */
const genesisMs = 1_231_006_505_000;
const dayMs = 86_400_000;

/** Whole days since the genesis block, within what a seed can hold: 0 to 65535 (year 2188). */
export function birthdayDaysAt(timeMs: number): number {
  return Math.min(Math.max(Math.floor((timeMs - genesisMs) / dayMs), 0), 0xffff);
}

/** Unix time of a birthday in milliseconds. */
export function birthdayMs(birthdayDays: number): number {
  return genesisMs + birthdayDays * dayMs;
}

/** Assembles a new seed from fresh random bytes of the caller: 16 of entropy and 5 of salt, both copied. */
export function newCipherSeed(entropy: Uint8Array, salt: Uint8Array, birthdayDays: number): CipherSeed {
  assertBytes(entropy, 16, "entropy");
  assertBytes(salt, 5, "salt");
  return { internalVersion: currentInternalVersion, birthdayDays, entropy: copyBytes(entropy), salt: copyBytes(salt) };
}

/**
 * Enciphers a seed to its 24 words.
 *
 * @param passphrase UTF-8, empty for none; not modified
 */
export async function wordsFromCipherSeed(
  seed: CipherSeed,
  passphrase: Uint8Array,
  stretch: Stretch,
): Promise<string[]> {
  const key = await stretch(orDefault(passphrase), seed.salt);
  // internalVersion(1) || birthday(2, big-endian) || entropy(16)
  const plaintext = concatBytes(
    Uint8Array.of(seed.internalVersion, seed.birthdayDays >> 8, seed.birthdayDays & 0xff),
    seed.entropy,
  );
  try {
    const enciphered = writeEncipheredSeed(aezEncrypt(key, associatedData(seed.salt), plaintext), seed.salt);
    const words = bytesToWords(enciphered);
    wipe(enciphered);
    return words;
  } finally {
    wipe(key, plaintext);
  }
}

/**
 * Deciphers typed words with lnd's checks in lnd's order: word list, external version, checksum, passphrase, internal
 * version. Case and white space do not matter.
 *
 * @param passphrase UTF-8, empty for none; not modified
 * @returns the caller wipes `entropy`
 * @throws SeedError SEED_WORD_COUNT, SEED_UNKNOWN_WORD, SEED_IS_BIP39, SEED_VERSION, SEED_CHECKSUM,
 *   SEED_WRONG_PASSPHRASE
 */
export async function cipherSeedFromWords(text: string, passphrase: Uint8Array, stretch: Stretch): Promise<CipherSeed> {
  const { ciphertext, salt } = readWords(splitWords(text));
  const key = await stretch(orDefault(passphrase), salt);
  const plaintext = aezDecrypt(key, associatedData(salt), ciphertext);
  wipe(key, ciphertext);
  if (plaintext === undefined) {
    throw new SeedError(
      "SEED_WRONG_PASSPHRASE",
      passphrase.length === 0
        ? "The words are right, but this seed needs a passphrase. Enter the cipher seed passphrase chosen when it was made."
        : "The words are right, but this is not the passphrase they were made with.",
    );
  }
  try {
    const internalVersion = plaintext[0] as number;
    if (internalVersion > currentInternalVersion) {
      throw new SeedError(
        "SEED_VERSION",
        `This seed has internal version ${internalVersion}, from a newer lnd. Update Countersign, which knows 0 and 1.`,
      );
    }
    const birthdayDays = ((plaintext[1] as number) << 8) | (plaintext[2] as number);
    return { internalVersion, birthdayDays, entropy: plaintext.slice(3), salt };
  } finally {
    wipe(plaintext);
  }
}

function readWords(words: readonly string[]): EncipheredSeed {
  if (words.length !== aezeedWordCount) {
    if (isBip39(words)) throw wordsAreBip39();
    throw new SeedError(
      "SEED_WORD_COUNT",
      `An aezeed has ${aezeedWordCount} words, and ${words.length} were entered. Check that none is missing or doubled.`,
    );
  }
  assertKnownWords(words);
  const enciphered = readEncipheredSeed(words);
  // Before the version check, which random BIP39 words nearly always fail too.
  if (!enciphered.hasChecksum && isBip39(words)) throw wordsAreBip39();
  if (enciphered.version !== aezeedExternalVersion) {
    throw new SeedError(
      "SEED_VERSION",
      `These words say aezeed version ${enciphered.version}, and only version ${aezeedExternalVersion} is known. Check the first word.`,
      1,
    );
  }
  if (!enciphered.hasChecksum) {
    throw new SeedError(
      "SEED_CHECKSUM",
      "All words are on the list, but their checksum is wrong: a word was replaced by another, or two were swapped. Compare them with your backup.",
    );
  }
  return enciphered;
}

function wordsAreBip39(): SeedError {
  return new SeedError(
    "SEED_IS_BIP39",
    "These words are a BIP39 seed, not an aezeed of lnd. Restore them as BIP39, or look for the words of your lnd node.",
  );
}

function orDefault(passphrase: Uint8Array): Uint8Array {
  return passphrase.length === 0 ? utf8ToBytes(defaultPassphrase) : passphrase;
}

function associatedData(salt: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(aezeedExternalVersion), salt);
}
