/** The key ring of the recorded SignPsbt cases, and SignPsbt driven to its end. */
import { HDKey } from "@scure/bip32";
import { concatBytes } from "../../main/signer/bytes";
import type { Curve } from "../../main/signer/curve";
import { createKeyRing } from "../../main/signer/keyRing";
import type { KeyRing } from "../../main/signer/keyRingPort";
import { readPsbt } from "../../main/signer/psbtReader";
import { type SignedPsbt, signPsbt } from "../../main/signer/signPsbt";
import { createTweakedPubkeys } from "../../main/signer/tweakedPubkeys";

/** BIP32 master key of the seed with entropy 4a7611b6979ba7c4bc5c5cd2239b2973. */
export const casesMasterKey =
  "xprv9s21ZrQH143K2KADjED57FvNbptdKLp4sqKzssegwEGKQMGoDkbyhUeCKe5m3AMU44z4vqkmGswwQVKrv599nFG16PPZDEkNrogwoDGeCmZ";

export function casesKeyRing(curve: Curve): KeyRing {
  const { privateKey, chainCode } = HDKey.fromExtendedKey(casesMasterKey);
  if (privateKey === null || chainCode === null) throw new Error("the extended key is private");
  return createKeyRing({ curve, network: "regtest", masterKey: concatBytes(privateKey, chainCode) });
}

/** Runs the generator to its end and counts how often it yielded. */
export function runSignPsbt(
  packet: Uint8Array,
  curve: Curve,
  keyRing = casesKeyRing(curve),
): SignedPsbt & { slices: number } {
  const run = signPsbt(readPsbt(packet), { curve, keyRing, tweakedPubkeys: createTweakedPubkeys(curve) });
  for (let slices = 0; ; slices++) {
    const step = run.next();
    if (step.done) return { ...step.value, slices };
  }
}
