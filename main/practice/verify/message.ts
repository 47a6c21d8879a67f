/** Checks signatures over messages, in the forms lnd's SignMessage gives them. */

import { recoverPublicKey, schnorr, verify } from "@noble/secp256k1";
import type { SignMessageRequest } from "../../signer/requests";
import { sha256, sha256d, taggedHash } from "../chain/hashes";
import { taprootOutputKey } from "../chain/points";
import { sameBytes } from "../chain/sameBytes";
import type { NodeAnswer } from "../wire";
import { parseStrictDer } from "./der";

/** @param pubkey 33 bytes, of the request's key @returns what is wrong, or null */
export function checkMessageSignature(
  request: SignMessageRequest,
  pubkey: Uint8Array,
  answer: NodeAnswer,
): string | null {
  if (answer.kind !== "sign_message_resp") return `answer is ${answer.kind}`;
  const { signature } = answer;
  const digest = request.doubleHash ? sha256d(request.msg) : sha256(request.msg);
  if (!request.schnorrSig && !request.compactSig) {
    const parsed = parseStrictDer(signature);
    if (parsed === undefined) return "the signature is not strict DER";
    return verify(parsed, digest, pubkey, { prehash: false, lowS: true })
      ? null
      : "the ECDSA signature does not verify";
  }
  const length = request.compactSig ? 65 : 64;
  if (signature.length !== length) return `the signature has ${signature.length} bytes instead of ${length}`;
  if (request.schnorrSig) return checkSchnorr(request, pubkey, signature, digest);
  // Header: 27 + recovery id + 4 for a compressed key (btcec ecdsa.SignCompact).
  const recoveryId = (signature[0] ?? 0) - 31;
  if (recoveryId < 0 || recoveryId > 3) return `the compact signature's header is ${signature[0]}`;
  if (!verify(signature.subarray(1), digest, pubkey, { prehash: false, lowS: true })) {
    return "the compact signature does not verify";
  }
  const recoverable = Uint8Array.from([recoveryId, ...signature.subarray(1)]);
  const recovered = recoverPublicKey(recoverable, digest, { prehash: false });
  return sameBytes(recovered, pubkey) ? null : "another key is recovered from the compact signature";
}

function checkSchnorr(
  request: SignMessageRequest,
  pubkey: Uint8Array,
  signature: Uint8Array,
  digest: Uint8Array,
): string | null {
  const { tag, schnorrSigTapTweak } = request;
  const message = tag.length > 0 ? taggedHash(new TextDecoder().decode(tag), request.msg) : digest;
  const key = schnorrSigTapTweak.length > 0 ? taprootOutputKey(pubkey, schnorrSigTapTweak) : pubkey.subarray(1);
  return schnorr.verify(signature, message, key) ? null : "the Schnorr signature does not verify";
}
