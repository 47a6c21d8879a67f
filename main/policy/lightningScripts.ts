/** Scripts of BOLT 3, told by their fixed bytes (lnd input/script_utils.go). */
import { equalBytes } from "../signer/bytes";

/** OP_2 <key> <key> OP_2 OP_CHECKMULTISIG: the funding output. */
export function fundingKeys(script: Uint8Array): readonly [Uint8Array, Uint8Array] | undefined {
  if (script.length !== 71 || !has(script, 0, 0x52, 0x21) || !has(script, 35, 0x21) || !has(script, 69, 0x52, 0xae)) {
    return undefined;
  }
  return [script.subarray(2, 35), script.subarray(36, 69)];
}

/** <key> OP_CHECKSIG OP_IFDUP OP_NOTIF OP_16 OP_CHECKSEQUENCEVERIFY OP_ENDIF. */
export function isAnchorScript(script: Uint8Array): boolean {
  return script.length === 40 && script[0] === 0x21 && has(script, 34, 0xac, 0x73, 0x64, 0x60, 0xb2, 0x68);
}

/**
 * An offered or received HTLC: both begin with OP_DUP OP_HASH160 <hash> OP_EQUAL OP_IF OP_CHECKSIG OP_ELSE <key>
 * OP_SWAP OP_SIZE <32> OP_EQUAL, then OP_NOTIF or OP_IF.
 */
export function isHtlcScript(script: Uint8Array): boolean {
  return (
    script.length >= 130 &&
    has(script, 0, 0x76, 0xa9, 0x14) &&
    has(script, 23, 0x87, 0x63, 0xac, 0x67, 0x21) &&
    has(script, 61, 0x7c, 0x82, 0x01, 0x20, 0x87) &&
    (script[66] === 0x63 || script[66] === 0x64)
  );
}

/** OP_IF <key> OP_ELSE <delay> OP_CHECKSEQUENCEVERIFY OP_DROP <key> OP_ENDIF OP_CHECKSIG: to_local and second level. */
export function isDelayedScript(script: Uint8Array): boolean {
  return script.length >= 75 && has(script, 0, 0x63, 0x21) && script[35] === 0x67 && has(script, -2, 0x68, 0xac);
}

/** The x-only keys that a taproot leaf has signatures checked by: <key> OP_CHECKSIG or OP_CHECKSIGVERIFY. */
export function leafKeys(leafScript: Uint8Array): Uint8Array[] {
  const keys: Uint8Array[] = [];
  let offset = 0;
  while (offset < leafScript.length) {
    const code = leafScript[offset] as number;
    const end = offset + 1 + (code < 0x4c ? code : 0);
    const next = leafScript[end];
    if (code === 32 && (next === 0xac || next === 0xad)) keys.push(leafScript.subarray(offset + 1, end));
    offset = end;
  }
  return keys;
}

/** Whether one of two keys is ours. */
export function includesKey(keys: readonly Uint8Array[], pubkey: Uint8Array): boolean {
  return keys.some((key) => equalBytes(key, pubkey));
}

function has(script: Uint8Array, offset: number, ...expected: readonly number[]): boolean {
  const start = offset < 0 ? script.length + offset : offset;
  return expected.every((byte, index) => script[start + index] === byte);
}
