/** BIP341's wallet vectors for key path spends, and Bitcoin Core's assets for key and script path spends. */
import { schnorr } from "@noble/curves/secp256k1.js";
import { describe, expect, it } from "vitest";
import { bytesToHex, hexToBytes } from "../../main/signer/bytes";
import { SighashParts, tapLeafHash, taprootDigest } from "../../main/signer/sighash";
import { parseTransaction, type TransactionOutput } from "../../main/signer/transaction";
import wallet from "../vectors/bip341_key_path_spending.json";
import assets from "../vectors/bip342_sighash.json";

describe("BIP341 key path spending", () => {
  const [vector] = wallet.keyPathSpending;
  if (vector === undefined) throw new Error("there is one vector");
  const transaction = parseTransaction(hexToBytes(vector.given.rawUnsignedTx), "no-witness");
  const prevouts = vector.given.utxosSpent.map(({ amountSats, scriptPubKey }) => ({
    amountSat: BigInt(amountSats),
    script: hexToBytes(scriptPubKey),
  }));
  const parts = new SighashParts(transaction, prevouts);

  it("hashes what all inputs have in common", () => {
    expect({
      hashAmounts: bytesToHex(parts.amountsHash.once),
      hashOutputs: bytesToHex(parts.outputsHash.once),
      hashPrevouts: bytesToHex(parts.prevoutsHash.once),
      hashScriptPubkeys: bytesToHex(parts.scriptsHash.once),
      hashSequences: bytesToHex(parts.sequencesHash.once),
    }).toEqual(vector.intermediary);
  });

  it.each(vector.inputSpending)("input $given.txinIndex, type $given.hashType", ({ given, intermediary }) => {
    const prevout = prevouts[given.txinIndex] as TransactionOutput;
    expect(bytesToHex(taprootDigest(parts, given.txinIndex, prevout, given.hashType))).toBe(intermediary.sigHash);
  });
});

describe("signatures of Bitcoin Core's taproot tests", () => {
  it.each(assets.cases)("$comment, $witness.length witness items", ({ tx, prevouts, index, witness }) => {
    const spent = prevouts.map(readOutput);
    const own = spent[index] as TransactionOutput;
    const [signatureHex = "", scriptHex, controlBlockHex = ""] = witness;
    const signature = hexToBytes(signatureHex);
    const parts = new SighashParts(parseTransaction(hexToBytes(tx), "witness"), spent);
    const script = scriptHex === undefined ? undefined : hexToBytes(scriptHex);
    const leafVersion = Number.parseInt(controlBlockHex.slice(0, 2), 16) & 0xfe;
    const leafHash = script === undefined ? undefined : tapLeafHash(leafVersion, script);
    const digest = taprootDigest(parts, index, own, signature[64] ?? 0, leafHash);
    const pubkey = script === undefined ? own.script.subarray(2) : script.subarray(1, 33);
    expect(schnorr.verify(signature.subarray(0, 64), digest, pubkey)).toBe(true);
  });
});

function readOutput(hex: string): TransactionOutput {
  const bytes = hexToBytes(hex);
  return { amountSat: new DataView(bytes.buffer).getBigInt64(0, true), script: bytes.subarray(9) };
}
