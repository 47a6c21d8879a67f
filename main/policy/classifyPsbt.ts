/** What a SignPsbt request signs, told from this one packet: which key of ours, which script, what kind of payment. */
import { equalBytes } from "../signer/bytes";
import { SignerError } from "../signer/errors";
import type { Network } from "../signer/network";
import { type KeyPath, lightningPurpose, psbtPath } from "../signer/paths";
import { type Psbt, type PsbtInput, tweakType } from "../signer/psbtRecords";
import { scriptClass } from "../signer/script";
import { sighash } from "../signer/sighash";
import type { TransactionInput, TransactionOutput } from "../signer/transaction";
import { fundingKeys, includesKey, isAnchorScript, isDelayedScript, isHtlcScript } from "./lightningScripts";
import type { OwnKeys } from "./ownKeys";
import type { OwnScript, OwnScripts } from "./ownScripts";
import type { RequestClass } from "./summary";

export interface PsbtContext {
  readonly network: Network;
  readonly keys: OwnKeys;
  readonly ownScripts: OwnScripts;
}

/** The input that our key signs. */
export interface SignedInput {
  readonly index: number;
  readonly input: PsbtInput;
  readonly transactionInput: TransactionInput;
  readonly witnessUtxo: TransactionOutput;
  readonly path: KeyPath;
  readonly pubkey: Uint8Array;
}

export interface ClassifiedPsbt {
  readonly class: RequestClass;
  /** The first input that is ours to sign; undefined when there is none. */
  readonly signed: SignedInput | undefined;
  /** Per output where it comes from when it is ours; empty when nobody needs to know (commitments). */
  readonly ownOutputs: readonly (OwnScript | undefined)[];
}

/** lnd's key families (keychain/derivation.go). */
const family = { multiSig: 0, revocationBase: 1, htlcBase: 2, paymentBase: 3, delayBase: 4 } as const;

const anchorSat = 330n;
/** Inputs and outputs looked at. A packet beyond them is shown as what it claims, with nothing proven ours. */
const mostExaminedInputs = 64;
const mostExaminedOutputs = 5_000;

/** Classifies a packet by the first input that is ours. */
export function classifyPsbt(psbt: Psbt, context: PsbtContext): ClassifiedPsbt {
  const signed = findSignedInput(psbt, context);
  if (signed === undefined) return { class: "unknown-psbt", signed, ownOutputs: [] };
  if (signed.path.purpose === lightningPurpose) {
    const channelClass = classifyChannelTransaction(psbt, signed);
    if (channelClass !== undefined) return { class: channelClass, signed, ownOutputs: [] };
  }
  const ownOutputs = findOwnOutputs(psbt, signed, context);
  const spendClass =
    signed.path.purpose === lightningPurpose
      ? classifyChannelSpend(psbt, signed)
      : classifyWalletSpend(psbt, signed, ownOutputs);
  return { class: spendClass, signed, ownOutputs };
}

/** The first input the engine would sign; the same conditions as there. */
function findSignedInput({ inputs, transaction }: Psbt, { network, keys }: PsbtContext): SignedInput | undefined {
  const examined = inputs.slice(0, mostExaminedInputs);
  for (const [index, input] of examined.entries()) {
    const { witnessUtxo, finalScriptWitness } = input;
    const [derivation] = input.bip32Derivations;
    const transactionInput = transaction.inputs[index];
    if (witnessUtxo === undefined || derivation === undefined || transactionInput === undefined) continue;
    if (finalScriptWitness !== undefined && finalScriptWitness.length > 0) continue;
    try {
      const pubkey = keys.publicKeyAtPath(derivation.path);
      if (!equalBytes(pubkey, derivation.pubkey)) continue;
      return { index, input, transactionInput, witnessUtxo, path: psbtPath(derivation.path, network), pubkey };
    } catch (error) {
      if (!(error instanceof SignerError)) throw error;
    }
  }
  return undefined;
}

/** Transactions that move value within a channel; their outputs are nobody's wallet. */
function classifyChannelTransaction(psbt: Psbt, signed: SignedInput): RequestClass | undefined {
  const { transaction } = psbt;
  const script = signed.input.witnessScript ?? new Uint8Array(0);
  if (signed.path.account === family.multiSig) {
    const keys = fundingKeys(script);
    if (keys === undefined || !includesKey(keys, signed.pubkey) || transaction.inputs.length !== 1) return undefined;
    // BOLT 3: the obscured commitment number lives under these upper bytes of lock time and sequence.
    const isNumbered = transaction.lockTime >>> 24 === 0x20 && signed.transactionInput.sequence >>> 24 === 0x80;
    return isNumbered ? "commitment" : undefined;
  }
  return signed.path.account === family.htlcBase && isHtlc(signed) && isSecondLevel(psbt, signed)
    ? "htlc-second-level"
    : undefined;
}

