/** Strict DER (BIP66) of raw signatures. */
import { secp256k1 } from "@noble/curves/secp256k1.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { describe, expect, it } from "vitest";
import { bytesToHex, concatBytes, hexToBytes } from "../../../main/signer/bytes";
import { encodeDer } from "../../../main/signer/ecdsaDer";
import { nativeCurve } from "../../support/curves";

function number(hex: string): Uint8Array {
  return hexToBytes(hex.padStart(64, "0"));
}

describe("encodeDer", () => {
  it.each([
    ["no padding", "7f", "01", "300602017f020101"],
    ["a zero byte in front of a set sign bit", "80", "ff", "300802020080020200ff"],
    ["zero as one byte", "00", "00", "3006020100020100"],
    ["two bytes", "0100", "80ff", "300902020100020300 80ff".replace(" ", "")],
  ])("writes integers in their shortest form: %s", (_name, r, s, expected) => {
    expect(bytesToHex(encodeDer(concatBytes(number(r), number(s))))).toBe(expected);
  });

  it("agrees with another encoder on real signatures, which stay below 72 bytes", () => {
    const lengths = new Set<number>();
    for (let i = 1; i <= 40; i++) {
      const { signature } = nativeCurve.ecdsaSign(sha256(Uint8Array.of(i)), number("05"));
      const der = encodeDer(signature);
      expect(der).toEqual(secp256k1.Signature.fromBytes(signature, "compact").toBytes("der"));
      lengths.add(der.length);
    }
    expect(Math.max(...lengths)).toBeLessThanOrEqual(71);
    expect(lengths.size).toBeGreaterThan(1);
  });

  it("ends with the sighash byte it is given", () => {
    expect(bytesToHex(encodeDer(concatBytes(number("80"), number("01")), 0x83))).toBe("30070202008002010183");
    expect(bytesToHex(encodeDer(concatBytes(number("01"), number("01")), 0))).toBe("300602010102010100");
  });

  it("takes 64 bytes and nothing else", () => {
    expect(() => encodeDer(new Uint8Array(65))).toThrow(RangeError);
  });
});
