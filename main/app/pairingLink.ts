/** Finds a pairing link among the words of a command line. Pure. */

export const pairingSchemes = ["lndconnect", "countersign"] as const;

/** As the paste field: longer ones are no pairing links. */
const maxLength = 65_536;

/** The last one, or null. Other words are not looked into. */
export function pairingLinkAmong(words: readonly string[]): string | null {
  const isLink = (word: string) =>
    word.length <= maxLength && pairingSchemes.some((scheme) => word.toLowerCase().startsWith(`${scheme}:`));
  return words.findLast(isLink) ?? null;
}
