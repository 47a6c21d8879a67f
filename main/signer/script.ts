/** Output scripts and pushes, classified as btcd's txscript does where lnd's signer depends on it. */
import { SignerError } from "./errors";

/** Names of btcd's txscript.ScriptClass for the classes that lnd tells apart when it signs; all others are one. */
export type ScriptClass =
  | "pubkeyhash"
  | "scripthash"
  | "witness_v0_keyhash"
  | "witness_v0_scripthash"
  | "witness_v1_taproot"
  | "anchor"
  | "nonstandard";

const opcode = {
  dup: 0x76,
  hash160: 0xa9,
  equal: 0x87,
  equalVerify: 0x88,
  checkSig: 0xac,
  one: 0x51,
  pushData1: 0x4c,
  pushData2: 0x4d,
  pushData4: 0x4e,
} as const;

/** Class of an output script. */
export function scriptClass(script: Uint8Array): ScriptClass {
  switch (script.length) {
    case 4:
      // Pay to anchor: OP_1 <4e73>.
      return hasPrefix(script, opcode.one, 2, 0x4e, 0x73) ? "anchor" : "nonstandard";
    case 22:
      return isWitnessV0KeyHash(script) ? "witness_v0_keyhash" : "nonstandard";
    case 23:
      return hasPrefix(script, opcode.hash160, 20) && script[22] === opcode.equal ? "scripthash" : "nonstandard";
    case 25:
      return hasPrefix(script, opcode.dup, opcode.hash160, 20) &&
        script[23] === opcode.equalVerify &&
        script[24] === opcode.checkSig
        ? "pubkeyhash"
        : "nonstandard";
    case 34:
      if (hasPrefix(script, 0, 32)) return "witness_v0_scripthash";
      return hasPrefix(script, opcode.one, 32) ? "witness_v1_taproot" : "nonstandard";
    default:
      return "nonstandard";
  }
}

/** OP_0 <20 bytes>. */
export function isWitnessV0KeyHash(script: Uint8Array): boolean {
  return script.length === 22 && hasPrefix(script, 0, 20);
}

/** OP_DUP OP_HASH160 <20-byte hash> OP_EQUALVERIFY OP_CHECKSIG: the script code of a witness key hash (BIP143). */
export function pubkeyHashScript(hash: Uint8Array): Uint8Array {
  const script = new Uint8Array(25);
  script.set([opcode.dup, opcode.hash160, 20]);
  script.set(hash, 3);
  script.set([opcode.equalVerify, opcode.checkSig], 23);
  return script;
}

/**
 * Walks the pushes of a script.
 *
 * @throws SignerError UNSUPPORTED_SCRIPT when a push reaches beyond the end: nothing such a script guards can be spent
 */
export function requireScriptParses(script: Uint8Array): void {
  let offset = 0;
  while (offset < script.length) {
    const code = script[offset] as number;
    const lengthBytes = code < opcode.pushData1 || code > opcode.pushData4 ? 0 : 1 << (code - opcode.pushData1);
    const dataStart = offset + 1 + lengthBytes;
    let dataLength = code < opcode.pushData1 ? code : 0;
    for (let i = lengthBytes; i > 0; i--) dataLength = dataLength * 256 + (script[offset + i] ?? 0);
    if (dataStart + dataLength > script.length) {
      throw new SignerError("UNSUPPORTED_SCRIPT", `malformed push at byte ${offset} of a ${script.length}-byte script`);
    }
    offset = dataStart + dataLength;
  }
}

function hasPrefix(script: Uint8Array, ...prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => script[index] === byte);
}
