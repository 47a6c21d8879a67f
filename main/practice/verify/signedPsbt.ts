/**
 * Checks a signed PSBT as the network would, and more strictly than lnd does: the packet must be the one that was sent
 * plus exactly the expected signature records, and each signature must verify under the key that the output asks for.
 */

import { concatBytes } from "@noble/hashes/utils.js";
import { schnorr, verify } from "@noble/secp256k1";
import { hash160 } from "../chain/hashes";
import { inputField, type PsbtRecord } from "../chain/psbtWriter";
import { sameBytes } from "../chain/sameBytes";
import { p2pkh, tapLeafHash } from "../chain/scripts";
import type { Transaction, TxOutput } from "../chain/transaction";
import type { NodeAnswer } from "../wire";
import { parseStrictDer } from "./der";
import { splitPsbt } from "./psbtRecords";
import { segwitV0Sighash, taprootSighash } from "./sighash";

/** A signature the node needs on one input. */
export type ExpectedSignature = { readonly inputIndex: number; readonly sighashType: number } & (
  | { readonly spend: "p2wkh" | "np2wkh"; readonly pubkey: Uint8Array }
  | { readonly spend: "p2wsh"; readonly pubkey: Uint8Array; readonly witnessScript: Uint8Array }
  /** `outputKey`, x only, is what the output holds. */
  | { readonly spend: "taproot-key"; readonly outputKey: Uint8Array }
  /** `pubkey` signs; `recordKey`, x only, is the one the packet's derivation names. */
  | {
      readonly spend: "taproot-script";
      readonly pubkey: Uint8Array;
      readonly recordKey: Uint8Array;
      readonly leafScript: Uint8Array;
    }
);

export interface SentPsbt {
  readonly bytes: Uint8Array;
  readonly tx: Transaction;
  /** The outputs all inputs spend, in order. */
  readonly spent: readonly TxOutput[];
  readonly expected: readonly ExpectedSignature[];
}

/** @returns what is wrong, or null */
export function checkSignedPsbt(sent: SentPsbt, answer: NodeAnswer): string | null {
  if (answer.kind !== "sign_psbt_response") return `answer is ${answer.kind}`;
  const signedInputs = sent.expected.map(({ inputIndex }) => inputIndex).join();
  if (answer.signedInputs.join() !== signedInputs) {
    return `signed_inputs is [${answer.signedInputs.join()}], expected [${signedInputs}]`;
  }
  const mapCount = 1 + sent.tx.inputs.length + sent.tx.outputs.length;
  const wanted = splitPsbt(sent.bytes, mapCount);
  let got: PsbtRecord[][];
  try {
    got = splitPsbt(answer.signedPsbt, mapCount);
  } catch (error) {
    return `signed PSBT does not parse: ${error instanceof Error ? error.message : "?"}`;
  }
  for (const expected of sent.expected) {
    const records = wanted[1 + expected.inputIndex] ?? [];
    const at = signatureIndex(records, expected);
    const added = got[1 + expected.inputIndex]?.[at];
    const problem = added === undefined ? "no signature record" : checkSignature(sent, expected, added);
    if (problem !== null) return `input ${expected.inputIndex}: ${problem}`;
    if (added !== undefined) records.splice(at, 0, added);
  }
  return wanted.every((records, index) => sameRecords(records, got[index] ?? []))
    ? null
    : "records were changed, moved, added or lost";
}

/** Where btcd writes the signature record: in front of the first record of a higher type. */
function signatureIndex(records: readonly PsbtRecord[], expected: ExpectedSignature): number {
  const type = signatureField(expected);
  const at = records.findIndex(({ key }) => (key[0] ?? 0) > type);
  return at < 0 ? records.length : at;
}

function signatureField({ spend }: ExpectedSignature): number {
  if (spend === "taproot-key") return inputField.tapKeySig;
  return spend === "taproot-script" ? inputField.tapScriptSig : inputField.partialSig;
}

function sameRecords(a: readonly PsbtRecord[], b: readonly PsbtRecord[]): boolean {
  return (
    a.length === b.length && a.every(({ key, value }, i) => sameBytes(key, b[i]?.key) && sameBytes(value, b[i]?.value))
  );
}

function checkSignature(sent: SentPsbt, expected: ExpectedSignature, record: PsbtRecord): string | null {
  const key = concatBytes(Uint8Array.of(signatureField(expected)), recordKeyData(expected));
  if (!sameBytes(key, record.key)) return "the signature record is not under the expected key";
  return expected.spend === "taproot-key" || expected.spend === "taproot-script"
    ? checkSchnorr(sent, expected, record.value)
    : checkEcdsa(sent, expected, record.value);
}

function recordKeyData(expected: ExpectedSignature): Uint8Array {
  switch (expected.spend) {
    case "taproot-key":
      return new Uint8Array();
    case "taproot-script":
      return concatBytes(expected.recordKey, tapLeafHash(expected.leafScript));
    default:
      return expected.pubkey;
  }
}

function checkEcdsa(
  { tx, spent }: SentPsbt,
  expected: Extract<ExpectedSignature, { spend: "p2wkh" | "np2wkh" | "p2wsh" }>,
  value: Uint8Array,
): string | null {
  const { inputIndex, sighashType, pubkey } = expected;
  const output = spent[inputIndex];
  if (output === undefined) throw new RangeError("no spent output");
  if (value.at(-1) !== sighashType) return `sighash byte is ${value.at(-1)}, expected ${sighashType}`;
  const signature = parseStrictDer(value.subarray(0, -1));
  if (signature === undefined) return "the signature is not strict DER";
  const scriptCode = expected.spend === "p2wsh" ? expected.witnessScript : p2pkh(hash160(pubkey));
  const digest = segwitV0Sighash(tx, inputIndex, scriptCode, output, sighashType);
  return verify(signature, digest, pubkey, { prehash: false, lowS: true })
    ? null
    : "the ECDSA signature does not verify";
}

function checkSchnorr(
  { tx, spent }: SentPsbt,
  expected: Extract<ExpectedSignature, { spend: "taproot-key" | "taproot-script" }>,
  value: Uint8Array,
): string | null {
  const { inputIndex, sighashType } = expected;
  if (value.length !== (sighashType === 0 ? 64 : 65)) return `the signature has ${value.length} bytes`;
  if (sighashType !== 0 && value[64] !== sighashType) return `sighash byte is ${value[64]}, expected ${sighashType}`;
  const leafScript = expected.spend === "taproot-script" ? expected.leafScript : undefined;
  const digest = taprootSighash(tx, inputIndex, spent, sighashType, leafScript);
  const key = expected.spend === "taproot-script" ? expected.pubkey.subarray(1) : expected.outputKey;
  return schnorr.verify(value.subarray(0, 64), digest, key) ? null : "the Schnorr signature does not verify";
}
