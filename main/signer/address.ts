/** Output scripts and their addresses: BIP13, BIP141, BIP173, BIP350. */

import { sha256 } from "@noble/hashes/sha2.js";
import { bech32, bech32m, createBase58check } from "@scure/base";
import { concatBytes } from "./bytes";
import type { Network } from "./network";
import { pubkeyHashScript, scriptClass } from "./script";

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

/** Returns the address of an output script: P2PKH, P2SH, P2WPKH, P2WSH or P2TR; undefined for any other script. */
export function addressFromScript(script: Uint8Array, network: Network): string | undefined {
  const { humanReadablePart, pubkeyHashVersion, scriptHashVersion } = formats[network];
  switch (scriptClass(script)) {
    case "pubkeyhash":
      return base58check.encode(concatBytes(Uint8Array.of(pubkeyHashVersion), script.subarray(3, 23)));
    case "scripthash":
      return base58check.encode(concatBytes(Uint8Array.of(scriptHashVersion), script.subarray(2, 22)));
    case "witness_v0_keyhash":
    case "witness_v0_scripthash":
      return bech32.encode(humanReadablePart, [0, ...bech32.toWords(script.subarray(2))]);
    case "witness_v1_taproot":
      return bech32m.encode(humanReadablePart, [1, ...bech32m.toWords(script.subarray(2))]);
    default:
      return undefined;
  }
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
    return concatBytes(Uint8Array.of(version === 0 ? 0x00 : 0x51, program.length), program);
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
  if (payload[0] === format.pubkeyHashVersion) return pubkeyHashScript(hash);
  // OP_HASH160 <20-byte hash> OP_EQUAL
  if (payload[0] === format.scriptHashVersion) return concatBytes(Uint8Array.of(0xa9, 20), hash, Uint8Array.of(0x87));
  return undefined;
}
