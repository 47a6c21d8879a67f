/** Answers SignPsbt as lnd's own signer does (lnrpc/walletrpc SignPsbt, lnwallet/btcwallet/psbt.go SignPsbt). */
import { signSchnorr, tapTweakSecretKey } from "./bip340";
import { concatBytes, equalBytes, wipe } from "./bytes";
import type { Curve } from "./curve";
import { encodeDer } from "./ecdsaDer";
import { SignerError } from "./errors";
import type { KeyRing } from "./keyRingPort";
import { checkPoints } from "./psbtFields";
import { type Bip32Derivation, inputType, type Psbt, type PsbtInput, type PsbtRecord, tweakType } from "./psbtRecords";
import { psbtRecord, writePsbt } from "./psbtWriter";
import { requireScriptParses } from "./script";
import { SighashParts, sighash, taprootDigest, witnessV0Digest } from "./sighash";
import { signingError, signingMethod, type TaprootKeySpend, type TaprootScriptSpend } from "./signingMethod";
import type { TransactionOutput } from "./transaction";
import type { TweakedPubkeys } from "./tweakedPubkeys";
import { applyDoubleTweak, applySingleTweak } from "./tweaks";

const emptyBytes = new Uint8Array(0);

/** Inputs between two yields: a signature takes a fraction of a millisecond with either curve. */
const inputsPerSlice = 8;

export interface SignPsbtContext {
  readonly curve: Curve;
  readonly keyRing: KeyRing;
  readonly tweakedPubkeys: TweakedPubkeys;
}

export interface SignedPsbt {
  /** The packet with the signatures added, in lnd's record order. */
  readonly signedPsbt: Uint8Array;
  /** Ascending; empty when nothing in the packet is ours to sign, which is no error. */
  readonly signedInputs: number[];
}

/**
 * Signs every input of a packet that can be signed and skips the others.
 *
 * An input is skipped without a witness UTXO, with a final witness, without a derivation, or when its first derivation
 * is not one of our keys. Once a key is known to be ours, anything that does not fit ends the whole request.
 * Yields between slices when the packet is large.
 *
 * @param psbt the packet as `readPsbt` returns it
 * @throws SignerError BAD_PSBT, UNSUPPORTED_SCRIPT, UNSUPPORTED_TAPROOT or UNSUPPORTED_SIGHASH with lnd's text
 */
export function* signPsbt(psbt: Psbt, context: SignPsbtContext): Generator<void, SignedPsbt, void> {
  const ownKeys = yield* findOwnKeys(psbt, context.keyRing);
  yield* checkPoints(psbt.uncheckedPoints, context.curve, ownKeys);
  psbt.inputs.forEach((input, index) => {
    if (input.witnessUtxo === undefined && input.nonWitnessUtxo === undefined) {
      throw new SignerError("BAD_PSBT", `input (index=${index}) doesn't specify any UTXO info`);
    }
  });
  const parts = sighashParts(psbt);
  const signatures = new Map<number, PsbtRecord>();
  for (const [index, input] of psbt.inputs.entries()) {
    if (index > 0 && index % inputsPerSlice === 0) yield;
    const signature = signInput(input, index, parts, ownKeys, context);
    if (signature !== undefined) signatures.set(index, signature);
  }
  return { signedPsbt: writePsbt(psbt, signatures), signedInputs: [...signatures.keys()] };
}

/** The keys of first derivations that are ours, as the packet's own arrays: what may be signed with. */
function* findOwnKeys({ inputs }: Psbt, keyRing: KeyRing): Generator<void, ReadonlySet<Uint8Array>, void> {
  const ownKeys = new Set<Uint8Array>();
  for (const [index, input] of inputs.entries()) {
    if (index > 0 && index % inputsPerSlice === 0) yield;
    const [derivation] = input.bip32Derivations;
    if (derivation !== undefined && isOwnKey(keyRing, derivation)) ownKeys.add(derivation.pubkey);
  }
  return ownKeys;
}

/** The previous transaction's output wins over the witness UTXO (btcwallet wallet/psbt.go PsbtPrevOutputFetcher). */
function sighashParts({ transaction, inputs }: Psbt): SighashParts {
  if (inputs.length === 0) throw signingError("BAD_PSBT", "PSBT packet must contain at least one input");
  if (transaction.outputs.length === 0) throw signingError("BAD_PSBT", "PSBT packet must contain at least one output");
  const prevouts = inputs.map((input, index) => {
    const prevout = input.nonWitnessUtxo === undefined ? input.witnessUtxo : input.nonWitnessOutput;
    if (prevout !== undefined) return prevout;
    throw signingError("BAD_PSBT", `the previous transaction of input ${index} has no output of the spent index`);
  });
  return new SighashParts(transaction, prevouts);
}

