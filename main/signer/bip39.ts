/** BIP39 words, for people who bring a seed that was not made by lnd. */
import { mnemonicToSeed, validateMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { wipe } from "./bytes";
import { masterFromSeedBytes } from "./derive";
import { isAezeed } from "./encipheredSeed";
import { SeedError } from "./seedError";
import { assertKnownWords, splitWords } from "./seedWords";

const wordCounts: readonly number[] = [12, 15, 18, 21, 24];

/** True for words with BIP39's count, list and checksum. */
export function isBip39(words: readonly string[]): boolean {
  return wordCounts.includes(words.length) && validateMnemonic(words.join(" "), wordlist);
}

/**
 * Reads typed words; case and white space do not matter.
 *
 * @param passphrase text, since BIP39 normalises it (NFKD); empty for none. BIP39 cannot tell a wrong one
 * @returns the BIP32 master key, secretKey(32) || chainCode(32); wipe after use
 * @throws SeedError SEED_WORD_COUNT, SEED_UNKNOWN_WORD, SEED_IS_AEZEED, SEED_CHECKSUM
 */
export async function masterFromBip39(text: string, passphrase: string): Promise<Uint8Array> {
  const words = splitWords(text);
  if (!wordCounts.includes(words.length)) {
    throw new SeedError(
      "SEED_WORD_COUNT",
      `A BIP39 seed has 12, 15, 18, 21 or 24 words, and ${words.length} were entered. Check that none is missing or doubled.`,
    );
  }
  assertKnownWords(words);
  if (!isBip39(words)) {
    if (isAezeed(words)) {
      throw new SeedError(
        "SEED_IS_AEZEED",
        "These words are an aezeed, lnd's own kind of seed, and not BIP39. Restore them as aezeed.",
      );
    }
    throw new SeedError(
      "SEED_CHECKSUM",
      "All words are on the list, but their checksum is wrong: a word was replaced by another, or two were swapped. Compare them with your backup.",
    );
  }
  const seed = await mnemonicToSeed(words.join(" "), passphrase);
  try {
    return masterFromSeedBytes(seed);
  } finally {
    wipe(seed);
  }
}
