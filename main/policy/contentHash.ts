/** What makes two requests the same: a hash over everything that gives a request its meaning. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, concatBytes, uint32BE, utf8ToBytes } from "../signer/bytes";
import type { KeyLocator, MuSig2SessionRequest, SharedKeyRequest, SignMessageRequest } from "../signer/requests";
import type { SignedInput } from "./signedInputs";

/** Each part in front of its length, so that no two lists of parts run together. */
function hashOf(domain: string, ...parts: readonly Uint8Array[]): string {
  const hash = sha256.create();
  for (const part of [utf8ToBytes(domain), ...parts]) hash.update(uint32BE(part.length)).update(part);
  return bytesToHex(hash.digest());
}

function numbers(...values: readonly number[]): Uint8Array {
  return concatBytes(...values.map((value) => uint32BE(value >>> 0)));
}

function locatorBytes(keyLoc: KeyLocator | undefined): Uint8Array {
  return keyLoc === undefined ? new Uint8Array(0) : numbers(keyLoc.keyFamily, keyLoc.keyIndex);
}

export function messageHash(request: SignMessageRequest): string {
  const { msg, keyLoc, doubleHash, compactSig, schnorrSig, schnorrSigTapTweak, tag } = request;
  const flags = numbers(Number(doubleHash), Number(compactSig), Number(schnorrSig));
  return hashOf("message", msg, locatorBytes(keyLoc), flags, schnorrSigTapTweak, tag);
}

export function sharedKeyHash({ ephemeralPubkey, keyLoc, keyDesc }: SharedKeyRequest): string {
  const rawKey = keyDesc?.rawKeyBytes ?? new Uint8Array(0);
  return hashOf("ecdh", ephemeralPubkey, locatorBytes(keyDesc?.keyLoc ?? keyLoc), rawKey);
}

/** Without the nonces: they are new in each session, and one of them is secret. */
export function sessionHash({ keyLoc, allSignerPubkeys, tweaks, taprootTweak, version }: MuSig2SessionRequest): string {
  const tweak = taprootTweak;
  return hashOf(
    "musig2",
    locatorBytes(keyLoc),
    numbers(version, allSignerPubkeys.length, tweaks.length),
    ...allSignerPubkeys,
    ...tweaks.flatMap((each) => [each.tweak, numbers(Number(each.isXOnly))]),
    tweak === undefined ? new Uint8Array(0) : concatBytes(numbers(Number(tweak.keySpendOnly)), tweak.scriptRoot),
  );
}

/** The transaction and, of each signed input, what its signature commits to beside it. */
export function packetHash(txid: string, signed: readonly SignedInput[]): string {
  const inputs = signed.flatMap(({ index, input, witnessUtxo, script, pubkey }) => [
    numbers(index, input.sighashType),
    utf8ToBytes(witnessUtxo.amountSat.toString()),
    witnessUtxo.script,
    script,
    pubkey,
    input.taprootLeafScripts[0]?.script ?? new Uint8Array(0),
    input.taprootMerkleRoot ?? new Uint8Array(0),
  ]);
  return hashOf("psbt", utf8ToBytes(txid), ...inputs);
}