/** The record with the signature of one input, or undefined when the input is to be skipped. */
function signInput(
  input: PsbtInput,
  index: number,
  parts: SighashParts,
  ownKeys: ReadonlySet<Uint8Array>,
  { curve, keyRing, tweakedPubkeys }: SignPsbtContext,
): PsbtRecord | undefined {
  const { witnessUtxo, finalScriptWitness } = input;
  const [derivation] = input.bip32Derivations;
  if (witnessUtxo === undefined || derivation === undefined) return undefined;
  if (finalScriptWitness !== undefined && finalScriptWitness.length > 0) return undefined;
  if (!ownKeys.has(derivation.pubkey)) return undefined;

  const method = signingMethod(input, witnessUtxo);
  const tweak = tweakRecord(input);
  const derivedKey = keyRing.secretKeyAtPath(derivation.path);
  let secretKey = derivedKey;
  try {
    if (tweak !== undefined) secretKey = tweakedSecretKey(curve, derivedKey, tweak);
    const pubkey =
      tweak === undefined ? derivation.pubkey : tweakedPubkeys.publicKey(derivation.pubkey, tweak, secretKey);
    const spend: Spend = { input, index, witnessUtxo, parts, secretKey, pubkey };
    if (method.kind === "taproot-key-spend") return signTaprootKey(spend, method, curve);
    if (method.kind === "taproot-script-spend") return signTaprootScript(spend, method, curve);
    return signWitnessV0(spend, curve);
  } finally {
    wipe(derivedKey, secretKey);
  }
}

/** An input that is going to be signed. */
interface Spend {
  readonly input: PsbtInput;
  readonly index: number;
  readonly witnessUtxo: TransactionOutput;
  readonly parts: SighashParts;
  /** With the input's tweak. Secret. */
  readonly secretKey: Uint8Array;
  /** Compressed key of `secretKey`. */
  readonly pubkey: Uint8Array;
}

/** Whether the path is one of ours and leads to the stated key; x-only and uncompressed keys never match. */
function isOwnKey(keyRing: KeyRing, { path, pubkey }: Bip32Derivation): boolean {
  try {
    return equalBytes(keyRing.publicKeyAtPath(path), pubkey);
  } catch (error) {
    if (error instanceof SignerError) return false;
    throw error;
  }
}

/** The first tweak record in packet order. lnd never looks at a second one (maybeTweakPrivKeyPsbt). */
function tweakRecord({ unknowns }: PsbtInput): PsbtRecord | undefined {
  return unknowns.find(
    ({ type, keyData }) => keyData.length === 0 && (type === tweakType.single || type === tweakType.double),
  );
}

function tweakedSecretKey(curve: Curve, secretKey: Uint8Array, { type, value }: PsbtRecord): Uint8Array {
  return type === tweakType.single
    ? applySingleTweak(curve, secretKey, value)
    : applyDoubleTweak(curve, secretKey, value);
}

/** DER signature and sighash byte under the signing key's public key (SignSegWitV0). */
function signWitnessV0(spend: Spend, curve: Curve): PsbtRecord {
  const { input, index, witnessUtxo, parts, secretKey, pubkey } = spend;
  const { sighashType } = input;
  const script = [input.redeemScript, input.witnessScript].find((given) => given !== undefined && given.length > 0);
  const digest = inContext(`error signing input ${index}`, () => {
    requireScriptParses(script ?? witnessUtxo.script);
    return witnessV0Digest(parts, index, script ?? witnessUtxo.script, witnessUtxo.amountSat, sighashType);
  });
  const { signature } = curve.ecdsaSign(digest, secretKey);
  return psbtRecord(inputType.partialSig, pubkey, encodeDer(signature, sighashType & 0xff));
}

/** The signature over the output key (SignSegWitV1KeySpend). */
function signTaprootKey(spend: Spend, { merkleRoot }: TaprootKeySpend, curve: Curve): PsbtRecord {
  const { input, index, witnessUtxo, parts, secretKey, pubkey } = spend;
  const digest = inContext(`error signing taproot input ${index}`, () =>
    taprootDigest(parts, index, witnessUtxo, input.sighashType),
  );
  const outputKey = tapTweakSecretKey(curve, secretKey, merkleRoot, pubkey);
  try {
    const signature = signSchnorr(curve, digest, outputKey);
    return psbtRecord(inputType.taprootKeySpendSig, emptyBytes, schnorrValue(signature, input));
  } finally {
    wipe(outputKey);
  }
}

/** The signature for one leaf, under the stated x-only key even when a tweak changed it (SignSegWitV1ScriptSpend). */
function signTaprootScript(spend: Spend, method: TaprootScriptSpend, curve: Curve): PsbtRecord {
  const { input, index, witnessUtxo, parts, secretKey, pubkey } = spend;
  const { leafHash, xOnlyPubkey } = method;
  const digest = inContext(`error signing taproot script input ${index}`, () =>
    taprootDigest(parts, index, witnessUtxo, input.sighashType, leafHash),
  );
  const keyData = concatBytes(xOnlyPubkey, leafHash);
  const signature = signSchnorr(curve, digest, secretKey, pubkey);
  return psbtRecord(inputType.taprootScriptSpendSig, keyData, schnorrValue(signature, input));
}

/** 64 bytes, and the type's byte unless it is the default (BIP341). */
function schnorrValue(signature: Uint8Array, { sighashType }: PsbtInput): Uint8Array {
  return sighashType === sighash.default ? signature : concatBytes(signature, Uint8Array.of(sighashType));
}

/** Runs a step and names it in front of a refusal. */
function inContext<T>(step: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof SignerError ? signingError(error.code, `${step}: ${error.message}`) : error;
  }
}
