import { describe, expect, test } from "vitest";
import { redact } from "../../../main/support/redact";
import aezeed from "../../vectors/aezeed.json";

describe("redact", () => {
  test.each([
    [
      "an extended private key",
      `key xprv9s21ZrQH143K${"3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNK"} end`,
      "key [extended private key] end",
    ],
    ["32 bytes of hex", `secret ${"ab".repeat(32)}.`, "secret [hex]."],
    ["a macaroon in base64", `macaroon ${"AgEDbG5kAvgBAwoQ".repeat(6)}==`, "macaroon [base64]"],
    ["a short macaroon in base64", "macaroon AgEDbG5kAvgBAwoQabcdefgh= sent", "macaroon [macaroon] sent"],
    ["a private key in wallet import format", `wif L${"1aZ9x".repeat(10)}a end`, "wif [private key] end"],
    ["hex in pairs", `id ${"ab:".repeat(31)}ab.`, "id [hex]."],
    [
      "the home folder of somebody else",
      "open /home/bob/x and C:\\Users\\Eve\\y",
      "open /home/~/x and C:\\Users\\~\\y",
    ],
    ["a pairing string", "pair lndconnect://host:10019?cert=a&macaroon=b now", "pair [lndconnect] now"],
    ["the home folder", "open /home/alice/.config/x", "open ~/.config/x"],
  ])("takes out %s", (_name, text, expected) => {
    expect(redact(text, "/home/alice")).toBe(expected);
  });

  test("takes out seed words, in whatever case and however separated", () => {
    const words = "abandon ability able about above absent absorb abstract".split(" ");
    for (const separator of [" ", ", ", "\n", " 7. "]) {
      const redacted = redact(`Words: ${words.join(separator).toUpperCase()}!`, "");
      expect(redacted).toBe("Words: [seed words]!");
    }
  });

  test("takes out every mnemonic of the aezeed vectors", () => {
    const mnemonics = JSON.stringify(aezeed).match(/[a-z]+(?: [a-z]+){23}/g) ?? [];
    expect(mnemonics.length).toBeGreaterThan(0);
    for (const mnemonic of mnemonics) expect(redact(mnemonic, "")).toContain("[seed words]");
  });

  test("leaves sentences, txids' beginnings and short hex alone", () => {
    const text = "the node refused the macaroon of key 02ab34cd at attempt 3";
    expect(redact(text, "/home/alice")).toBe(text);
  });
});
