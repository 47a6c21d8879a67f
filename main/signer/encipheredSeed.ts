/** The 33 bytes that the 24 words of an aezeed spell, before any deciphering (lnd aezeed/cipherseed.go). */
import { assertBytes, concatBytes, readUint32BE, uint32BE, wipe } from "./bytes";
import { wordsToBytes } from "./seedWords";

export const aezeedWordCount = 24;
export const aezeedExternalVersion = 0;

/** version(1) || ciphertext(23) || salt(5) || CRC32C of all before(4, big-endian) */
export interface EncipheredSeed {
  readonly version: number;
  readonly ciphertext: Uint8Array;
  readonly salt: Uint8Array;
  readonly hasChecksum: boolean;
}

const length = 33;
const saltOffset = 24;
const checksumOffset = 29;

/** Reads 24 known words. */
export function readEncipheredSeed(words: readonly string[]): EncipheredSeed {
  const bytes = assertBytes(wordsToBytes(words), length, "enciphered seed");
  try {
    return {
      version: bytes[0] as number,
      ciphertext: bytes.slice(1, saltOffset),
      salt: bytes.slice(saltOffset, checksumOffset),
      hasChecksum: crc32c(bytes.subarray(0, checksumOffset)) === readUint32BE(bytes, checksumOffset),
    };
  } finally {
    wipe(bytes);
  }
}

/** Writes the 33 bytes of the one known version; wipe after use, since without a passphrase anybody can decipher them. */
export function writeEncipheredSeed(ciphertext: Uint8Array, salt: Uint8Array): Uint8Array {
  const body = concatBytes(Uint8Array.of(aezeedExternalVersion), ciphertext, salt);
  const bytes = concatBytes(body, uint32BE(crc32c(body)));
  wipe(body);
  return bytes;
}

/** True for 24 known words with aezeed's version and checksum. */
export function isAezeed(words: readonly string[]): boolean {
  if (words.length !== aezeedWordCount) return false;
  const { version, hasChecksum } = readEncipheredSeed(words);
  return version === aezeedExternalVersion && hasChecksum;
}

/** CRC-32C (Castagnoli, reflected), as a uint32. */
function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0x82f63b78 & -(crc & 1));
  }
  return (crc ^ 0xffffffff) >>> 0;
}
