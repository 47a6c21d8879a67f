/** Answers SignMessage as lnd's own signer does (lnrpc/signrpc/signer_server.go SignMessage). */
import { signSchnorr, tapTweakSecretKey } from "./bip340";
import { concatBytes, utf8ToBytes, wipe } from "./bytes";
import type { Curve } from "./curve";
import { encodeDer } from "./ecdsaDer";
import { inContext } from "./errorContext";
import { SignerError } from "./errors";
import type { KeyRing } from "./keyRingPort";
import type { KeyLocator, SignMessageRequest } from "./requests";
import { doubleSha256, sha256 } from "./sha256";

const bip340Prefix = utf8ToBytes("BIP0340");
const tapSighashPrefix = utf8ToBytes("TapSighash");
/** 27, and 4 for a compressed public key (btcec ecdsa SignCompact). */
const compactHeader = 31;

export interface SignMessageContext {
  readonly curve: Curve;
  readonly keyRing: KeyRing;
}

/**
 * Signs a message: DER (lnwire Sig.ToSignatureBytes), header || r || s (65 bytes) with compactSig, R.x || s (64) with
 * schnorrSig.
 *
 * A tap tweak without schnorrSig is ignored, as lnd ignores it.
 *
 * @throws SignerError BAD_REQUEST for the seven combinations lnd refuses, in its order and words; BAD_PATH
 */
export function signMessage(request: SignMessageRequest, { curve, keyRing }: SignMessageContext): Uint8Array {
  const keyLoc = checkRequest(request);
  return inContext("can't sign the hash: ", () => {
    const secretKey = keyRing.secretKey(keyLoc);
    try {
      return request.schnorrSig
        ? schnorrSignature(curve, request, secretKey)
        : ecdsaSignature(curve, request, secretKey);
    } finally {
      wipe(secretKey);
    }
  });
}

/** The locator of a request that lnd would sign. */
function checkRequest({ msg, keyLoc, schnorrSig, compactSig, doubleHash, tag }: SignMessageRequest): KeyLocator {
  if (msg.length === 0) throw badRequest("a message to sign MUST be passed in");
  if (keyLoc === undefined) throw badRequest("a key locator MUST be passed in");
  if (schnorrSig && compactSig) throw badRequest("compact format can not be used for Schnorr signatures");
  if (!schnorrSig && tag.length > 0) {
    throw badRequest("tag can only be used when the Schnorr signature option is set");
  }
  if (startsWith(tag, bip340Prefix)) throw badRequest("tag cannot have BIP0340 prefix");
  if (startsWith(tag, tapSighashPrefix)) throw badRequest("tag cannot be TapSighash");
  if (doubleHash && tag.length > 0) throw badRequest("double hash and tag can't be set at the same time");
  return keyLoc;
}

function ecdsaSignature(curve: Curve, { msg, doubleHash, compactSig }: SignMessageRequest, secretKey: Uint8Array) {
  const { signature, recoveryId } = curve.ecdsaSign(plainDigest(msg, doubleHash), secretKey);
  return compactSig ? concatBytes(Uint8Array.of(compactHeader + recoveryId), signature) : encodeDer(signature);
}

function schnorrSignature(curve: Curve, request: SignMessageRequest, secretKey: Uint8Array): Uint8Array {
  const { msg, tag, doubleHash, schnorrSigTapTweak } = request;
  const digest = tag.length > 0 ? requestTaggedDigest(tag, msg) : plainDigest(msg, doubleHash);
  if (schnorrSigTapTweak.length === 0) return signSchnorr(curve, digest, secretKey);
  const outputKey = tapTweakSecretKey(curve, secretKey, schnorrSigTapTweak);
  try {
    return signSchnorr(curve, digest, outputKey);
  } finally {
    wipe(outputKey);
  }
}

function plainDigest(msg: Uint8Array, doubleHash: boolean): Uint8Array {
  return doubleHash ? doubleSha256(msg) : sha256(msg);
}

/** SHA256(SHA256(tag) || SHA256(tag) || msg). Tags of requests are bytes, and never kept. */
function requestTaggedDigest(tag: Uint8Array, msg: Uint8Array): Uint8Array {
  const tagHash = sha256(tag);
  return sha256(tagHash, tagHash, msg);
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

function badRequest(message: string): SignerError {
  return new SignerError("BAD_REQUEST", message);
}
