/** Seed words as people type them: one English list (BIP39), shared by aezeed and BIP39. */
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { SeedError } from "./seedError";

const bitsPerWord = 11;
const numberOfWord: ReadonlyMap<string, number> = new Map(wordlist.map((word, number) => [word, number]));

/** Splits typed text into words: any case, any white space, and numbers in front of words, as lncli prints them. */
export function splitWords(text: string): string[] {
  return text
    .toLowerCase()
    .split(/\s+/u)
    .map((word) => word.replace(/^\d+[.):]*/, ""))
    .filter((word) => word !== "");
}

/** @throws SeedError SEED_UNKNOWN_WORD for the first word that is not on the list, suggesting one near it */
export function assertKnownWords(words: readonly string[]): void {
  const unknown = words.findIndex((word) => !numberOfWord.has(word));
  if (unknown === -1) return;
  const suggestion = nearestWord(words[unknown] as string);
  const hint = suggestion ? `Did you mean "${suggestion}"?` : "Compare it with your backup.";
  throw new SeedError("SEED_UNKNOWN_WORD", `Word ${unknown + 1} is not on the word list. ${hint}`, unknown + 1);
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

/**
 * The listed word that is fewest slips away (a letter missing, added, wrong, or two swapped), at most two. Ties go to
 * the longest shared beginning: the first four letters of a listed word tell it from every other.
 */
function nearestWord(typed: string): string | undefined {
  const candidates = wordlist
    .filter((word) => Math.abs(word.length - typed.length) <= 2)
    .map((word) => ({ word, slips: countSlips(typed, word), shared: sharedPrefix(typed, word) }))
    .filter(({ slips }) => slips <= 2)
    .sort((a, b) => a.slips - b.slips || b.shared - a.shared);
  return candidates[0]?.word;
}

function sharedPrefix(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** Optimal string alignment distance. */
function countSlips(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  const cell = (row: number, column: number) => rows[row]?.[column] ?? Number.POSITIVE_INFINITY;
  for (let row = 1; row <= a.length; row++) {
    rows.push([row]);
    for (let column = 1; column <= b.length; column++) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      rows[row]?.push(
        Math.min(
          cell(row - 1, column - 1) + (isSame ? 0 : 1),
          cell(row - 1, column) + 1,
          cell(row, column - 1) + 1,
          isSwapped ? cell(row - 2, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
  }
  return cell(a.length, b.length);
}
