/** The checksum of output descriptors: eight characters that find any mistyped one (BIP 380). */

/** Characters of a descriptor, in the order that puts likely ones into the same group. */
const inputCharacters =
  "0123456789()[],'/*abcdefgh@:$%{}" + "IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~" + 'ijklmnopqrstuvwxyzABCDEFGH`#"\\ ';
const checksumCharacters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const generator = [0xf5dee51989n, 0xa9fdca3312n, 0x1bab10e32dn, 0x3706b1677an, 0x644d626ffdn];
const groupSize = 3;
const checksumLength = 8;

/** The checksum of a descriptor without one; undefined when it holds a character that none may. */
export function descriptorChecksum(descriptor: string): string | undefined {
  let state = 1n;
  let group = 0;
  let grouped = 0;
  for (const character of descriptor) {
    const position = inputCharacters.indexOf(character);
    if (position === -1) return undefined;
    state = step(state, position & 31);
    group = group * 3 + (position >> 5);
    grouped += 1;
    if (grouped < groupSize) continue;
    state = step(state, group);
    group = 0;
    grouped = 0;
  }
  if (grouped > 0) state = step(state, group);
  for (let i = 0; i < checksumLength; i++) state = step(state, 0);
  state ^= 1n;
  return Array.from({ length: checksumLength }, (_, i) => {
    const value = (state >> BigInt(5 * (checksumLength - 1 - i))) & 31n;
    return checksumCharacters[Number(value)];
  }).join("");
}

/** One symbol of 5 bits into the remainder of a polynomial over GF(32). */
function step(state: bigint, symbol: number): bigint {
  const top = state >> 35n;
  let next = ((state & 0x7ffffffffn) << 5n) ^ BigInt(symbol);
  generator.forEach((term, bit) => {
    if (((top >> BigInt(bit)) & 1n) === 1n) next ^= term;
  });
  return next;
}
