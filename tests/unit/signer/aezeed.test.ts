import { describe, expect, test, vi } from "vitest";
import {
  birthdayDaysAt,
  birthdayMs,
  cipherSeedFromWords,
  newCipherSeed,
  type Stretch,
  wordsFromCipherSeed,
} from "../../../main/signer/aezeed";
import { bytesToHex, hexToBytes, utf8ToBytes } from "../../../main/signer/bytes";
import { bytesToWords, wordsToBytes } from "../../../main/signer/seedWords";
import { unitTestStretch } from "../../support/aezeedStretch";
import vectors from "../../vectors/aezeed.json";

const none = new Uint8Array();
const mnemonic = vectors.unit_test_vectors[0]?.lnd_unit_test.mnemonic as string;
const words = mnemonic.split(" ");
const open = (text: string, passphrase = none) => cipherSeedFromWords(text, passphrase, unitTestStretch);
const failure = (code: string, message: RegExp, at?: number) =>
  expect.objectContaining({ name: "SeedError", code, message: expect.stringMatching(message), at });
const bip39Words24 = `${"abandon ".repeat(23)}art`;

describe("words as people type them", () => {
  test("case, line breaks and surrounding space do not matter", async () => {
    const typed = `\n  ${words.slice(0, 12).join("\t").toUpperCase()}\r\n${words.slice(12).join("   ")} `;
    expect(bytesToHex((await open(typed)).entropy)).toBe("81b637d86359e6960de795e41e0b4cfd");
  });

  test("numbers are ignored: lncli prints the words in columns", async () => {
    const columns = words.map(
      (word, at) => `${String(at + 1).padStart(2)}. ${word.padEnd(9)}${at % 4 === 3 ? "\n" : ""}`,
    );
    expect(bytesToHex((await open(columns.join(""))).entropy)).toBe("81b637d86359e6960de795e41e0b4cfd");
    const list = words.map((word, at) => `${at + 1}) ${word}`).join("\n");
    expect(bytesToHex((await open(list)).entropy)).toBe("81b637d86359e6960de795e41e0b4cfd");
  });

  test("SEED_WORD_COUNT says how many there are and how many belong", async () => {
    await expect(open(words.slice(1).join(" "))).rejects.toEqual(failure("SEED_WORD_COUNT", /24 words, and 23 were/));
    await expect(open("")).rejects.toEqual(failure("SEED_WORD_COUNT", /and 0 were/));
    await expect(open(`${mnemonic} zoo`)).rejects.toEqual(failure("SEED_WORD_COUNT", /and 25 were/));
  });

  test.each([
    ["abilty", "ability"],
    ["abiliti", "ability"],
    ["labor1", "labor"],
    ["lbaor", "labor"],
  ])("SEED_UNKNOWN_WORD for %s suggests %s and gives the position from 1", async (typed, suggestion) => {
    await expect(open([typed, ...words.slice(1)].join(" "))).rejects.toEqual(
      failure("SEED_UNKNOWN_WORD", new RegExp(`Word 1 .*"${suggestion}"`), 1),
    );
    await expect(open([...words.slice(0, 23), typed].join(" "))).rejects.toEqual(
      failure("SEED_UNKNOWN_WORD", new RegExp(`Word 24 .*"${suggestion}"`), 24),
    );
  });

  test("SEED_UNKNOWN_WORD does not repeat what was typed, and has no suggestion for pasted junk", async () => {
    const junk = "x".repeat(100_000);
    const error = await open([junk, ...words.slice(1)].join(" ")).catch((reason: unknown) => reason);
    expect(error).toEqual(
      failure("SEED_UNKNOWN_WORD", /^Word 1 is not on the word list. Compare it with your backup.$/, 1),
    );
  });

  test("SEED_CHECKSUM: a word replaced by another listed one, before any stretching", async () => {
    const stretch = vi.fn<Stretch>();
    const swapped = [...words.slice(0, 4), words[5], words[4], ...words.slice(6)].join(" ");
    await expect(cipherSeedFromWords(swapped, none, stretch)).rejects.toEqual(failure("SEED_CHECKSUM", /Compare them/));
    expect(stretch).not.toHaveBeenCalled();
  });

  test("SEED_VERSION: an external version that is not 0", async () => {
    await expect(open(["zoo", ...words.slice(1)].join(" "))).rejects.toEqual(
      failure("SEED_VERSION", /version 255, .*Check the first word/, 1),
    );
  });

  test("SEED_VERSION: an internal version from the future", async () => {
    const seed = { internalVersion: 2, birthdayDays: 1, entropy: new Uint8Array(16), salt: new Uint8Array(5) };
    const future = await wordsFromCipherSeed(seed, none, unitTestStretch);
    await expect(open(future.join(" "))).rejects.toEqual(failure("SEED_VERSION", /internal version 2/));
  });

  test("SEED_WRONG_PASSPHRASE: a wrong, a missing and a superfluous one", async () => {
    const withPassphrase = vectors.unit_test_vectors[1]?.lnd_unit_test.mnemonic as string;
    await expect(open(withPassphrase, utf8ToBytes("wrong"))).rejects.toEqual(
      failure("SEED_WRONG_PASSPHRASE", /not the passphrase/),
    );
    await expect(open(withPassphrase)).rejects.toEqual(failure("SEED_WRONG_PASSPHRASE", /needs a passphrase/));
    await expect(open(mnemonic, utf8ToBytes("any"))).rejects.toEqual(
      failure("SEED_WRONG_PASSPHRASE", /not the passphrase/),
    );
  });

  test('the passphrase "aezeed" is lnd\'s empty one', async () => {
    expect(bytesToHex((await open(mnemonic, utf8ToBytes("aezeed"))).entropy)).toBe("81b637d86359e6960de795e41e0b4cfd");
  });

  test.each([
    ["24", bip39Words24],
    ["12", "legal winner thank year wave sausage worth useful legal winner thank yellow"],
    ["18", `${"abandon ".repeat(17)}agent`],
  ])("SEED_IS_BIP39: %s words with BIP39's checksum", async (_, text) => {
    await expect(open(text)).rejects.toEqual(failure("SEED_IS_BIP39", /Restore them as BIP39/));
  });

  test("messages name no seed word beyond the suggestion", async () => {
    for (const text of [mnemonic, bip39Words24, words.slice(1).join(" "), ["zoo", ...words.slice(1)].join(" ")]) {
      const error = await open(text, utf8ToBytes("wrong")).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(Error);
      const rare = words.filter((word) => word.length > 5);
      expect(rare.some((word) => (error as Error).message.includes(word))).toBe(false);
    }
  });
});

