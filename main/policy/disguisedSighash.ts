/**
 * Messages that would make a transaction signature out of SignMessage: lnd's signer looks at the tag alone, and the
 * same digests can be had without it.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, equalBytes, utf8ToBytes } from "../signer/bytes";
import { SignerError } from "../signer/errors";
import type { SignMessageRequest } from "../signer/requests";
import { WireReader } from "../signer/wireReader";
import type { Disguise } from "./facts";

/** Highest key family that guards money: funding, revocation, HTLC, payment, delay and revocation root keys. */
const lastChannelFamily = 5;

const tapSighashTag = sha256(utf8ToBytes("TapSighash"));
/** What BIP341 hashes in front of a signature message, tag and all. */
const tapSighashPrefix = concatBytes(tapSighashTag, tapSighashTag);

/** version(4) || hashPrevouts(32) || hashSequence(32) || outpoint(36), then the script code. */
const scriptCodeOffset = 104;
/** amount(8) || sequence(4) || hashOutputs(32) || lock time(4) || sighash type(4), after the script code. */
const afterScriptCode = 52;

/** Why the answer could be a signature of a transaction rather than of a message; null when it could not. */
export function disguiseOf(request: SignMessageRequest): Disguise | null {
  const { msg, schnorrSig, doubleHash, tag } = request;
  if (schnorrSig) {
    if (isReservedTag(tag)) return "reserved-tag";
    return tag.length === 0 && !doubleHash && hasTapSighashPrefix(msg) ? "tap-sighash-prefix" : null;
  }
  if (isWitnessV0Preimage(msg)) return "bip143-preimage";
  // The inner hash of a preimage, hashed once more, is its digest; nothing tells it from any other 32 bytes.
  const keyFamily = request.keyLoc?.keyFamily ?? 0;
  return msg.length === 32 && !doubleHash && keyFamily <= lastChannelFamily ? "bip143-inner-hash" : null;
}

/** Tags the engine refuses as well (signer_server.go SignMessage). */
function isReservedTag(tag: Uint8Array): boolean {
  return ["TapSighash", "BIP0340"].some((prefix) => equalBytes(tag.subarray(0, prefix.length), utf8ToBytes(prefix)));
}

function hasTapSighashPrefix(msg: Uint8Array): boolean {
  return equalBytes(msg.subarray(0, tapSighashPrefix.length), tapSighashPrefix);
}

/** A BIP143 preimage by its shape: a script code that fills the space left to it, and a sighash type of one byte. */
function isWitnessV0Preimage(msg: Uint8Array): boolean {
  if (msg.length <= scriptCodeOffset + afterScriptCode || !msg.subarray(-3).every((byte) => byte === 0)) return false;
  const reader = new WireReader(msg.subarray(scriptCodeOffset, -afterScriptCode));
  try {
    reader.skip(reader.compactSize());
    return reader.isAtEnd;
  } catch (error) {
    if (error instanceof SignerError) return false;
    throw error;
  }
}
