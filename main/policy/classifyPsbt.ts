/** What a SignPsbt request signs, told from this one packet: which keys of ours, which scripts, what kind of payment. */
import { lightningPurpose } from "../signer/paths";
import type { Psbt } from "../signer/psbtRecords";
import { scriptClass } from "../signer/script";
import { sighash } from "../signer/sighash";
import type { TransactionOutput } from "../signer/transaction";
import { anchorSat } from "./commitmentFacts";
import { fundingKeys, includesKey, isAnchorScript, isDelayedScript, isHtlcScript, leafKeys } from "./lightningScripts";
import type { SignedInput } from "./signedInputs";
import type { RequestClass } from "./summary";
import type { WalletView } from "./walletView";

/** lnd's key families (keychain/derivation.go). */
const family = { multiSig: 0, revocationBase: 1, htlcBase: 2, paymentBase: 3, delayBase: 4 } as const;

/**
 * The class of a packet: that of the inputs to be signed. Inputs of different classes make a packet that no node
 * builds, and a class of its own.
 *
 * @param wallet looked at only where outputs matter
 */
export function classifyPsbt(
  psbt: Psbt,
  signed: readonly SignedInput[],
  wallet: () => WalletView,
): { readonly class: RequestClass; readonly classes: readonly RequestClass[] } {
  const classes = signed.map((input) => classifyInput(psbt, input, wallet));
  const [first] = classes;
  if (first === undefined) return { class: "unknown-psbt", classes };
  return { class: classes.every((each) => each === first) ? first : "mixed-psbt", classes };
}

function classifyInput(psbt: Psbt, signed: SignedInput, wallet: () => WalletView): RequestClass {
  if (signed.path.purpose !== lightningPurpose) return classifyWalletSpend(psbt, wallet());
  return classifyChannelTransaction(psbt, signed) ?? classifyChannelSpend(psbt, signed);
}

/** Transactions that move value within a channel; their outputs are nobody's wallet. */
function classifyChannelTransaction(psbt: Psbt, signed: SignedInput): RequestClass | undefined {
  const { transaction } = psbt;
  if (signed.path.account === family.multiSig) {
    const keys = fundingKeys(signed.script);
    if (keys === undefined || !includesKey(keys, signed.pubkey) || transaction.inputs.length !== 1) return undefined;
    // BOLT 3: the obscured commitment number lives under these upper bytes of lock time and sequence. Whose commitment
    // it is shows in its outputs (commitmentFacts.ts).
    const isNumbered = transaction.lockTime >>> 24 === 0x20 && signed.transactionInput.sequence >>> 24 === 0x80;
    return isNumbered ? "remote-commitment" : undefined;
  }
  return signed.path.account === family.htlcBase && isHtlc(signed) && isSecondLevel(psbt, signed)
    ? "htlc-second-level"
    : undefined;
}

/** Spends of a channel's outputs. */
function classifyChannelSpend(psbt: Psbt, signed: SignedInput): RequestClass {
  const { path, script, pubkey, tweak } = signed;
  if (tweak === "double" || tweak === "both") {
    return path.account === family.revocationBase && tweak === "double" ? "justice" : "unknown-psbt";
  }
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
function classifyWalletSpend({ inputs, transaction }: Psbt, wallet: WalletView): RequestClass {
  const { foreignOutputs, ownInputs } = wallet;
  const [only] = foreignOutputs;
  if (only === undefined) {
    // Wallet coins raise the fee of a close, or pay that of a sweep, by being spent together with its outputs.
    const beside = inputs.filter((_, index) => ownInputs[index] === undefined);
    if (beside.some(({ witnessUtxo }) => isAnchorOutput(witnessUtxo))) return "anchor-sweep";
    return beside.length === 0 ? "consolidation" : "sweep-fee";
  }
  // A taproot channel's output looks like any taproot payee and is shown as a send.
  const script = transaction.outputs[only]?.script ?? new Uint8Array(0);
  return foreignOutputs.length === 1 && scriptClass(script) === "witness_v0_scripthash" ? "funding" : "wallet-send";
}

/** An HTLC output by its script, or any taproot leaf: those are told apart by what is done with them. */
function isHtlc(signed: SignedInput): boolean {
  return isTaproot(signed) ? signed.input.taprootLeafScripts.length > 0 : isHtlcScript(signed.script);
}

/**
 * Whether an HTLC goes to its second level, into the output of the same index, which is a script: under SINGLE and
 * ANYONECANPAY for the peer's commitment with anchors, alone and with its fee taken from it before anchors, or with as
 * much as it had, beside coins that pay the fee.
 *
 * A taproot leaf tells for certain: both sides' keys are in the leaf of a second-level transaction, one in that of a
 * claim.
 */
function isSecondLevel({ transaction, inputs }: Psbt, signed: SignedInput): boolean {
  const { index, input, witnessUtxo } = signed;
  const output = transaction.outputs[index];
  if (output === undefined) return false;
  // Both levels of a channel have the same form: what a script's HTLC pays to a taproot key, it pays to somebody.
  if (isTaproot(signed)) {
    const [leaf] = input.taprootLeafScripts;
    if (scriptClass(output.script) !== "witness_v1_taproot" || leaf === undefined) return false;
    if (leafKeys(leaf.script).length !== 2) return false;
  } else if (scriptClass(output.script) !== "witness_v0_scripthash") return false;
  if (input.sighashType === (sighash.single | sighash.anyoneCanPay)) return true;
  if (output.amountSat === witnessUtxo.amountSat) return true;
  return !isTaproot(signed) && inputs.length === 1 && transaction.outputs.length === 1;
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
