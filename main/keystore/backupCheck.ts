/** Checks a written copy of the backup words by asking for some of them. */

const questions = 6;

/**
 * Picks the positions to ask for, ascending, from 1: at least one in the first quarter and one in the last, so that
 * neither end of the copy goes unread.
 *
 * @param randomBelow a uniformly random integer from 0 up to, not including, its argument
 */
export function pickPositions(wordCount: number, randomBelow: (limit: number) => number): number[] {
  const quarter = Math.floor(wordCount / 4);
  const positions = new Set([1 + randomBelow(quarter), wordCount - randomBelow(quarter)]);
  while (positions.size < questions) positions.add(1 + randomBelow(wordCount));
  return [...positions].sort((a, b) => a - b);
}

/** Asked-for positions whose typed word is wrong or missing. Case and surrounding spaces do not matter. */
export function wrongPositions(
  words: readonly string[],
  asked: readonly number[],
  typed: readonly { readonly position: number; readonly word: string }[],
): number[] {
  return asked.filter((position) => {
    const answer = typed.find((entry) => entry.position === position)?.word;
    return answer?.trim().toLowerCase() !== words[position - 1];
  });
}
