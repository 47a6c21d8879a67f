/** How large a transaction will be once it is signed: an estimate, for fee rates (BIP141). */
import type { Psbt, PsbtInput } from "../signer/psbtRecords";
import { scriptClass } from "../signer/script";
import type { TransactionOutput } from "../signer/transaction";

/** Weight units: a witness byte is one, every other byte four. */
const marker = 2;
const ecdsaSignature = 1 + 72;
const publicKey = 1 + 33;
/** Item count || signature || key. */
const keyHashWitness = 1 + ecdsaSignature + publicKey;
/** Item count || signature of 64 bytes. */
const taprootKeyWitness = 1 + 1 + 64;
/** A push of the 22-byte program as script signature. */
const nestedScriptSig = 4 * 23;
/** Signature and key as script signature. */
const keyHashScriptSig = 4 * (ecdsaSignature + publicKey);

/**
 * Virtual bytes of the signed transaction. An input whose script is not known counts as a key hash: too small for a
 * script, so that the fee rate comes out too high rather than too low.
 *
 * @param spent outputs spent by the inputs, in their order
 */
export function estimateVsize(
  { inputs, transaction }: Psbt,
  spent: readonly (TransactionOutput | undefined)[],
): number {
  let weight = 4 * transaction.serialized.length + marker;
  inputs.forEach((input, index) => {
    weight += inputWeight(input, spent[index]);
  });
  return Math.ceil(weight / 4);
}

function inputWeight(input: PsbtInput, spent: TransactionOutput | undefined): number {
  const { finalScriptWitness, finalScriptSig, witnessScript } = input;
  if (finalScriptWitness !== undefined && finalScriptWitness.length > 0) {
    return finalScriptWitness.length + 4 * (finalScriptSig?.length ?? 0);
  }
  switch (spent === undefined ? undefined : scriptClass(spent.script)) {
    case "witness_v1_taproot":
      return taprootWeight(input);
    case "witness_v0_scripthash":
      return witnessScript === undefined ? keyHashWitness : scriptWeight(witnessScript);
    case "scripthash":
      return nestedScriptSig + keyHashWitness;
    case "pubkeyhash":
      return keyHashScriptSig + 1;
    default:
      return keyHashWitness;
  }
}

/** Signatures as many as a multisig wants, or one and a choice of branch, then the script. */
function scriptWeight(script: Uint8Array): number {
  const isTwoOfTwo = script.length === 71 && script[0] === 0x52;
  return (isTwoOfTwo ? 2 + 2 * ecdsaSignature : 2 + ecdsaSignature) + 1 + script.length;
}

function taprootWeight({ taprootLeafScripts: [leaf] }: PsbtInput): number {
  return leaf === undefined ? taprootKeyWitness : taprootKeyWitness + 2 + leaf.script.length + leaf.controlBlock.length;
}
