import { createCipheriv } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aesRound, aezDecrypt, aezEncrypt } from "../../../main/signer/aez";
import { bytesToHex, hexToBytes } from "../../../main/signer/bytes";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

/**
 * AES-128 of one block composed from aesRound: the last round of AES has no MixColumns, so it is undone by its
 * inverse. Round keys come from the key schedule, written here with the S-box taken from a round on a zero state.
 */
function encryptBlock(key: Uint8Array, block: Uint8Array): Uint8Array {
  const roundKeys = expandKey(key);
  const state = block.map((byte, i) => byte ^ (roundKeys[0]?.[i] as number));
  for (let round = 1; round < 10; round++) aesRound(state, roundKeys[round] as Uint8Array);
  aesRound(state, new Uint8Array(16));
  const last = inverseMixColumns(state);
  return last.map((byte, i) => byte ^ (roundKeys[10]?.[i] as number));
}

/** S-box entry: a state of 16 equal bytes stays equal through ShiftRows, and MixColumns maps equal columns to themselves. */
function sBox(byte: number): number {
  const state = new Uint8Array(16).fill(byte);
  aesRound(state, new Uint8Array(16));
  return state[0] as number;
}

function expandKey(key: Uint8Array): Uint8Array[] {
  const words = [0, 1, 2, 3].map((i) => key.slice(4 * i, 4 * i + 4));
  let constant = 1;
  for (let i = 4; i < 44; i++) {
    let word = (words[i - 1] as Uint8Array).slice();
    if (i % 4 === 0) {
      word = Uint8Array.from([1, 2, 3, 0], (at) => sBox(word[at] as number));
      word[0] = (word[0] as number) ^ constant;
      constant = (constant << 1) ^ (constant & 0x80 ? 0x11b : 0);
    }
    words.push(word.map((byte, at) => byte ^ ((words[i - 4] as Uint8Array)[at] as number)));
  }
  return Array.from({ length: 11 }, (_, round) =>
    Uint8Array.from(words.slice(4 * round, 4 * round + 4).flatMap((word) => [...word])),
  );
}

function inverseMixColumns(state: Uint8Array): Uint8Array {
  const times = (factor: number, byte: number): number => {
    let product = 0;
    for (let bit = 0, power = byte; bit < 4; bit++, power = (power << 1) ^ (power & 0x80 ? 0x11b : 0)) {
      if ((factor >> bit) & 1) product ^= power;
    }
    return product;
  };
  return state.map((_, at) => {
    const column = at - (at % 4);
    return [14, 11, 13, 9].reduce(
      (sum, factor, next) => sum ^ times(factor, state[column + (((at % 4) + next) % 4)] as number),
      0,
    );
  });
}

describe("AES round", () => {
  test("FIPS 197 appendix C.1", () => {
    const key = hexToBytes("000102030405060708090a0b0c0d0e0f");
    const block = hexToBytes("00112233445566778899aabbccddeeff");
    expect(bytesToHex(encryptBlock(key, block))).toBe("69c4e0d86a7b0430d8cdb78070b4c55a");
  });

  test("ten rounds are the platform's AES-128", () => {
    fc.assert(
      fc.property(bytes(16), bytes(16), (key, block) => {
        const cipher = createCipheriv("aes-128-ecb", key, null).setAutoPadding(false);
        expect(bytesToHex(encryptBlock(key, block))).toBe(cipher.update(block).toString("hex"));
      }),
      { numRuns: 30 },
    );
  });
});

describe("AEZ", () => {
  test("deciphers what it enciphered", () => {
    fc.assert(
      fc.property(bytes(32), bytes(6), bytes(19), (key, associatedData, plaintext) => {
        const ciphertext = aezEncrypt(key, associatedData, plaintext);
        expect(ciphertext).toHaveLength(23);
        const deciphered = aezDecrypt(key, associatedData, ciphertext);
        expect(deciphered && bytesToHex(deciphered)).toBe(bytesToHex(plaintext));
      }),
      { numRuns: 20 },
    );
  });

  test("answers undefined when one bit of key, associated data or ciphertext is wrong", () => {
    const key = new Uint8Array(32).fill(1);
    const associatedData = new Uint8Array(6).fill(2);
    const ciphertext = aezEncrypt(key, associatedData, new Uint8Array(19).fill(3));
    for (const changed of [key, associatedData, ciphertext]) {
      for (const at of [0, changed.length - 1]) {
        changed[at] = (changed[at] as number) ^ 1;
        expect(aezDecrypt(key, associatedData, ciphertext)).toBeUndefined();
        changed[at] = (changed[at] as number) ^ 1;
      }
    }
    expect(aezDecrypt(key, associatedData, ciphertext)).toBeDefined();
  });

  test("every bit of the ciphertext depends on the last bit of the plaintext", () => {
    const key = new Uint8Array(32).fill(1);
    const one = aezEncrypt(key, new Uint8Array(6), new Uint8Array(19));
    const other = aezEncrypt(key, new Uint8Array(6), new Uint8Array(19).fill(1, 18));
    expect(one.filter((byte, i) => byte === other[i]).length).toBeLessThan(4);
  });

  test("a Buffer's ciphertext stays as it was", () => {
    const key = new Uint8Array(32).fill(1);
    const ciphertext = aezEncrypt(key, new Uint8Array(6), new Uint8Array(19));
    const given = Buffer.from(ciphertext);
    expect(aezDecrypt(key, new Uint8Array(6), given)).toEqual(new Uint8Array(19));
    expect(bytesToHex(given)).toBe(bytesToHex(ciphertext));
  });

  test("other lengths are refused", () => {
    const [key, associatedData] = [new Uint8Array(32), new Uint8Array(6)];
    expect(() => aezEncrypt(key, associatedData, new Uint8Array(20))).toThrow(RangeError);
    expect(() => aezDecrypt(key, associatedData, new Uint8Array(22))).toThrow(RangeError);
    expect(() => aezEncrypt(new Uint8Array(48), associatedData, new Uint8Array(19))).toThrow(RangeError);
    expect(() => aezEncrypt(key, new Uint8Array(5), new Uint8Array(19))).toThrow(RangeError);
  });
});
