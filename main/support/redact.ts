/** Takes out of a line of text what must not rest in a log. The last net: callers do not log secrets to begin with. */
import { wordlist } from "@scure/bip39/wordlists/english.js";

const words: ReadonlySet<string> = new Set(wordlist);
/** Fewer in a row happen in ordinary sentences. */
const seedWordsInARow = 6;

/** In order: what one pattern has replaced is not seen by the next. */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/lndconnect:\S+/gi, "[lndconnect]"],
  [/\b[xtuvyzUVYZ]prv[1-9A-HJ-NP-Za-km-z]{20,}/g, "[extended private key]"],
  // Wallet import format: base58, 51 or 52 characters.
  [/\b[59KLc][1-9A-HJ-NP-Za-km-z]{50,51}\b/g, "[private key]"],
  [/\b(?:[0-9a-fA-F]{2}[ :]?){31,}[0-9a-fA-F]{2}\b/g, "[hex]"],
  [/\b[A-Za-z0-9+/_-]{64,}={0,2}/g, "[base64]"],
  // Binary V2 macaroons start with 02 01, which base64 writes as AgE.
  [/\bAgE[A-Za-z0-9+/_-]{20,}={0,2}/g, "[macaroon]"],
  // Homes of other people than the one we run for.
  [/((?:\/home|\/Users)\/)[^/\s:"')]+/g, "$1~"],
  [/([A-Za-z]:\\Users\\)[^\\\s:"')]+/g, "$1~"],
];

/** @param home the user's home folder, replaced by `~`; empty for none */
export function redact(text: string, home: string): string {
  let redacted = home.length > 1 ? text.replaceAll(home, "~") : text;
  for (const [pattern, replacement] of patterns) redacted = redacted.replace(pattern, replacement);
  return redactSeedWords(redacted);
}

/** Replaces runs of seed words, whatever stands between them: spaces, commas, numbers, line ends. */
function redactSeedWords(text: string): string {
  const runs: { readonly start: number; end: number; count: number }[] = [];
  let isInRun = false;
  for (const match of text.matchAll(/[A-Za-z]+/g)) {
    const end = match.index + match[0].length;
    const last = runs.at(-1);
    if (!words.has(match[0].toLowerCase())) {
      isInRun = false;
    } else if (isInRun && last !== undefined) {
      last.end = end;
      last.count += 1;
    } else {
      runs.push({ start: match.index, end, count: 1 });
      isInRun = true;
    }
  }
  let redacted = text;
  for (const { start, end, count } of runs.reverse()) {
    if (count >= seedWordsInARow) redacted = `${redacted.slice(0, start)}[seed words]${redacted.slice(end)}`;
  }
  return redacted;
}
