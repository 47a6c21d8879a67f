/** What kind of signature a PSBT input needs (lnd lnwallet/btcwallet/psbt.go validateSigningMethod). */
import { equalBytes } from "./bytes";
import { SignerError, type SignerErrorCode } from "./errors";
import type { PsbtInput } from "./psbtRecords";
import { scriptClass } from "./script";
import { tapLeafHash } from "./sighash";
import type { TransactionOutput } from "./transaction";

export interface TaprootKeySpend {
  readonly kind: "taproot-key-spend";
  /** 32 bytes for the tap tweak, or empty under BIP86. */
  readonly merkleRoot: Uint8Array;
}

export interface TaprootScriptSpend {
  readonly kind: "taproot-script-spend";
  readonly leafHash: Uint8Array;
  /** The key the signature is filed under, as the derivation record states it. */
  readonly xOnlyPubkey: Uint8Array;
}

export type SigningMethod = { readonly kind: "witness-v0" } | TaprootKeySpend | TaprootScriptSpend;

/**
 * Decides by the class of the witness UTXO's script and, for taproot, by what the derivation record commits to.
 *
 * @throws SignerError UNSUPPORTED_SCRIPT or UNSUPPORTED_TAPROOT with lnd's text
 */
export function signingMethod(input: PsbtInput, witnessUtxo: TransactionOutput): SigningMethod {
  const className = scriptClass(witnessUtxo.script);
  switch (className) {
    case "witness_v0_keyhash":
    case "witness_v0_scripthash":
    case "scripthash":
      return { kind: "witness-v0" };
    case "witness_v1_taproot":
      return taprootMethod(input);
    case "nonstandard": {
      const detail = "error detecting signing method, couldn't parse pkScript: unsupported script type";
      throw signingError("UNSUPPORTED_SCRIPT", detail);
    }
    default:
      throw signingError("UNSUPPORTED_SCRIPT", `unsupported script class for signing PSBT: ${className}`);
  }
}

function taprootMethod(input: PsbtInput): SigningMethod {
  const [derivation, ...furtherDerivations] = input.taprootBip32Derivations;
  if (derivation === undefined) {
    throw unsupportedTaproot("cannot sign for taproot input without taproot BIP0032 derivation info");
  }
  if (furtherDerivations.length > 0) {
    throw unsupportedTaproot(
      "unsupported multiple taproot BIP0032 derivation info found, can only sign for one at a time",
    );
  }
  const { leafHashes, xOnlyPubkey } = derivation;
  if (leafHashes.length === 0) {
    const merkleRoot = input.taprootMerkleRoot ?? new Uint8Array(0);
    if (merkleRoot.length !== 0 && merkleRoot.length !== 32) {
      throw unsupportedTaproot(`invalid taproot merkle root length, got ${merkleRoot.length} expected 32`);
    }
    return { kind: "taproot-key-spend", merkleRoot };
  }
  const [stated, ...furtherHashes] = leafHashes;
  if (stated === undefined || furtherHashes.length > 0) {
    throw unsupportedTaproot(
      "unsupported number of leaf hashes in taproot BIP0032 derivation info, can only sign for one at a time",
    );
  }
  const [leaf, ...furtherLeaves] = input.taprootLeafScripts;
  if (leaf === undefined || furtherLeaves.length > 0) {
    throw unsupportedTaproot("specified leaf hash in taproot BIP0032 derivation but missing taproot leaf script");
  }
  const leafHash = tapLeafHash(leaf.leafVersion, leaf.script);
  if (!equalBytes(leafHash, stated)) {
    // "intaproot" is lnd's own spelling.
    throw unsupportedTaproot(
      "specified leaf hash intaproot BIP0032 derivation but corresponding taproot leaf script was not found",
    );
  }
  return { kind: "taproot-script-spend", leafHash, xOnlyPubkey };
}

function unsupportedTaproot(detail: string): SignerError {
  return signingError("UNSUPPORTED_TAPROOT", detail);
}

/** An error of the signing step, in the words of lnd's RPC (walletkit_server.go SignPsbt). */
export function signingError(code: SignerErrorCode, detail: string): SignerError {
  return new SignerError(code, `error signing PSBT: ${detail}`);
}
