import { describe, expect, it } from "vitest";
import { hexToBytes } from "../../../main/signer/bytes";
import { SignerError } from "../../../main/signer/errors";
import { requireScriptParses, scriptClass } from "../../../main/signer/script";

const hash20 = "11".repeat(20);
const hash32 = "22".repeat(32);

describe("scriptClass", () => {
  it.each([
    [`76a914${hash20}88ac`, "pubkeyhash"],
    [`a914${hash20}87`, "scripthash"],
    [`0014${hash20}`, "witness_v0_keyhash"],
    [`0020${hash32}`, "witness_v0_scripthash"],
    [`5120${hash32}`, "witness_v1_taproot"],
    ["51024e73", "anchor"],
    [`5220${hash32}`, "nonstandard"],
    [`5114${hash20}`, "nonstandard"],
    [`0021${hash32}00`, "nonstandard"],
    [`76a914${hash20}88ad`, "nonstandard"],
    [`21${"02".repeat(33)}ac`, "nonstandard"],
    ["6a", "nonstandard"],
    ["", "nonstandard"],
  ])("%s is %s", (hex, expected) => {
    expect(scriptClass(hexToBytes(hex))).toBe(expected);
  });
});

describe("requireScriptParses", () => {
  it.each(["", "ac", "0101", "4c0101", "4d010001", "4e0100000001", `4b${"00".repeat(75)}`, "ff"])("takes %s", (hex) => {
    expect(() => requireScriptParses(hexToBytes(hex))).not.toThrow();
  });

  it.each(["01", "0201", "4c", "4c01", "4d01", "4d020001", "4e01", "4effffffff", "ac0200"])("refuses %s", (hex) => {
    expect(() => requireScriptParses(hexToBytes(hex))).toThrow(SignerError);
  });
});
