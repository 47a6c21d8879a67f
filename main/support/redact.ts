/** Takes out of a line of text what must not rest in a log. The last net: callers do not log secrets to begin with. */
import { wordlist } from "@scure/bip39/wordlists/english.js";

const words: ReadonlySet<string> = new Set(wordlist);
/** Fewer in a row happen in ordinary sentences. */
const seedWordsInARow = 6;

const patterns: readonly (readonly [RegExp, string])[] = [
  [/lndconnect:\S+/gi, "[lndconnect]"],
  [/\b[xtuvyz]prv[1-9A-HJ-NP-Za-km-z]{20,}/g, "[extended private key]"],
  [/\b[0-9a-fA-F]{64,}\b/g, "[hex]"],
  [/\b[A-Za-z0-9+/_-]{64,}={0,2}/g, "[base64]"],
];

/** @param home the user's home folder, replaced by `~`; empty for none */
export function redact(text: string, home: string): string {
  const withoutHome = home.length > 1 ? text.replaceAll(home, "~") : text;
  const replaced = patterns.reduce((line, [pattern, name]) => line.replaceAll(pattern, name), withoutHome);
  return redactSeedWords(replaced);
}

function redactSeedWords(text: string): string {
  return text.replace(/[a-zA-Z]+(?:[\s,]+[a-zA-Z]+)+/g, (run) => {
    const kept: string[] = [];
    let row: string[] = [];
    const endRow = () => {
      const count = row.filter((part) => part.trim() !== "" && /[a-z]/i.test(part)).length;
      kept.push(...(count >= seedWordsInARow ? ["[seed words]"] : row));
      row = [];
    };
    for (const part of run.split(/([\s,]+)/)) {
      if (/^[\s,]+$/.test(part)) row.push(part);
      else if (words.has(part.toLowerCase())) row.push(part);
      else {
        endRow();
        kept.push(part);
      }
    }
    endRow();
    return kept.join("");
  });
}
