/** One SignPsbt request as lnd's watch-only side builds it for one input (lnd rpcwallet.go: remoteSign). */

import { taggedHash } from "../chain/hashes";
import { addTweak, liftX, revocationPubkey, scalar, taprootOutputKey, timesG } from "../chain/points";
import { type PsbtInput, writePsbt } from "../chain/psbtWriter";
import { p2wkh, tapLeafHash } from "../chain/scripts";
import type { Transaction, TxOutput } from "../chain/transaction";
import type { Exchange } from "../exchange";
import { checkSignedPsbt, type ExpectedSignature } from "../verify/signedPsbt";
import type { SignerKey } from "../watchOnlyKeys";
import type { Coin } from "./world";

/** What lnd calls a sign descriptor, as far as it reaches the signer. */
export interface SignDescriptor {
  readonly variant: string;
  readonly tx: Transaction;
  /** The outputs all inputs spend. */
  readonly spent: readonly TxOutput[];
  readonly inputIndex: number;
  readonly key: SignerKey;
  readonly sighashType: number;
  readonly spend:
    | { readonly kind: "p2wsh"; readonly witnessScript: Uint8Array }
    /** A channel's P2WKH output: SignOutputRaw gives the program as witness script. */
    | { readonly kind: "p2wkh" }
    /** Of the wallet, through ComputeInputScript. */
    | { readonly kind: "coin"; readonly coin: Coin }
    | { readonly kind: "taproot-key"; readonly merkleRoot: Uint8Array }
    | { readonly kind: "taproot-script"; readonly leafScript: Uint8Array };
  readonly singleTweak?: Uint8Array | undefined;
  /** Commitment secret. */
  readonly doubleTweak?: Uint8Array | undefined;
  /** Inputs that are signed already, by index. */
  readonly finalWitnesses?: ReadonlyMap<number, readonly Uint8Array[]> | undefined;
}

export function remoteSign(descriptor: SignDescriptor): Exchange {
  const { tx, spent, inputIndex, finalWitnesses } = descriptor;
  const inputs = spent.map(
    (witnessUtxo, index): PsbtInput =>
      index === inputIndex
        ? { witnessUtxo, ...signingInput(descriptor) }
        : { witnessUtxo, finalWitness: finalWitnesses?.get(index) },
  );
  const sent = { bytes: writePsbt(tx, inputs), tx, spent, expected: [expectedSignature(descriptor)] };
  return {
    request: { kind: "sign_psbt_request", fundedPsbt: sent.bytes },
    variant: descriptor.variant,
    check: (answer) => checkSignedPsbt(sent, answer),
  };
}

function signingInput({
  key,
  sighashType,
  spend,
  singleTweak,
  doubleTweak,
  spent,
  inputIndex,
}: SignDescriptor): PsbtInput {
  const common = { key, sighashType, singleTweak, doubleTweak };
  switch (spend.kind) {
    case "p2wsh":
      return { ...common, witnessScript: spend.witnessScript };
    case "p2wkh":
      return { ...common, witnessScript: spent[inputIndex]?.script };
    case "coin":
      return { ...common, ...coinFields(spend.coin) };
    case "taproot-key":
      return { ...common, taproot: { spend: "key", merkleRoot: spend.merkleRoot } };
    case "taproot-script":
      return { ...common, witnessScript: spend.leafScript, taproot: { spend: "script", leafScript: spend.leafScript } };
  }
}

/** Fields of an input that the wallet knows: the whole earlier transaction, and the program as both scripts. */
export function coinFields(coin: Coin): PsbtInput {
  if (coin.type === "p2tr") return { nonWitnessUtxo: coin.transaction, taproot: { spend: "key" } };
  const program = p2wkh(coin.key.pubkey);
  return { nonWitnessUtxo: coin.transaction, redeemScript: program, witnessScript: program };
}

function expectedSignature(descriptor: SignDescriptor): ExpectedSignature {
  const { inputIndex, sighashType, key, spend } = descriptor;
  const common = { inputIndex, sighashType };
  const pubkey = tweaked(descriptor);
  switch (spend.kind) {
    case "p2wsh":
      return { ...common, spend: "p2wsh", pubkey, witnessScript: spend.witnessScript };
    case "p2wkh":
      return { ...common, spend: "p2wkh", pubkey };
    case "coin":
      return expectedCoinSignature(spend.coin, inputIndex, sighashType);
    case "taproot-key":
      return { ...common, spend: "taproot-key", outputKey: taprootOutputKey(pubkey, spend.merkleRoot) };
    case "taproot-script":
      return {
        ...common,
        spend: "taproot-script",
        pubkey,
        recordKey: key.pubkey.subarray(1),
        leafScript: spend.leafScript,
      };
  }
}

export function expectedCoinSignature(coin: Coin, inputIndex: number, sighashType: number): ExpectedSignature {
  return coin.type === "p2tr"
    ? { inputIndex, sighashType, spend: "taproot-key", outputKey: coin.output.script.subarray(2) }
    : { inputIndex, sighashType, spend: coin.type, pubkey: coin.key.pubkey };
}

function tweaked({ key, singleTweak, doubleTweak }: SignDescriptor): Uint8Array {
  if (singleTweak !== undefined) return addTweak(key.pubkey, singleTweak);
  return doubleTweak === undefined ? key.pubkey : revocationPubkey(key.pubkey, timesG(scalar(doubleTweak)).toBytes());
}

/** Output key, x only, of a tree with one leaf under an internal key. */
export function singleLeafOutputKey(internalXOnly: Uint8Array, leafScript: Uint8Array): Uint8Array {
  const tweak = taggedHash("TapTweak", internalXOnly, tapLeafHash(leafScript));
  return liftX(internalXOnly)
    .add(timesG(scalar(tweak)))
    .toBytes()
    .subarray(1);
}