/** Spends of a channel's outputs. */
function classifyChannelSpend(psbt: Psbt, signed: SignedInput): RequestClass {
  const { path, input, pubkey } = signed;
  const script = input.witnessScript ?? new Uint8Array(0);
  if (hasTweak(input, tweakType.double)) return path.account === family.revocationBase ? "justice" : "unknown-psbt";
  switch (path.account) {
    case family.multiSig: {
      if (isAnchorScript(script) && includesKey([script.subarray(1, 34)], pubkey)) return "anchor-sweep";
      const keys = fundingKeys(script);
      return keys !== undefined && includesKey(keys, pubkey) && psbt.inputs.length === 1
        ? "cooperative-close"
        : "unknown-psbt";
    }
    case family.htlcBase:
      return isHtlc(signed) ? "htlc-claim" : "unknown-psbt";
    case family.paymentBase:
      return isTaprootAnchor(signed) ? "anchor-sweep" : "to-remote-sweep";
    case family.delayBase:
      if (isTaprootAnchor(signed)) return "anchor-sweep";
      return isTaproot(signed) || isDelayedScript(script) ? "to-local-sweep" : "unknown-psbt";
    default:
      return "unknown-psbt";
  }
}

/** Spends of the on-chain wallet. */
function classifyWalletSpend(
  { inputs, transaction }: Psbt,
  signed: SignedInput,
  ownOutputs: readonly (OwnScript | undefined)[],
): RequestClass {
  const foreign = transaction.outputs.filter((_, index) => ownOutputs[index] === undefined);
  // Wallet coins raise the fee of a close by being spent together with its anchor.
  const spendsAnchor = inputs.some((input, index) => index !== signed.index && isAnchorOutput(input.witnessUtxo));
  if (spendsAnchor) return "anchor-sweep";
  if (foreign.length === 0) return "consolidation";
  const [only] = foreign;
  // A taproot channel's output looks like any taproot payee and is shown as a send.
  const isFunding = foreign.length === 1 && only !== undefined && scriptClass(only.script) === "witness_v0_scripthash";
  return isFunding ? "funding" : "wallet-send";
}

/** An HTLC output by its script, or any taproot leaf: those are told apart by what is done with them. */
function isHtlc(signed: SignedInput): boolean {
  const { witnessScript, taprootLeafScripts } = signed.input;
  if (isTaproot(signed)) return taprootLeafScripts.length > 0;
  return witnessScript !== undefined && isHtlcScript(witnessScript);
}

/**
 * Whether an HTLC goes to its second level: into one output of the same index that is a script, under SINGLE and
 * ANYONECANPAY (anchor channels), or alone (older channels), or without a fee of its own (batched by the sweeper).
 */
function isSecondLevel({ transaction, inputs }: Psbt, { index, input, witnessUtxo }: SignedInput): boolean {
  const output = transaction.outputs[index];
  const outputClass = output === undefined ? undefined : scriptClass(output.script);
  if (output === undefined || (outputClass !== "witness_v0_scripthash" && outputClass !== "witness_v1_taproot")) {
    return false;
  }
  if (input.sighashType === (sighash.single | sighash.anyoneCanPay)) return true;
  if (outputClass !== "witness_v0_scripthash") return false;
  return inputs.length === 1 ? transaction.outputs.length === 1 : output.amountSat === witnessUtxo.amountSat;
}

function isTaproot({ witnessUtxo }: SignedInput): boolean {
  return scriptClass(witnessUtxo.script) === "witness_v1_taproot";
}

/** A taproot anchor is spent by its key; a script spend of that amount is something else. */
function isTaprootAnchor(signed: SignedInput): boolean {
  const { witnessUtxo, input } = signed;
  return isTaproot(signed) && witnessUtxo.amountSat === anchorSat && input.taprootLeafScripts.length === 0;
}

function isAnchorOutput(output: TransactionOutput | undefined): boolean {
  if (output === undefined || output.amountSat !== anchorSat) return false;
  const outputClass = scriptClass(output.script);
  return outputClass === "witness_v0_scripthash" || outputClass === "witness_v1_taproot";
}

function hasTweak(input: PsbtInput, type: number): boolean {
  return input.unknowns.some((record) => record.type === type && record.keyData.length === 0);
}

function findOwnOutputs(psbt: Psbt, signed: SignedInput, context: PsbtContext): (OwnScript | undefined)[] {
  const { ownScripts } = context;
  const { outputs } = psbt.transaction;
  if (outputs.length > mostExaminedOutputs) return [];
  if (signed.path.purpose !== lightningPurpose) ownScripts.noteUsed(signed.path);
  return outputs.map(({ script }, index) => {
    const found = ownScripts.find(script);
    if (found === undefined) return claimedOwn(psbt, index, script, context);
    ownScripts.noteUsed(found);
    return found;
  });
}

/** An output whose derivation record names a path of ours, if the key there really makes the script. */
function claimedOwn(
  { outputs }: Psbt,
  index: number,
  script: Uint8Array,
  { network, ownScripts }: PsbtContext,
): OwnScript | undefined {
  const output = outputs[index];
  const [claim] = [...(output?.bip32Derivations ?? []), ...(output?.taprootBip32Derivations ?? [])];
  if (claim === undefined) return undefined;
  try {
    const path = psbtPath(claim.path, network);
    if (path.purpose === lightningPurpose || !ownScripts.matches(script, path)) return undefined;
    return path;
  } catch (error) {
    if (error instanceof SignerError) return undefined;
    throw error;
  }
}
