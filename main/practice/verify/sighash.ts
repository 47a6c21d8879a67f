/** Signature hashes for checking answers (BIP143, BIP341), written apart from the signer's own. */
import { concatBytes } from "@noble/hashes/utils.js";
import { sha256, sha256d, taggedHash } from "../chain/hashes";
import { tapLeafHash } from "../chain/scripts";
import {
  serializeOutpoint,
  serializeOutput,
  type Transaction,
  type TxOutput,
  uint32le,
  uint64le,
  varBytes,
} from "../chain/transaction";

export const sighash = {
  default: 0,
  all: 1,
  none: 2,
  single: 3,
  anyoneCanPay: 0x80,
  singleAnyoneCanPay: 0x83,
} as const;

/** BIP143. @param scriptCode without its length @param spent the output that input `index` spends */
export function segwitV0Sighash(
  tx: Transaction,
  index: number,
  scriptCode: Uint8Array,
  spent: TxOutput,
  type: number,
): Uint8Array {
  const input = tx.inputs[index];
  if (input === undefined) throw new RangeError("no such input");
  const onlyThisInput = (type & sighash.anyoneCanPay) !== 0;
  const outputs = type & 0x1f;
  const zero = new Uint8Array(32);
  const all = outputs !== sighash.single && outputs !== sighash.none;
  const own = tx.outputs[index];
  return sha256d(
    concatBytes(
      uint32le(tx.version),
      onlyThisInput ? zero : sha256d(concatBytes(...tx.inputs.map(serializeOutpoint))),
      onlyThisInput || !all ? zero : sha256d(concatBytes(...tx.inputs.map(({ sequence }) => uint32le(sequence)))),
      serializeOutpoint(input),
      varBytes(scriptCode),
      uint64le(spent.amountSat),
      uint32le(input.sequence),
      all
        ? sha256d(concatBytes(...tx.outputs.map(serializeOutput)))
        : outputs === sighash.single && own !== undefined
          ? sha256d(serializeOutput(own))
          : zero,
      uint32le(tx.locktime),
      uint32le(type),
    ),
  );
}

/** BIP341 common signature message, without annex. @param spent the outputs of all inputs @param leafScript for a script spend */
export function taprootSighash(
  tx: Transaction,
  index: number,
  spent: readonly TxOutput[],
  type: number,
  leafScript?: Uint8Array,
): Uint8Array {
  const input = tx.inputs[index];
  const output = spent[index];
  if (input === undefined || output === undefined) throw new RangeError("no such input");
  const onlyThisInput = (type & sighash.anyoneCanPay) !== 0;
  const outputs = type & 3;
  const own = tx.outputs[index];
  const parts: Uint8Array[] = [Uint8Array.of(0, type), uint32le(tx.version), uint32le(tx.locktime)];
  if (!onlyThisInput) {
    parts.push(
      sha256(concatBytes(...tx.inputs.map(serializeOutpoint))),
      sha256(concatBytes(...spent.map(({ amountSat }) => uint64le(amountSat)))),
      sha256(concatBytes(...spent.map(({ script }) => varBytes(script)))),
      sha256(concatBytes(...tx.inputs.map(({ sequence }) => uint32le(sequence)))),
    );
  }
  if (outputs !== sighash.none && outputs !== sighash.single)
    parts.push(sha256(concatBytes(...tx.outputs.map(serializeOutput))));
  parts.push(Uint8Array.of(leafScript === undefined ? 0 : 2));
  if (onlyThisInput) parts.push(serializeOutpoint(input), serializeOutput(output), uint32le(input.sequence));
  else parts.push(uint32le(index));
  if (outputs === sighash.single && own !== undefined) parts.push(sha256(serializeOutput(own)));
  if (leafScript !== undefined) parts.push(tapLeafHash(leafScript), Uint8Array.of(0), uint32le(0xffff_ffff));
  return taggedHash("TapSighash", ...parts);
}
