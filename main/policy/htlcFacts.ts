/** What the script of a payment in flight shows: direction, hash, expiry, and whether our key is in it (BOLT 3). */
import { bytesToHex, concatBytes, equalBytes } from "../signer/bytes";
import type { Curve } from "../signer/curve";
import { SignerError } from "../signer/errors";
import { tweakType } from "../signer/psbtRecords";
import type { HtlcFacts } from "./facts";
import type { SignedInput } from "./signedInputs";
import type { RequestClass } from "./summary";

/** The script forms end alike; with anchors the end is OP_1 OP_CHECKSEQUENCEVERIFY OP_DROP OP_ENDIF. */
const anchorsEnd = [0x51, 0xb2, 0x75, 0x68];
/** Where the branch begins that pays with the preimage or after the timeout. */
const branchOffset = 66;

/** Of second-level transactions, one in so many has its key looked for: tweaking a key takes as long as a signature. */
const keyIsSoughtIn = 16;

/** Facts of an HTLC output that one of our keys of family 2 signs for. */
export function htlcFacts(signed: SignedInput, requestClass: RequestClass, curve: Curve): HtlcFacts {
  const leafScript = signed.input.taprootLeafScripts[0]?.script;
  const script = leafScript ?? signed.script;
  const isSought = requestClass === "htlc-claim" || (signed.transactionInput.outpoint[0] ?? 0) % keyIsSoughtIn === 0;
  const isOffered = leafScript === undefined ? script[branchOffset] === 0x64 : null;
  return {
    index: signed.index,
    amountSat: signed.witnessUtxo.amountSat.toString(),
    direction: isOffered === null ? null : isOffered ? "offered" : "received",
    paymentHash160Hex: paymentHash(script, isOffered),
    expiryHeight: isOffered === false ? expiryHeight(script) : null,
    hasOwnKey: isSought ? hasOwnKey(signed, script, leafScript !== undefined, curve) : null,
    isAnchors: leafScript !== undefined || anchorsEnd.every((byte, at) => script.at(at - 4) === byte),
  };
}

/** OP_HASH160 <20 bytes> after the multisig of an offered HTLC, or at the start of a received one's branch. */
function paymentHash(script: Uint8Array, isOffered: boolean | null): string | null {
  if (isOffered === null) return null;
  // NOTIF DROP 2 SWAP <33> 2 CHECKMULTISIG ELSE HASH160 <20>, or IF HASH160 <20>.
  const at = isOffered ? branchOffset + 1 + 3 + 34 + 3 : branchOffset + 1;
  return script[at] === 0xa9 && script[at + 1] === 20 ? bytesToHex(script.subarray(at + 2, at + 22)) : null;
}

/** ELSE DROP <expiry> CHECKLOCKTIMEVERIFY after IF HASH160 <20> EQUALVERIFY 2 SWAP <33> 2 CHECKMULTISIG. */
function expiryHeight(script: Uint8Array): number | null {
  const at = branchOffset + 1 + 22 + 1 + 2 + 34 + 2 + 2;
  const length = script[at] ?? 0;
  if (length < 1 || length > 4 || script[at + 1 + length] !== 0xb1) return null;
  let height = 0;
  for (let byte = length; byte > 0; byte--) height = height * 256 + (script[at + byte] ?? 0);
  return height;
}

/** Whether the key with its tweak is pushed somewhere in the script, in full or by its x coordinate. */
function hasOwnKey({ pubkey, input }: SignedInput, script: Uint8Array, isTaproot: boolean, curve: Curve): boolean {
  const tweak = input.unknowns.find(({ type, keyData }) => type === tweakType.single && keyData.length === 0)?.value;
  let key = pubkey;
  if (tweak !== undefined) {
    if (tweak.length !== 32) return false;
    try {
      key = curve.pointTweakAdd(pubkey, tweak);
    } catch (error) {
      if (error instanceof SignerError) return false;
      throw error;
    }
  }
  const pushed = isTaproot ? concatBytes(Uint8Array.of(32), key.subarray(1)) : concatBytes(Uint8Array.of(33), key);
  for (let at = script.indexOf(pushed[0] as number); at !== -1; at = script.indexOf(pushed[0] as number, at + 1)) {
    if (equalBytes(script.subarray(at, at + pushed.length), pushed)) return true;
  }
  return false;
}
