import { describe, expect, test } from "vitest";
import { masterFromBip39 } from "../../../main/signer/bip39";
import { bytesToHex } from "../../../main/signer/bytes";
import { masterFromExtendedKey } from "../../../main/signer/extendedKey";
import vectors from "../../vectors/aezeed.json";

const failure = (code: string, message: RegExp, at?: number) =>
  expect.objectContaining({ name: "SeedError", code, message: expect.stringMatching(message), at });

describe("BIP39", () => {
  // Test vectors of BIP39, passphrase TREZOR.
  test.each([
    [
      "legal winner thank year wave sausage worth useful legal winner thank yellow",
      "xprv9s21ZrQH143K2gA81bYFHqU68xz1cX2APaSq5tt6MFSLeXnCKV1RVUJt9FWNTbrrryem4ZckN8k4Ls1H6nwdvDTvnV7zEXs2HgPezuVccsq",
    ],
    [
      "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon art",
      "xprv9s21ZrQH143K32qBagUJAMU2LsHg3ka7jqMcV98Y7gVeVyNStwYS3U7yVVoDZ4btbRNf4h6ibWpY22iRmXq35qgLs79f312g2kj5539ebPM",
    ],
  ])("%s", async (words, xprv) => {
    const master = await masterFromBip39(` ${words.toUpperCase()}\n`, "TREZOR");
    expect(bytesToHex(master)).toBe(bytesToHex(masterFromExtendedKey(xprv, "mainnet")));
  });

  test("the passphrase is normalised: composed and decomposed accents are one", async () => {
    const words = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    const composed = await masterFromBip39(words, "caf\u00e9");
    expect(bytesToHex(await masterFromBip39(words, "cafe\u0301"))).toBe(bytesToHex(composed));
    expect(bytesToHex(await masterFromBip39(words, ""))).not.toBe(bytesToHex(composed));
  });

  test.each([0, 11, 13, 25])("SEED_WORD_COUNT: %i words", async (count) => {
    const text = Array.from({ length: count }, () => "abandon").join(" ");
    await expect(masterFromBip39(text, "")).rejects.toEqual(
      failure("SEED_WORD_COUNT", new RegExp(`12, 15, 18, 21 or 24 words, and ${count} were`)),
    );
  });

  test("SEED_UNKNOWN_WORD", async () => {
    await expect(masterFromBip39(`${"abandon ".repeat(11)}abuot`, "")).rejects.toEqual(
      failure("SEED_UNKNOWN_WORD", /Word 12 .*"about"/, 12),
    );
  });

  test("SEED_CHECKSUM", async () => {
    await expect(masterFromBip39("abandon ".repeat(12), "")).rejects.toEqual(failure("SEED_CHECKSUM", /Compare them/));
  });

  test("SEED_IS_AEZEED", async () => {
    await expect(masterFromBip39(vectors.real_seed.mnemonic, "")).rejects.toEqual(
      failure("SEED_IS_AEZEED", /Restore them as aezeed/),
    );
  });
});
