/** What each input of a packet is worth, and how that is known. */
import { SignerError } from "../signer/errors";
import type { Psbt, PsbtInput } from "../signer/psbtRecords";
import { scriptClass } from "../signer/script";
import { sighash } from "../signer/sighash";
import { outpointText, parseTransaction, type TransactionOutput, txid } from "../signer/transaction";
import type { SignedInput } from "./signedInputs";
import type { AmountProof } from "./summary";

export interface InputAmount {
  /** The output that the signature hash is made of; undefined when the packet has none. */
  readonly spent: TransactionOutput | undefined;
  readonly proof: AmountProof;
  /** The previous transaction is not the spent one, or its output is not the one the input record states. */
  readonly isContradicted: boolean;
}

/** Bytes of previous transactions that are hashed for one packet; those beyond prove nothing. */
const mostHashedBytes = 4_000_000;

/**
 * One entry per input. A previous transaction proves its output's amount only when its id is the spent one, which the
 * engine does not check. A witness version 0 signature proves the amount of its own input, a taproot signature that of
 * every input unless it is made with ANYONECANPAY (BIP143, BIP341): with another amount it is worth nothing.
 */
export function inputAmounts(psbt: Psbt, signed: readonly SignedInput[]): InputAmount[] {
  const signedBy = new Map(signed.map((each) => [each.index, each]));
  const provesAll = signed.some(isTaprootOverAll);
  let bytesLeft = mostHashedBytes;
  return psbt.inputs.map((input, index) => {
    const { witnessUtxo, nonWitnessUtxo, nonWitnessOutput } = input;
    const spent = nonWitnessOutput ?? witnessUtxo;
    const length = nonWitnessUtxo?.length ?? 0;
    if (nonWitnessUtxo !== undefined && length <= bytesLeft) {
      bytesLeft -= length;
      const outpoint = psbt.transaction.inputs[index]?.outpoint;
      const isPrevious = outpoint !== undefined && isTransaction(nonWitnessUtxo, outpointText(outpoint));
      if (!isPrevious || nonWitnessOutput === undefined || !agrees(input)) {
        return { spent, proof: "claimed", isContradicted: true };
      }
      return { spent, proof: "previous-transaction", isContradicted: false };
    }
    if (spent === undefined) return { spent, proof: "unknown", isContradicted: false };
    const isProven = provesAll || signedBy.has(index);
    return { spent, proof: isProven ? "signature" : "claimed", isContradicted: false };
  });
}

function isTaprootOverAll({ input, witnessUtxo }: SignedInput): boolean {
  return (input.sighashType & sighash.anyoneCanPay) === 0 && scriptClass(witnessUtxo.script) === "witness_v1_taproot";
}

function isTransaction(bytes: Uint8Array, outpoint: string): boolean {
  try {
    return outpoint.startsWith(`${txid(parseTransaction(bytes, "witness"))}:`);
  } catch (error) {
    if (error instanceof SignerError) return false;
    throw error;
  }
}

/** Whether the two records of an input that may state its output state the same. */
function agrees({ witnessUtxo, nonWitnessOutput }: PsbtInput): boolean {
  if (witnessUtxo === undefined || nonWitnessOutput === undefined) return true;
  const { amountSat, script } = witnessUtxo;
  return (
    amountSat === nonWitnessOutput.amountSat &&
    script.length === nonWitnessOutput.script.length &&
    script.every((byte, at) => byte === nonWitnessOutput.script[at])
  );
}
