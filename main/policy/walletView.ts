/** What of a transaction is the wallet's: inputs and outputs proven by derivation, never by a claim. */
import { SignerError } from "../signer/errors";
import type { Network } from "../signer/network";
import { lightningPurpose, psbtPath } from "../signer/paths";
import type { Psbt, PsbtOutput } from "../signer/psbtRecords";
import { scriptClass } from "../signer/script";
import type { InputAmount } from "./inputAmounts";
import type { OwnScript, OwnScripts } from "./ownScripts";
import type { SignedInput } from "./signedInputs";

export interface WalletView {
  /** Per input where its script comes from when it is ours. */
  readonly ownInputs: readonly (OwnScript | undefined)[];
  /** Per output where its script comes from when it is ours. */
  readonly ownOutputs: readonly (OwnScript | undefined)[];
  /** Indexes of outputs that an input other than ours pays for, see PsbtFacts. */
  readonly carriedOutputs: readonly number[];
  /** Indexes of all other outputs. */
  readonly foreignOutputs: readonly number[];
  /** Own outputs at indexes that no wallet would have handed out yet. */
  readonly strayOwnOutputs: number;
}

export interface WalletViewContext {
  readonly network: Network;
  readonly ownScripts: OwnScripts;
}

/** Derivation records that are checked in one packet; each takes a key derivation. lnd names none but in FundPsbt. */
const mostClaims = 256;
/** Outputs of one packet that more addresses are derived for; each may take milliseconds. */
const mostSearches = 2;
/** No wallet hands out so many addresses of a kind. */
const strayIndex = 100_000;

export function viewWallet(
  psbt: Psbt,
  signed: readonly SignedInput[],
  amounts: readonly InputAmount[],
  { network, ownScripts }: WalletViewContext,
): WalletView {
  for (const { path } of signed) if (path.purpose !== lightningPurpose) ownScripts.noteUsed(path);
  const ownInputs = amounts.map(({ spent }) => (spent === undefined ? undefined : ownScripts.find(spent.script)));
  // Money of a channel on its way home must not be turned away because the wallet has many addresses.
  const isHomeward = signed.every(({ path }) => path.purpose === lightningPurpose);
  let searchesLeft = isHomeward ? mostSearches : 0;
  let claimsLeft = mostClaims;
  let strayOwnOutputs = 0;
  const ownOutputs = psbt.transaction.outputs.map(({ script }, index) => {
    let found = ownScripts.find(script);
    if (found === undefined && searchesLeft > 0) {
      searchesLeft -= 1;
      found = ownScripts.findFurther(script);
    }
    if (found !== undefined) {
      if (found.index > strayIndex) strayOwnOutputs += 1;
      ownScripts.noteUsed(found);
      return found;
    }
    const claim = claimedPath(psbt.outputs[index], network);
    if (claim === undefined || claimsLeft === 0) return undefined;
    claimsLeft -= 1;
    if (!ownScripts.matches(script, claim)) return undefined;
    strayOwnOutputs += 1;
    return claim;
  });
  const signedIndexes = new Set(signed.map(({ index }) => index));
  const carriedOutputs: number[] = [];
  const foreignOutputs: number[] = [];
  ownOutputs.forEach((own, index) => {
    if (own !== undefined) return;
    const isOurInput = signedIndexes.has(index) || ownInputs[index] !== undefined;
    if (!isOurInput && isCarried(psbt, amounts, index)) carriedOutputs.push(index);
    else foreignOutputs.push(index);
  });
  return { ownInputs, ownOutputs, carriedOutputs, foreignOutputs, strayOwnOutputs };
}

/**
 * Whether the input of the same index brings what the output takes: whoever signs it pays. Only scripts carry scripts,
 * as at the second level of payments in flight.
 */
function isCarried({ transaction }: Psbt, amounts: readonly InputAmount[], index: number): boolean {
  const spent = amounts[index]?.spent;
  const output = transaction.outputs[index];
  return (
    spent !== undefined &&
    output !== undefined &&
    spent.amountSat === output.amountSat &&
    isScriptHash(spent.script) &&
    isScriptHash(output.script)
  );
}

function isScriptHash(script: Uint8Array): boolean {
  const kind = scriptClass(script);
  return kind === "witness_v0_scripthash" || kind === "witness_v1_taproot";
}

/** The wallet path that an output's derivation record claims. */
function claimedPath(output: PsbtOutput | undefined, network: Network): OwnScript | undefined {
  const [claim] = [...(output?.bip32Derivations ?? []), ...(output?.taprootBip32Derivations ?? [])];
  if (claim === undefined) return undefined;
  try {
    const path = psbtPath(claim.path, network);
    return path.purpose === lightningPurpose ? undefined : path;
  } catch (error) {
    if (error instanceof SignerError) return undefined;
    throw error;
  }
}
