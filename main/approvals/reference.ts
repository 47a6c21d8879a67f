/** References that people read out: lnd shows them inside its error, Countersign on its card. */

/** Without what is mistaken for something else, read or heard: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V. */
const alphabet = "34679ACDEFGHJKMNPQRTVWXY";
const length = 4;
/** Bytes from here on would make the first letters likelier. */
const endOfFairBytes = 256 - (256 % alphabet.length);

/**
 * A reference that is not taken, four characters.
 *
 * @param randomBytes secure: a stolen node must not foresee the reference of a card
 */
export function newReference(randomBytes: (count: number) => Uint8Array, isTaken: (ref: string) => boolean): string {
  for (;;) {
    const fair = randomBytes(4 * length).filter((byte) => byte < endOfFairBytes);
    const ref = Array.from(fair.subarray(0, length), (byte) => alphabet[byte % alphabet.length]).join("");
    if (ref.length === length && !isTaken(ref)) return ref;
  }
}
