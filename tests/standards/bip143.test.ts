/** BIP143's own examples: the digest of every sighash type of segwit version 0. */
import { describe, expect, it } from "vitest";
import { bytesToHex, hexToBytes } from "../../main/signer/bytes";
import { SighashParts, witnessV0Digest } from "../../main/signer/sighash";
import { parseTransaction } from "../../main/signer/transaction";
import examples from "../vectors/bip143_examples.json";

describe("BIP143", () => {
  it.each(examples.cases)("$example, input $inputIndex, type $sighashType", (each) => {
    const transaction = parseTransaction(hexToBytes(each.unsignedTx), "no-witness");
    const parts = new SighashParts(transaction, []);
    const script = hexToBytes(each.scriptCodeHex);
    const digest = witnessV0Digest(parts, each.inputIndex, script, BigInt(each.amountSat), each.sighashType);
    expect(bytesToHex(digest)).toBe(each.digest);
  });

  it("makes the script code of a key hash from its witness program", () => {
    const [native] = examples.cases;
    if (native === undefined) throw new Error("the first example is a native key hash");
    const program = hexToBytes("00141d0f172a0ecb48aee1be1f2687d2963ae33f71a1");
    const parts = new SighashParts(parseTransaction(hexToBytes(native.unsignedTx), "no-witness"), []);
    expect(bytesToHex(witnessV0Digest(parts, 1, program, 600_000_000n, 1))).toBe(native.digest);
  });
});
