/** Reading a pasted seed just enough to count its words and to point at one. The main process judges it. Pure. */

/** Words as separated by blanks; numbers with a dot in front of words, as lnd prints them, do not count. */
export function countWords(text: string): number {
  return wordSpans(text).length;
}

/**
 * Where a word stands in the text.
 *
 * @param number counts from 1
 */
export function wordSpan(text: string, number: number): readonly [start: number, end: number] | null {
  return wordSpans(text)[number - 1] ?? null;
}

function wordSpans(text: string): (readonly [number, number])[] {
  return [...text.matchAll(/[^\s,;]+/g)]
    .filter((match) => !/^\d+[.):]?$/.test(match[0]))
    .map((match) => [match.index, match.index + match[0].length] as const);
}
