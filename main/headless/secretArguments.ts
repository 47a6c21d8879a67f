/** Recognises secrets on a command line, where every user of the computer can read them and shells write them down. */
import { splitWords, wordsToBytes } from "../signer/seedWords";

const secretFlags = /^--?(?:passphrase|password|pass|seed|words|mnemonic|xprv|tprv|key|secret)(?:=|$)/i;
const extendedPrivateKey = /[xtyzuv]prv[1-9A-HJ-NP-Za-km-z]{40}/;
/** A key, a macaroon or a root key. */
const longHex = /^(?:0x)?[0-9a-f]{64,}$/i;
const fewestSeedWords = 12;

/**
 * What kind of secret is among the arguments, in words for people, or null. Only the kind: the secret is never repeated.
 *
 * A pairing string is let through: it can connect as a signer and do nothing else (unless its macaroon can, which is
 * warned about), and scripts need one line to pair.
 */
export function secretAmong(args: readonly string[]): string | null {
  for (const argument of args) {
    if (secretFlags.test(argument)) return "a passphrase, seed or key";
    if (extendedPrivateKey.test(argument)) return "an extended private key";
    if (longHex.test(argument.replace(/^--?[a-z-]+=/i, ""))) return "a key or macaroon in hex";
  }
  return longestRunOfSeedWords(args.flatMap(splitWords)) >= fewestSeedWords ? "seed words" : null;
}

function longestRunOfSeedWords(words: readonly string[]): number {
  let longest = 0;
  let run = 0;
  for (const word of words) {
    run = isSeedWord(word) ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function isSeedWord(word: string): boolean {
  try {
    wordsToBytes([word]);
    return true;
  } catch {
    return false;
  }
}
