/** Which inputs of a packet the engine would sign, by the engine's own conditions (signer/signPsbt.ts). */
import { equalBytes } from "../signer/bytes";
import { hardenedOffset } from "../signer/derive";
import { SignerError } from "../signer/errors";
import { lightningCoinType, type Network } from "../signer/network";
import { type KeyPath, lightningPurpose, psbtPath } from "../signer/paths";
import { type Psbt, type PsbtInput, tweakType } from "../signer/psbtRecords";
import type { TransactionInput, TransactionOutput } from "../signer/transaction";
import type { OwnKeys } from "./ownKeys";

export interface SignedInput {
  readonly index: number;
  readonly input: PsbtInput;
  readonly transactionInput: TransactionInput;
  readonly witnessUtxo: TransactionOutput;
  readonly path: KeyPath;
  /** The key before any tweak, 33 bytes. */
  readonly pubkey: Uint8Array;
  /** What a segwit version 0 signature commits to: redeem script, else witness script, else the output's own. */
  readonly script: Uint8Array;
  readonly tweak: "none" | "single" | "double" | "both";
}

export interface FoundInputs {
  readonly signed: readonly SignedInput[];
  /** Inputs whose path is one of ours but whose key is not there. */
  readonly wrongKeys: number;
  /** Inputs whose path is one of lnd's under another network's coin type. */
  readonly otherNetworkPaths: number;
  /** Every input was looked at. */
  readonly isWhole: boolean;
}

/**
 * Keys looked at in one packet: tens of milliseconds when none was derived before. lnd names one key per packet, and
 * callers of its SignPsbt stay far below.
 */
const mostKeys = 512;

/** Finds them all; a packet with more keys than can be looked at says so. */
export function findSignedInputs({ inputs, transaction }: Psbt, network: Network, keys: OwnKeys): FoundInputs {
  const signed: SignedInput[] = [];
  let wrongKeys = 0;
  let otherNetworkPaths = 0;
  let keysLeft = mostKeys;
  for (const [index, input] of inputs.entries()) {
    const { witnessUtxo, finalScriptWitness } = input;
    const [derivation] = input.bip32Derivations;
    const transactionInput = transaction.inputs[index];
    if (witnessUtxo === undefined || derivation === undefined || transactionInput === undefined) continue;
    if (finalScriptWitness !== undefined && finalScriptWitness.length > 0) continue;
    if (keysLeft === 0) return { signed, wrongKeys, otherNetworkPaths, isWhole: false };
    keysLeft -= 1;
    let path: KeyPath;
    let pubkey: Uint8Array;
    try {
      path = psbtPath(derivation.path, network);
      pubkey = keys.publicKeyAtPath(derivation.path);
    } catch (error) {
      if (!(error instanceof SignerError)) throw error;
      if (isOtherNetwork(derivation.path, network)) otherNetworkPaths += 1;
      continue;
    }
    if (!equalBytes(pubkey, derivation.pubkey)) {
      wrongKeys += 1;
      continue;
    }
    const script = signedScript(input, witnessUtxo);
    const tweak = tweakOf(input);
    signed.push({ index, input, transactionInput, witnessUtxo, path, pubkey, script, tweak });
  }
  return { signed, wrongKeys, otherNetworkPaths, isWhole: true };
}

function signedScript({ redeemScript, witnessScript }: PsbtInput, witnessUtxo: TransactionOutput): Uint8Array {
  if (redeemScript !== undefined && redeemScript.length > 0) return redeemScript;
  return witnessScript !== undefined && witnessScript.length > 0 ? witnessScript : witnessUtxo.script;
}

function tweakOf({ unknowns }: PsbtInput): SignedInput["tweak"] {
  if (unknowns.length === 0) return "none";
  const has = (type: number) => unknowns.some((record) => record.type === type && record.keyData.length === 0);
  const isSingle = has(tweakType.single);
  if (has(tweakType.double)) return isSingle ? "both" : "double";
  return isSingle ? "single" : "none";
}

/** A path of lnd's own keys on mainnet when this is a test network, or the other way round. */
function isOtherNetwork([purpose, coinType]: readonly number[], network: Network): boolean {
  const otherCoinType = 1 - lightningCoinType(network);
  return purpose === lightningPurpose + hardenedOffset && coinType === otherCoinType + hardenedOffset;
}
