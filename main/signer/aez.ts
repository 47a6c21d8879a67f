/**
 * AEZ v5 (Hoang, Krovetz, Rogaway), cut down to what aezeed uses: a 32-byte key, 6 bytes of associated data, no nonce,
 * 19 bytes of plaintext and 4 bytes of expansion. A message that short goes through AEZ-tiny, a Feistel network of
 * eight rounds.
 *
 * Bytes are substituted by arithmetic and not by table look-up, so timing depends on no key. A seed is enciphered
 * once per restore: speed does not matter here.
 */
import { blake2b } from "@noble/hashes/blake2.js";
import { assertBytes, copyBytes, uint32BE, wipe } from "./bytes";

const plaintextLength = 19;
const expansion = 4;
const messageLength = plaintextLength + expansion;
/** Each Feistel half is 92 bits: 12 bytes whose last nibble is unused. */
const halfLength = 12;

interface Keys {
  readonly i: Uint8Array;
  readonly j: Uint8Array;
  readonly l: Uint8Array;
}

/**
 * Enciphers.
 *
 * @param key            32 bytes
 * @param associatedData 6 bytes
 * @param plaintext      19 bytes
 * @returns 23 bytes
 */
export function aezEncrypt(key: Uint8Array, associatedData: Uint8Array, plaintext: Uint8Array): Uint8Array {
  assertBytes(plaintext, plaintextLength, "plaintext");
  const message = new Uint8Array(messageLength);
  message.set(plaintext);
  try {
    return tinyCipher(key, associatedData, message, "encrypt");
  } finally {
    wipe(message);
  }
}

/**
 * Deciphers what `aezEncrypt` made.
 *
 * @returns 19 bytes (wipe after use), or undefined when key, associated data and ciphertext do not belong together
 */
export function aezDecrypt(
  key: Uint8Array,
  associatedData: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array | undefined {
  assertBytes(ciphertext, messageLength, "ciphertext");
  const message = tinyCipher(key, associatedData, ciphertext, "decrypt");
  try {
    let difference = 0;
    for (const byte of message.subarray(plaintextLength)) difference |= byte;
    return difference === 0 ? message.slice(0, plaintextLength) : undefined;
  } finally {
    wipe(message);
  }
}

function tinyCipher(
  key: Uint8Array,
  associatedData: Uint8Array,
  message: Uint8Array,
  direction: "encrypt" | "decrypt",
): Uint8Array {
  assertBytes(key, 32, "key");
  assertBytes(associatedData, 6, "associated data");
  // AEZ "extract": a key that is not 48 bytes is hashed to I || J || L.
  const extracted = blake2b(key, { dkLen: 48 });
  const keys: Keys = { i: extracted.subarray(0, 16), j: extracted.subarray(16, 32), l: extracted.subarray(32) };
  const delta = hashTweaks(keys, associatedData);
  const halves = split(message);
  const [left, right] = halves;
  try {
    for (let step = 0; step < 8; step++) {
      const round = direction === "encrypt" ? step : 7 - step;
      const [changed, other] = step % 2 === 0 ? [left, right] : [right, left];
      const mask = roundFunction(keys, delta, other, round);
      xorInto(changed, mask);
      wipe(mask);
    }
    return join(left, right);
  } finally {
    wipe(extracted, delta, left, right);
  }
}

/** AEZ-hash of the tweaks: the expansion in bits, the empty nonce, the associated data padded with 0x80. */
function hashTweaks(keys: Keys, associatedData: Uint8Array): Uint8Array {
  const twoI = multiply(2, keys.i);
  const lengthBlock = new Uint8Array(16);
  lengthBlock.set(uint32BE(expansion * 8), 12);
  const delta = aes4(keys, multiply(3, keys.j), twoI, multiply(1, keys.l), lengthBlock);
  xorInto(delta, aes4(keys, multiply(4, keys.j), keys.i, multiply(0, keys.l), padded(new Uint8Array())));
  xorInto(delta, aes4(keys, multiply(5, keys.j), keys.i, multiply(0, keys.l), padded(associatedData)));
  wipe(twoI);
  return delta;
}

function roundFunction(keys: Keys, delta: Uint8Array, half: Uint8Array, round: number): Uint8Array {
  const block = new Uint8Array(16);
  block.set(half);
  block[halfLength - 1] = ((block[halfLength - 1] as number) & 0xf0) | 0x08;
  xorInto(block, delta);
  block[15] = (block[15] as number) ^ round;
  const mask = aes4(keys, new Uint8Array(16), multiply(2, keys.i), multiply(6, keys.l), block);
  wipe(block);
  return mask;
}

/** 23 bytes to two halves of 92 bits, each aligned to the left of 12 bytes. */
function split(message: Uint8Array): [Uint8Array, Uint8Array] {
  const left = copyBytes(message.subarray(0, halfLength));
  left[11] = (left[11] as number) & 0xf0;
  const right = new Uint8Array(halfLength);
  for (let i = 0; i < halfLength; i++) {
    right[i] = ((message[11 + i] as number) << 4) | ((message[12 + i] ?? 0) >> 4);
  }
  return [left, right];
}

/** The output is right || left: the reverse of `split` with the halves swapped. */
function join(left: Uint8Array, right: Uint8Array): Uint8Array {
  const message = new Uint8Array(messageLength);
  message.set(right.subarray(0, 11));
  message[11] = ((right[11] as number) & 0xf0) | ((left[0] as number) >> 4);
  for (let i = 1; i < halfLength; i++) {
    message[11 + i] = ((left[i - 1] as number) << 4) | ((left[i] as number) >> 4);
  }
  return message;
}

/** E with four AES rounds: the input is offset by j, i and l, the round keys are J, I, L and zero. */
function aes4(keys: Keys, j: Uint8Array, i: Uint8Array, l: Uint8Array, input: Uint8Array): Uint8Array {
  const state = new Uint8Array(input);
  for (const offset of [j, i, l]) xorInto(state, offset);
  for (const roundKey of [keys.j, keys.i, keys.l, new Uint8Array(16)]) aesRound(state, roundKey);
  return state;
}

/** One full round of FIPS 197 in place: SubBytes, ShiftRows, MixColumns, AddRoundKey. The state is column by column. */
export function aesRound(state: Uint8Array, roundKey: Uint8Array): void {
  const shifted = new Uint8Array(16);
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      shifted[4 * column + row] = substitute(state[(4 * (column + row) + row) % 16] as number);
    }
  }
  for (let column = 0; column < 4; column++) {
    for (let row = 0; row < 4; row++) {
      const [a, b, c, d] = [0, 1, 2, 3].map((next) => shifted[4 * column + ((row + next) % 4)] as number) as [
        number,
        number,
        number,
        number,
      ];
      const at = 4 * column + row;
      state[at] = double8(a) ^ double8(b) ^ b ^ c ^ d ^ (roundKey[at] as number);
    }
  }
  wipe(shifted);
}

