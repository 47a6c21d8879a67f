/** Seed words as people type them: one English list (BIP39), shared by aezeed and BIP39. */
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { SeedError } from "./seedError";

const bitsPerWord = 11;
const numberOfWord: ReadonlyMap<string, number> = new Map(wordlist.map((word, number) => [word, number]));

/** Splits typed text into lower-case words: any white space, any case, surrounding space ignored. */
export function splitWords(text: string): string[] {
  return text.toLowerCase().split(/\s+/u).filter(Boolean);
}

/** @throws SeedError SEED_UNKNOWN_WORD naming the first word that is not on the list, and the nearest one that is */
export function assertKnownWords(words: readonly string[]): void {
  const unknown = words.findIndex((word) => !numberOfWord.has(word));
  if (unknown === -1) return;
  throw new SeedError(
    "SEED_UNKNOWN_WORD",
    `Word ${unknown + 1} is not on the word list. Did you mean "${nearestWord(words[unknown] as string)}"?`,
    unknown + 1,
  );
}

/**
 * Packs known words, 11 bits each, most significant bit first; what is left of the last byte is zero.
 *
 * @returns secret; wipe after use
 */
export function wordsToBytes(words: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((words.length * bitsPerWord) / 8));
  words.forEach((word, position) => {
    const number = numberOfWord.get(word);
    if (number === undefined) throw new RangeError(`word ${position + 1}: not on the list`);
    for (let bit = 0; bit < bitsPerWord; bit++) {
      const at = position * bitsPerWord + bit;
      const value = (number >> (bitsPerWord - 1 - bit)) & 1;
      bytes[at >> 3] = (bytes[at >> 3] as number) | (value << (7 - (at & 7)));
    }
  });
  return bytes;
}

/** The reverse of wordsToBytes for a whole number of words, such as 33 bytes to 24 words. */
export function bytesToWords(bytes: Uint8Array): string[] {
  return Array.from({ length: Math.floor((bytes.length * 8) / bitsPerWord) }, (_, position) => {
    let number = 0;
    for (let bit = 0; bit < bitsPerWord; bit++) {
      const at = position * bitsPerWord + bit;
      number = (number << 1) | (((bytes[at >> 3] as number) >> (7 - (at & 7))) & 1);
    }
    return wordlist[number] as string;
  });
}

/** The listed word with the fewest letters inserted, removed or replaced; ties go to the longest shared beginning. */
function nearestWord(typed: string): string {
  // Longer input cannot get closer, and pasted junk must not cost time.
  const word = typed.slice(0, 16);
  const score = (candidate: string) => editDistance(word, candidate) * 16 - sharedPrefix(word, candidate);
  return wordlist.reduce(
    (best, candidate) => {
      const candidateScore = score(candidate);
      return candidateScore < best.score ? { word: candidate, score: candidateScore } : best;
    },
    { word: "", score: Number.POSITIVE_INFINITY },
  ).word;
}

function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] as number) + 1, (current[column - 1] as number) + 1));
    }
    previous = current;
  }
  return previous[b.length] as number;
}