describe("new seeds", () => {
  const entropy = hexToBytes("000102030405060708090a0b0c0d0e0f");
  const salt = hexToBytes("0102030405");

  test("have lnd's current internal version and come back from their words", async () => {
    const seed = newCipherSeed(entropy, salt, 6000);
    expect(seed.internalVersion).toBe(1);
    const text = (await wordsFromCipherSeed(seed, utf8ToBytes("pass"), unitTestStretch)).join(" ");
    expect(text.split(" ")).toHaveLength(24);
    expect(await open(text, utf8ToBytes("pass"))).toEqual(seed);
  });

  test("copy what they are made from", () => {
    const mine = entropy.slice();
    const seed = newCipherSeed(mine, salt, 0);
    mine.fill(0);
    expect(bytesToHex(seed.entropy)).toBe(bytesToHex(entropy));
  });

  test("need 16 bytes of entropy and 5 of salt", () => {
    expect(() => newCipherSeed(new Uint8Array(15), salt, 0)).toThrow(RangeError);
    expect(() => newCipherSeed(entropy, new Uint8Array(4), 0)).toThrow(RangeError);
  });

  test("the stretched key is wiped", async () => {
    let key: Uint8Array = none;
    const stretch: Stretch = async (passphrase, scryptSalt) => {
      key = await unitTestStretch(passphrase, scryptSalt);
      return key;
    };
    const text = (await wordsFromCipherSeed(newCipherSeed(entropy, salt, 0), none, stretch)).join(" ");
    expect(key).toEqual(new Uint8Array(32));
    await cipherSeedFromWords(text, none, stretch);
    expect(key).toEqual(new Uint8Array(32));
  });

  test("the passphrase given is not wiped", async () => {
    const passphrase = utf8ToBytes("pass");
    await wordsFromCipherSeed(newCipherSeed(entropy, salt, 0), passphrase, unitTestStretch);
    expect(passphrase).toEqual(utf8ToBytes("pass"));
  });
});

describe("birthdays", () => {
  test("count whole days since the genesis block", () => {
    expect(birthdayDaysAt(Date.parse("2009-01-03T18:15:05Z"))).toBe(0);
    expect(birthdayDaysAt(Date.parse("2009-01-04T18:15:04Z"))).toBe(0);
    expect(birthdayDaysAt(Date.parse("2009-01-04T18:15:05Z"))).toBe(1);
    expect(birthdayMs(4702)).toBe(Date.parse("2021-11-18T18:15:05Z"));
  });

  test("stay within what a seed can hold", () => {
    expect(birthdayDaysAt(0)).toBe(0);
    expect(birthdayDaysAt(Date.parse("2200-01-01T00:00:00Z"))).toBe(65535);
  });
});

describe("words and bytes", () => {
  test("24 words are 33 bytes, both ways", () => {
    const bytes = hexToBytes(vectors.version1.enciphered);
    expect(bytesToWords(bytes).join(" ")).toBe(vectors.version1.mnemonic);
    expect(bytesToHex(wordsToBytes(vectors.version1.mnemonic.split(" ")))).toBe(vectors.version1.enciphered);
  });
});
