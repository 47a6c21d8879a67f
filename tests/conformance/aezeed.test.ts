import { describe, expect, test } from "vitest";
import { cipherSeedFromWords, type Stretch, wordsFromCipherSeed } from "../../main/signer/aezeed";
import { bytesToHex, hexToBytes, utf8ToBytes } from "../../main/signer/bytes";
import { masterFromSeedBytes } from "../../main/signer/derive";
import { readEncipheredSeed } from "../../main/signer/encipheredSeed";
import { masterFromExtendedKey } from "../../main/signer/extendedKey";
import { wordsToBytes } from "../../main/signer/seedWords";
import { productionStretch, unitTestStretch } from "../support/aezeedStretch";
import vectors from "../vectors/aezeed.json";

interface Case {
  readonly name: string;
  readonly mnemonic: string;
  readonly enciphered: string;
  readonly passphrase: string;
  readonly internal_version: number;
  readonly birthday_days: number;
  readonly entropy: string;
  readonly salt: string;
  readonly stretch: Stretch;
}

const cases: readonly Case[] = [
  ...vectors.unit_test_vectors.flatMap((vector, number) => [
    { ...vector, ...vector.lnd_unit_test, name: `lnd unit test ${number}, N=16`, stretch: unitTestStretch },
    { ...vector, ...vector.production, name: `lnd unit test ${number}, N=32768`, stretch: productionStretch },
  ]),
  { ...vectors.real_seed, name: "seed of lnd's derivation tests", stretch: productionStretch },
  { ...vectors.version1, name: "internal version 1", stretch: productionStretch },
];

describe("case 78: aezeed as lnd enciphers it", () => {
  test.each(cases)("$name: words to seed", async (vector) => {
    const seed = await cipherSeedFromWords(vector.mnemonic, utf8ToBytes(vector.passphrase), vector.stretch);
    expect(seed.internalVersion).toBe(vector.internal_version);
    expect(seed.birthdayDays).toBe(vector.birthday_days);
    expect(bytesToHex(seed.entropy)).toBe(vector.entropy);
    expect(bytesToHex(seed.salt)).toBe(vector.salt);
  });

  test.each(cases)("$name: seed to words", async (vector) => {
    const seed = {
      internalVersion: vector.internal_version,
      birthdayDays: vector.birthday_days,
      entropy: hexToBytes(vector.entropy),
      salt: hexToBytes(vector.salt),
    };
    const words = await wordsFromCipherSeed(seed, utf8ToBytes(vector.passphrase), vector.stretch);
    expect(words.join(" ")).toBe(vector.mnemonic);
    expect(bytesToHex(wordsToBytes(words))).toBe(vector.enciphered);
    expect(readEncipheredSeed(words).hasChecksum).toBe(true);
  });

  test("the scrypt key of the production form is lnd's", async () => {
    for (const { passphrase, salt, production } of vectors.unit_test_vectors) {
      const key = await productionStretch(utf8ToBytes(passphrase || "aezeed"), hexToBytes(salt));
      expect(bytesToHex(key)).toBe(production.scrypt_key);
    }
  });

  test("the entropy is the BIP32 seed", async () => {
    const { mnemonic, master_xprv } = vectors.real_seed;
    const seed = await cipherSeedFromWords(mnemonic, new Uint8Array(), productionStretch);
    expect(bytesToHex(masterFromSeedBytes(seed.entropy))).toBe(
      bytesToHex(masterFromExtendedKey(master_xprv, "mainnet")),
    );
  });

  const codes: Readonly<Record<string, string>> = {
    "mnemonic phrase checksum doesn't match": "SEED_CHECKSUM",
    "word abandonn isn't a part of default word list (index=0)": "SEED_UNKNOWN_WORD",
    "invalid passphrase": "SEED_WRONG_PASSPHRASE",
    "wrong seed version": "SEED_VERSION",
  };

  test.each(vectors.failures)("lnd says: $error", async ({ mnemonic, passphrase, error }) => {
    expect(codes[error]).toBeDefined();
    await expect(cipherSeedFromWords(mnemonic, utf8ToBytes(passphrase ?? ""), productionStretch)).rejects.toMatchObject(
      {
        name: "SeedError",
        code: codes[error],
      },
    );
  });
});
