/** Makes and restores seeds, as records that are not stored yet. */
import { randomBytes, scrypt } from "node:crypto";
import {
  aezeedScrypt,
  birthdayDaysAt,
  birthdayMs,
  cipherSeedFromWords,
  newCipherSeed,
  type Stretch,
  wordsFromCipherSeed,
} from "../signer/aezeed";
import { masterFromBip39 } from "../signer/bip39";
import { equalBytes, utf8ToBytes } from "../signer/bytes";
import { masterFromSeedBytes } from "../signer/derive";
import { masterFromExtendedKey } from "../signer/extendedKey";
import type { Network } from "../signer/network";
import { wordsToBytes } from "../signer/seedWords";
import type { SeedRecord } from "./record";

export interface SeedText {
  readonly format: "aezeed" | "bip39" | "extended-key";
  /** Words or key as typed or pasted. */
  readonly text: string;
  /** Of an aezeed or BIP39 seed; empty for none. */
  readonly passphrase: string;
  readonly network: Network;
}

/**
 * Makes a new aezeed without a passphrase of its own, with its birthday on the day of `nowMs`.
 *
 * @returns secret; wipe after use
 */
export async function newSeed(network: Network, nowMs: number): Promise<SeedRecord> {
  // Plain arrays: slice() of a Buffer is no copy, and what follows wipes its copies.
  const entropy = new Uint8Array(randomBytes(16));
  const salt = new Uint8Array(randomBytes(5));
  const seed = newCipherSeed(entropy, salt, birthdayDaysAt(nowMs));
  try {
    const words = await wordsFromCipherSeed(seed, noPassphrase, stretch);
    // The keys come from the words: what a person writes down is what the signer uses.
    const readBack = await cipherSeedFromWords(words.join(" "), noPassphrase, stretch);
    if (!equalBytes(readBack.entropy, entropy)) throw new Error("the words of a new seed do not lead back to it");
    const masterKey = masterFromSeedBytes(readBack.entropy);
    readBack.entropy.fill(0);
    return {
      network,
      origin: "new-aezeed",
      masterKey,
      createdAtMs: nowMs,
      birthdayMs: birthdayMs(seed.birthdayDays),
      backup: "unchecked",
      backupCheckedAtMs: null,
      encipheredSeed: wordsToBytes(words),
    };
  } finally {
    seed.entropy.fill(0);
    entropy.fill(0);
  }
}

/**
 * Restores a seed from what a person typed. Whoever typed all the words has a backup of them: it counts as checked.
 *
 * @returns secret; wipe after use
 * @throws SeedError
 */
export async function restoreSeed(input: SeedText, nowMs: number): Promise<SeedRecord> {
  const { masterKey, birthday } = await readSeedText(input);
  const hasWords = input.format !== "extended-key";
  return {
    network: input.network,
    origin: input.format,
    masterKey,
    createdAtMs: nowMs,
    birthdayMs: birthday,
    backup: hasWords ? "checked" : "none",
    backupCheckedAtMs: hasWords ? nowMs : null,
    encipheredSeed: null,
  };
}

async function readSeedText({ format, text, passphrase, network }: SeedText) {
  switch (format) {
    case "aezeed": {
      const seed = await cipherSeedFromWords(text, utf8ToBytes(passphrase), stretch);
      try {
        return { masterKey: masterFromSeedBytes(seed.entropy), birthday: birthdayMs(seed.birthdayDays) };
      } finally {
        seed.entropy.fill(0);
      }
    }
    case "bip39":
      return { masterKey: await masterFromBip39(text, passphrase), birthday: null };
    case "extended-key":
      return { masterKey: masterFromExtendedKey(text, network), birthday: null };
  }
}

const noPassphrase = new Uint8Array(0);

const stretch: Stretch = (passphrase, salt) =>
  new Promise((resolve, reject) => {
    const { N, r, p, dkLen } = aezeedScrypt;
    scrypt(passphrase, salt, dkLen, { N, r, p, maxmem: 2 ** 27 }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