/** The AES S-box: inverse in GF(2^8) as x^254, then the affine map. */
function substitute(byte: number): number {
  let inverse = 1;
  let power = byte;
  for (let i = 0; i < 7; i++) {
    power = multiply8(power, power);
    inverse = multiply8(inverse, power);
  }
  let result = inverse ^ 0x63;
  for (let rotation = 1; rotation <= 4; rotation++) result ^= (inverse << rotation) | (inverse >> (8 - rotation));
  return result & 0xff;
}

/** Product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1, without branches. */
function multiply8(a: number, b: number): number {
  let product = 0;
  let shifted = a;
  for (let bit = 0; bit < 8; bit++) {
    product ^= shifted & -((b >> bit) & 1);
    shifted = double8(shifted);
  }
  return product;
}

function double8(byte: number): number {
  return ((byte << 1) & 0xff) ^ (0x1b & -(byte >> 7));
}

/** factor * block in GF(2^128), big-endian, modulo x^128 + x^7 + x^2 + x + 1. The factor is public. */
function multiply(factor: number, block: Uint8Array): Uint8Array {
  const product = new Uint8Array(16);
  const shifted = new Uint8Array(block);
  for (let rest = factor; rest > 0; rest >>= 1) {
    if (rest & 1) xorInto(product, shifted);
    double128(shifted);
  }
  wipe(shifted);
  return product;
}

function double128(block: Uint8Array): void {
  const carry = (block[0] as number) >> 7;
  for (let i = 0; i < 15; i++) block[i] = ((block[i] as number) << 1) | ((block[i + 1] as number) >> 7);
  block[15] = ((block[15] as number) << 1) ^ (0x87 & -carry);
}

/** Fewer than 16 bytes, followed by a 1 bit and zeros. */
function padded(bytes: Uint8Array): Uint8Array {
  const block = new Uint8Array(16);
  block.set(bytes);
  block[bytes.length] = 0x80;
  return block;
}

/** XORs as many bytes as `target` has. */
function xorInto(target: Uint8Array, source: Uint8Array): void {
  for (let i = 0; i < target.length; i++) target[i] = (target[i] as number) ^ (source[i] as number);
}
