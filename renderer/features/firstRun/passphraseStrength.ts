/** A rough word on a passphrase, meant to stop the worst. Pure; keeps nothing of what it saw. */

export type PassphraseStrength = "short" | "weak" | "fair" | "strong";

/** Shortest passphrase that is accepted, in characters. */
const minPassphraseLength = 8;

/** Guesses bits from length and kinds of characters; repeats do not count. */
export function passphraseStrength(passphrase: string): PassphraseStrength {
  const characters = [...passphrase];
  if (characters.length < minPassphraseLength) return "short";
  const kinds: readonly (readonly [RegExp, number])[] = [
    [/\p{Ll}/u, 26],
    [/\p{Lu}/u, 26],
    [/\p{Nd}/u, 10],
    [/[^\p{L}\p{Nd}]/u, 20],
  ];
  const alphabet = kinds.reduce((sum, [kind, size]) => sum + (kind.test(passphrase) ? size : 0), 0);
  const distinct = new Set(characters).size;
  const countedLength = Math.min(characters.length, distinct * 2);
  const bits = countedLength * Math.log2(Math.max(alphabet, 26));
  if (bits < 60) return "weak";
  return bits < 90 ? "fair" : "strong";
}
