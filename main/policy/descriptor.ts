/** Output descriptors of single keys (BIP 380 to 386): addr, pkh, wpkh, sh(wpkh), tr, with keys or ranged xpubs. */
import { sha256 } from "@noble/hashes/sha2.js";
import { createBase58check } from "@scure/base";
import { scriptFromAddress } from "../signer/address";
import { bytesToHex, concatBytes, hexToBytes, readUint32BE } from "../signer/bytes";
import type { Curve } from "../signer/curve";
import { derivePublic, hardenedOffset, type PublicNode } from "../signer/derive";
import { SignerError } from "../signer/errors";
import type { Network } from "../signer/network";
import { descriptorChecksum } from "./descriptorChecksum";
import { keyHashScript, legacyKeyHashScript, nestedKeyHashScript, taprootScript } from "./walletScripts";

/** Why a text is no descriptor that can be used; said to whoever typed it. */
export class DescriptorError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "DescriptorError";
  }
}

/** Addresses taken from a ranged descriptor: as many as a wallet looks ahead, several times over. */
export const rangeLength = 1_000;

const base58check = createBase58check(sha256);
/** version(4) || depth(1) || parent fingerprint(4) || child number(4) || chain code(32) || key(33) */
const extendedKeyLength = 78;
const publicVersions = { main: 0x0488b21e, test: 0x043587cf } as const;

type ScriptOf = (pubkey: Uint8Array, curve: Curve) => Uint8Array;

const functions: Readonly<Record<string, ScriptOf>> = {
  pkh: legacyKeyHashScript,
  wpkh: keyHashScript,
  "sh(wpkh": nestedKeyHashScript,
  tr: (pubkey, curve) => taprootScript(pubkey.subarray(1), curve),
};

/**
 * The output scripts of a descriptor: one, or the first thousand of each branch of a ranged one.
 *
 * @param text with its checksum
 * @throws DescriptorError with what is wrong, in words
 */
export function descriptorScripts(text: string, network: Network, curve: Curve): Uint8Array[] {
  const body = withoutChecksum(text);
  const address = /^addr\((.*)\)$/.exec(body)?.[1];
  if (address !== undefined) {
    const script = scriptFromAddress(address, network);
    if (script === undefined) throw new DescriptorError(`The address in the descriptor is none of ${network}.`);
    return [script];
  }
  const [, name = "", key = "", closing = ""] = /^(pkh|wpkh|sh\(wpkh|tr)\(([^()]*)(\)+)$/.exec(body) ?? [];
  const scriptOf = functions[name];
  if (scriptOf === undefined || closing !== (name.includes("(") ? "))" : ")")) {
    throw new DescriptorError("Only addr(), pkh(), wpkh(), sh(wpkh()) and tr() of one key can be used here.");
  }
  return keysOf(key, name === "tr", network, curve).map((pubkey) => scriptOf(pubkey, curve));
}

function withoutChecksum(text: string): string {
  const at = text.lastIndexOf("#");
  if (at === -1) {
    throw new DescriptorError("The checksum is missing: copy the descriptor with the eight characters after the #.");
  }
  const body = text.slice(0, at);
  const checksum = descriptorChecksum(body);
  if (checksum === undefined) throw new DescriptorError("It holds characters that no descriptor has.");
  if (checksum !== text.slice(at + 1)) throw new DescriptorError("The checksum does not fit: a character is wrong.");
  return body;
}

/** 33-byte keys of a key expression: [origin] key, or [origin] xpub / path / *. */
function keysOf(expression: string, isTaproot: boolean, network: Network, curve: Curve): Uint8Array[] {
  const key = expression.replace(/^\[[0-9a-fA-F]{8}(\/[0-9]+['hH]?)*\]/, "");
  if (/^[0-9a-fA-F]+$/.test(key)) return [plainKey(key, isTaproot, curve)];
  const [root = "", ...path] = key.split("/");
  if (/^[xt]prv/.test(root)) throw new DescriptorError("It holds a private key. Use the public one: xpub or tpub.");
  return branches(path)
    .map((steps) => steps.reduce((node, index) => derivePublic(curve, node, index), extendedKey(root, network)))
    .flatMap((node) => {
      if (path.at(-1) !== "*") return [node.publicKey];
      return Array.from({ length: rangeLength }, (_, index) => derivePublic(curve, node, index).publicKey);
    });
}

function plainKey(hex: string, isTaproot: boolean, curve: Curve): Uint8Array {
  const length = hex.length / 2;
  if (length !== 33 && !(isTaproot && length === 32)) {
    throw new DescriptorError(`A key has 33 bytes${isTaproot ? " or 32" : ""}, and this one ${length}.`);
  }
  const bytes = hexToBytes(hex.toLowerCase());
  const point = length === 32 ? concatBytes(Uint8Array.of(2), bytes) : bytes;
  try {
    return curve.compressPoint(point);
  } catch (error) {
    if (error instanceof SignerError) throw new DescriptorError("The key is no point of the curve.");
    throw error;
  }
}

/** Steps of a path without its star, once for each alternative of `<0;1>` (BIP 389). */
function branches(path: readonly string[]): number[][] {
  const steps = path.at(-1) === "*" ? path.slice(0, -1) : path;
  return steps.reduce<number[][]>(
    (paths, step) => {
      const alternatives = /^<([0-9;]+)>$/.exec(step)?.[1]?.split(";") ?? [step];
      return paths.flatMap((head) => alternatives.map((each) => [...head, stepNumber(each)]));
    },
    [[]],
  );
}

function stepNumber(text: string): number {
  if (/^[0-9]+['hH]$/.test(text) || text === "*'" || text === "*h") {
    throw new DescriptorError("Hardened steps after an xpub cannot be derived from it.");
  }
  const step = Number(text);
  if (!/^[0-9]+$/.test(text) || step >= hardenedOffset) throw new DescriptorError(`"${text}" is no step of a path.`);
  return step;
}

function extendedKey(text: string, network: Network): PublicNode {
  let bytes: Uint8Array | undefined;
  try {
    if (text.length <= 128) bytes = base58check.decode(text);
  } catch {
    // Not base58check: told below.
  }
  if (bytes?.length !== extendedKeyLength) throw new DescriptorError("Its key is neither a public key nor an xpub.");
  const chain = network === "mainnet" ? "main" : "test";
  const version = readUint32BE(bytes);
  if (version !== publicVersions[chain]) {
    const isOther = version === publicVersions.main || version === publicVersions.test;
    throw new DescriptorError(
      isOther
        ? `Its ${chain === "main" ? "tpub" : "xpub"} belongs to another network than ${network}.`
        : `It wants ${chain === "main" ? "an xpub" : "a tpub"}, and this starts with ${bytesToHex(bytes.subarray(0, 4))}.`,
    );
  }
  return { chainCode: bytes.subarray(13, 45), publicKey: bytes.subarray(45) };
}
