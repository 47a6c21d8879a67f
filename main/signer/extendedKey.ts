/** BIP32 extended keys as text: public ones written as lnd prints them, master keys read from people. */

import { sha256 } from "@noble/hashes/sha2.js";
import { createBase58check } from "@scure/base";
import { assertBytes, concatBytes, readUint32BE, uint32BE, wipe } from "./bytes";
import { isBelowGroupOrder } from "./groupOrder";
import type { Network } from "./network";
import { SeedError } from "./seedError";

/** How an account's addresses are told apart by the letters its public key starts with (SLIP132). */
export type PublicKeyStyle = "xpub" | "ypub" | "zpub";

const publicVersions = {
  xpub: { main: 0x0488b21e, test: 0x043587cf },
  ypub: { main: 0x049d7cb2, test: 0x044a5262 },
  zpub: { main: 0x04b24746, test: 0x045f1cf6 },
} as const;
const privateVersions = { main: 0x0488ade4, test: 0x04358394 } as const;
/** yprv, zprv, uprv, vprv: right key bytes, but lnd takes none of them. */
const otherPrivateVersions: readonly number[] = [0x049d7878, 0x04b2430c, 0x044a4e28, 0x045f18bc];

/** version(4) || depth(1) || parent fingerprint(4) || child number(4) || chain code(32) || key(33) */
const extendedKeyLength = 78;
const base58check = createBase58check(sha256);

export interface ExtendedPublicKey {
  readonly depth: number;
  /** 4 bytes. */
  readonly parentFingerprint: Uint8Array;
  /** uint32, hardened from 2^31. */
  readonly childNumber: number;
  readonly chainCode: Uint8Array;
  /** 33 bytes, compressed. */
  readonly publicKey: Uint8Array;
}

/** Writes an extended public key: xpub, ypub, zpub on mainnet; tpub, upub, vpub elsewhere. */
export function encodeExtendedPublicKey(key: ExtendedPublicKey, style: PublicKeyStyle, network: Network): string {
  return base58check.encode(
    concatBytes(
      uint32BE(publicVersions[style][chainOf(network)]),
      Uint8Array.of(key.depth),
      assertBytes(key.parentFingerprint, 4, "parent fingerprint"),
      uint32BE(key.childNumber),
      assertBytes(key.chainCode, 32, "chain code"),
      assertBytes(key.publicKey, 33, "public key"),
    ),
  );
}

/**
 * Reads a typed or pasted extended master private key; surrounding white space is ignored.
 *
 * The rules are those of lnd's extended_master_key (walletunlocker/service.go): private, depth 0, the network's version.
 *
 * @returns secretKey(32) || chainCode(32); wipe after use
 * @throws SeedError SEED_UNREADABLE, SEED_NOT_PRIVATE, SEED_WRONG_NETWORK, SEED_NOT_MASTER_KEY
 */
export function masterFromExtendedKey(text: string, network: Network): Uint8Array {
  const bytes = decode(text.trim());
  try {
    assertPrivateVersion(readUint32BE(bytes), network);
    if (bytes[4] !== 0) {
      throw new SeedError(
        "SEED_NOT_MASTER_KEY",
        `This key is ${bytes[4]} levels below a master key. Enter the master key itself (depth 0): the keys of a node start there.`,
      );
    }
    const secretKey = bytes.subarray(46);
    // Depth 0 leaves parent fingerprint and child number empty (BIP32), and a secret key is written with a leading 0.
    if (readUint32BE(bytes, 5) !== 0 || readUint32BE(bytes, 9) !== 0 || bytes[45] !== 0 || !isSecretKey(secretKey)) {
      throw unreadable();
    }
    return concatBytes(secretKey, bytes.subarray(13, 45));
  } finally {
    wipe(bytes);
  }
}

function decode(text: string): Uint8Array {
  let bytes: Uint8Array | undefined;
  // An extended key has 111 or 112 characters. base58 decoding takes quadratic time: longer text is not even tried.
  if (text.length <= 128) {
    try {
      bytes = base58check.decode(text);
    } catch {
      // Not base58check: told apart below, and without the text.
    }
  }
  if (bytes?.length !== extendedKeyLength) throw unreadable();
  return bytes;
}

function assertPrivateVersion(version: number, network: Network): void {
  const chain = chainOf(network);
  if (version === privateVersions[chain]) return;
  if (Object.values(publicVersions).some(({ main, test }) => version === main || version === test)) {
    throw new SeedError(
      "SEED_NOT_PRIVATE",
      "This is a public key, and a signer needs the private one. Enter the extended master private key (xprv or tprv).",
    );
  }
  const wanted = chain === "main" ? "xprv" : "tprv";
  if (Object.values<number>(privateVersions).includes(version)) {
    const keyKind = chain === "main" ? "a test network (tprv)" : "mainnet (xprv)";
    throw new SeedError(
      "SEED_WRONG_NETWORK",
      `This key is for ${keyKind}, and the chosen network is ${network}. Choose the network of your node, or enter its ${wanted}.`,
    );
  }
  if (otherPrivateVersions.includes(version)) {
    throw new SeedError(
      "SEED_WRONG_NETWORK",
      `This key has the prefix of another key format (yprv, zprv, uprv or vprv), which lnd does not take. Convert it to ${wanted} first.`,
    );
  }
  throw unreadable();
}

function isSecretKey(secretKey: Uint8Array): boolean {
  return secretKey.some((byte) => byte !== 0) && isBelowGroupOrder(secretKey);
}

function unreadable(): SeedError {
  return new SeedError(
    "SEED_UNREADABLE",
    "This is not an extended key. It starts with xprv (tprv on test networks) and has 111 characters; check that it was copied whole.",
  );
}

function chainOf(network: Network): "main" | "test" {
  return network === "mainnet" ? "main" : "test";
}
