/** Output scripts and their addresses: BIP13, BIP141, BIP173, BIP350. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bech32, bech32m, createBase58check } from "@scure/base";
import { concatBytes } from "./bytes";
import type { Network } from "./network";

const base58check = createBase58check(sha256);

interface AddressFormat {
  readonly humanReadablePart: "bc" | "tb" | "bcrt";
  readonly pubkeyHashVersion: number;
  readonly scriptHashVersion: number;
}

const formats: Readonly<Record<Network, AddressFormat>> = {
  mainnet: { humanReadablePart: "bc", pubkeyHashVersion: 0x00, scriptHashVersion: 0x05 },
  testnet: { humanReadablePart: "tb", pubkeyHashVersion: 0x6f, scriptHashVersion: 0xc4 },
  testnet4: { humanReadablePart: "tb", pubkeyHashVersion: 0x6f, scriptHashVersion: 0xc4 },
  signet: { humanReadablePart: "tb", pubkeyHashVersion: 0x6f, scriptHashVersion: 0xc4 },
  regtest: { humanReadablePart: "bcrt", pubkeyHashVersion: 0x6f, scriptHashVersion: 0xc4 },
};

const opDup = 0x76;
const opHash160 = 0xa9;
const opEqual = 0x87;
const opEqualVerify = 0x88;
const opCheckSig = 0xac;
const op1 = 0x51;

/** Returns the address of an output script: P2PKH, P2SH, P2WPKH, P2WSH or P2TR; undefined for any other script. */
export function addressFromScript(script: Uint8Array, network: Network): string | undefined {
  const format = formats[network];
  const [first, second] = script;
  if (first === 0 && second === script.length - 2 && (second === 20 || second === 32)) {
    return bech32.encode(format.humanReadablePart, [0, ...bech32.toWords(script.subarray(2))]);
  }
  if (first === op1 && second === 32 && script.length === 34) {
    return bech32m.encode(format.humanReadablePart, [1, ...bech32m.toWords(script.subarray(2))]);
  }
  if (isPubkeyHash(script)) {
    return base58check.encode(concatBytes(Uint8Array.of(format.pubkeyHashVersion), script.subarray(3, 23)));
  }
  if (isScriptHash(script)) {
    return base58check.encode(concatBytes(Uint8Array.of(format.scriptHashVersion), script.subarray(2, 22)));
  }
  return undefined;
}

/** Returns the output script of an address; undefined for what is not one of the five kinds on this network. */
export function scriptFromAddress(address: string, network: Network): Uint8Array | undefined {
  // The longest of these addresses has 64 characters; decoding base58 takes quadratic time.
  if (address.length > 90) return undefined;
  return segwitScript(address, formats[network]) ?? base58Script(address, formats[network]);
}

function segwitScript(address: string, { humanReadablePart }: AddressFormat): Uint8Array | undefined {
  for (const [codec, version, lengths] of [
    [bech32, 0, [20, 32]],
    [bech32m, 1, [32]],
  ] as const) {
    const decoded = codec.decodeUnsafe(address);
    if (decoded?.prefix !== humanReadablePart || decoded.words[0] !== version) continue;
    const program = codec.fromWordsUnsafe(decoded.words.slice(1));
    if (!program || !lengths.some((length) => length === program.length)) continue;
    return concatBytes(Uint8Array.of(version === 0 ? 0 : op1, program.length), program);
  }
  return undefined;
}

function base58Script(address: string, format: AddressFormat): Uint8Array | undefined {
  let payload: Uint8Array;
  try {
    payload = base58check.decode(address);
  } catch {
    return undefined;
  }
  const hash = payload.subarray(1);
  if (hash.length !== 20) return undefined;
  if (payload[0] === format.pubkeyHashVersion) {
    return concatBytes(Uint8Array.of(opDup, opHash160, 20), hash, Uint8Array.of(opEqualVerify, opCheckSig));
  }
  if (payload[0] === format.scriptHashVersion) {
    return concatBytes(Uint8Array.of(opHash160, 20), hash, Uint8Array.of(opEqual));
  }
  return undefined;
}

function isPubkeyHash(script: Uint8Array): boolean {
  return (
    script.length === 25 &&
    script[0] === opDup &&
    script[1] === opHash160 &&
    script[2] === 20 &&
    script[23] === opEqualVerify &&
    script[24] === opCheckSig
  );
}

function isScriptHash(script: Uint8Array): boolean {
  return script.length === 23 && script[0] === opHash160 && script[1] === 20 && script[22] === opEqual;
}
