/** Output and witness scripts of wallet and channel outputs (BIP141, BIP341, BOLT3). Keys are 33 bytes compressed. */
import { ripemd160 } from "@noble/hashes/legacy.js";
import { concatBytes } from "@noble/hashes/utils.js";
import { hash160, sha256, taggedHash } from "./hashes";
import { varBytes } from "./transaction";

const op = {
  zero: 0x00,
  one: 0x51,
  two: 0x52,
  sixteen: 0x60,
  if: 0x63,
  notif: 0x64,
  else: 0x67,
  endif: 0x68,
  drop: 0x75,
  dup: 0x76,
  ifdup: 0x73,
  swap: 0x7c,
  size: 0x82,
  equal: 0x87,
  equalverify: 0x88,
  hash160: 0xa9,
  checksig: 0xac,
  checksigverify: 0xad,
  checkmultisig: 0xae,
  cltv: 0xb1,
  csv: 0xb2,
} as const;

type Part = keyof typeof op | Uint8Array | number;

/** Opcodes by name, byte strings as pushes, numbers as minimal script numbers. */
function script(...parts: readonly Part[]): Uint8Array {
  return concatBytes(...parts.map(encodePart));
}

function encodePart(part: Part): Uint8Array {
  if (typeof part === "string") return Uint8Array.of(op[part]);
  if (typeof part !== "number") return concatBytes(Uint8Array.of(part.length), part);
  if (part >= 1 && part <= 16) return Uint8Array.of(op.one + part - 1);
  const bytes: number[] = [];
  for (let rest = part; rest > 0; rest = Math.floor(rest / 256)) bytes.push(rest % 256);
  if ((bytes.at(-1) ?? 0) >= 0x80) bytes.push(0);
  return Uint8Array.of(bytes.length, ...bytes);
}

export function p2wkh(pubkey: Uint8Array): Uint8Array {
  return script("zero", hash160(pubkey));
}

/** P2WKH nested in P2SH: what lnd's 49' external addresses are. */
export function np2wkh(pubkey: Uint8Array): Uint8Array {
  return script("hash160", hash160(p2wkh(pubkey)), "equal");
}

export function p2wsh(witnessScript: Uint8Array): Uint8Array {
  return script("zero", sha256(witnessScript));
}

/** @param outputKey 32 bytes, x only */
export function p2tr(outputKey: Uint8Array): Uint8Array {
  return script("one", outputKey);
}

/** The P2PKH form of a P2WKH program: what BIP143 hashes in its place. */
export function p2pkh(pubkeyHash: Uint8Array): Uint8Array {
  return script("dup", "hash160", pubkeyHash, "equalverify", "checksig");
}

/** BIP341: H_TapLeaf(0xc0 || script). */
export function tapLeafHash(leafScript: Uint8Array): Uint8Array {
  return taggedHash("TapLeaf", Uint8Array.of(0xc0), varBytes(leafScript));
}

/** BOLT3: funding transaction output. Keys are sorted. */
export function funding(key1: Uint8Array, key2: Uint8Array): Uint8Array {
  const [first, second] = [key1, key2].sort(compare) as [Uint8Array, Uint8Array];
  return script("two", first, second, "two", "checkmultisig");
}

function compare(a: Uint8Array, b: Uint8Array): number {
  return Buffer.compare(a, b);
}

/** BOLT3: to_local, and the output of second-level transactions. */
export function toLocal(revocationKey: Uint8Array, delayedKey: Uint8Array, csvDelay: number): Uint8Array {
  return script("if", revocationKey, "else", csvDelay, "csv", "drop", delayedKey, "endif", "checksig");
}

/** BOLT3: to_remote with anchors: a delay of one block. */
export function toRemoteAnchors(remoteKey: Uint8Array): Uint8Array {
  return script(remoteKey, "checksigverify", 1, "csv");
}

/** BOLT3: anchor output. */
export function anchor(fundingKey: Uint8Array): Uint8Array {
  return script(fundingKey, "checksig", "ifdup", "notif", "sixteen", "csv", "endif");
}

export interface HtlcKeys {
  readonly revocationKey: Uint8Array;
  /** HTLC key of the side whose commitment it is. */
  readonly ownerHtlcKey: Uint8Array;
  readonly otherHtlcKey: Uint8Array;
}

/** BOLT3: offered HTLC on its owner's commitment. */
export function offeredHtlc(keys: HtlcKeys, paymentHash: Uint8Array, hasAnchors: boolean): Uint8Array {
  return script(
    ...revocationClause(keys),
    ...(["else", keys.otherHtlcKey, "swap", "size", 32, "equal", "notif", "drop", "two", "swap"] as const),
    ...([keys.ownerHtlcKey, "two", "checkmultisig", "else", "hash160", ripemd160(paymentHash)] as const),
    ...(["equalverify", "checksig", "endif", ...delay(hasAnchors), "endif"] as const),
  );
}

/** BOLT3: received HTLC on its owner's commitment. */
export function receivedHtlc(
  keys: HtlcKeys,
  paymentHash: Uint8Array,
  expiryHeight: number,
  hasAnchors: boolean,
): Uint8Array {
  return script(
    ...revocationClause(keys),
    ...(["else", keys.otherHtlcKey, "swap", "size", 32, "equal", "if", "hash160", ripemd160(paymentHash)] as const),
    ...(["equalverify", "two", "swap", keys.ownerHtlcKey, "two", "checkmultisig", "else", "drop"] as const),
    ...([expiryHeight, "cltv", "drop", "checksig", "endif", ...delay(hasAnchors), "endif"] as const),
  );
}

function revocationClause({ revocationKey }: HtlcKeys): readonly Part[] {
  return ["dup", "hash160", hash160(revocationKey), "equal", "if", "checksig"];
}

function delay(hasAnchors: boolean): readonly Part[] {
  return hasAnchors ? [1, "csv", "drop"] : [];
}
