/**
 * Macaroons in the binary format of version 2 (libmacaroons doc/format.txt; gopkg.in/macaroon.v2 marshal-v2.go):
 * decode, bake, verify. A macaroon is a bearer secret: errors never repeat its bytes.
 *
 *   0x02
 *   [01 len location] 02 len identifier 00
 *   { [01 len location] 02 len caveat-id [04 len verification-id] 00 }*
 *   00
 *   06 20 signature(32)
 */

import { createHmac, timingSafeEqual } from "node:crypto";
import { concatBytes } from "@noble/hashes/utils.js";

interface Caveat {
  readonly location: Uint8Array;
  readonly id: Uint8Array;
  /** Only third-party caveats have one. */
  readonly verificationId: Uint8Array | undefined;
}

export interface Macaroon {
  readonly location: Uint8Array;
  readonly id: Uint8Array;
  readonly caveats: readonly Caveat[];
  /** 32 bytes. Secret: it is what makes the macaroon valid. */
  readonly signature: Uint8Array;
}

export type MacaroonTrouble = "empty" | "v1" | "json" | "version" | "truncated" | "trailing-bytes" | "malformed";

/** Bytes that are no macaroon of version 2; `message` is a sentence for people. */
export class MacaroonError extends Error {
  readonly trouble: MacaroonTrouble;

  constructor(trouble: MacaroonTrouble, message: string) {
    super(message);
    this.name = "MacaroonError";
    this.trouble = trouble;
  }
}

const field = { endOfSection: 0, location: 1, identifier: 2, verificationId: 4, signature: 6 } as const;

/**
 * Decodes strictly: fields in ascending order, nothing missing, nothing left over. Results are copies.
 * @throws MacaroonError
 */
export function decodeMacaroon(bytes: Uint8Array): Macaroon {
  checkVersion(bytes);
  const reader = new PacketReader(bytes, 1);
  const header = readSection(reader);
  if (header === undefined) throw new MacaroonError("malformed", "the macaroon has no identifier");
  const caveats: Caveat[] = [];
  for (let caveat = readSection(reader); caveat !== undefined; caveat = readSection(reader)) caveats.push(caveat);
  const signature = reader.packet();
  if (signature.type !== field.signature || signature.data.length !== 32) {
    throw new MacaroonError("malformed", "the macaroon does not end with a signature of 32 bytes");
  }
  if (!reader.isAtEnd) throw new MacaroonError("trailing-bytes", "there are bytes behind the end of the macaroon");
  if (header.verificationId !== undefined)
    throw new MacaroonError("malformed", "the macaroon's header has a field too many");
  return { location: header.location, id: header.id, caveats, signature: signature.data };
}

function checkVersion(bytes: Uint8Array): void {
  const first = bytes[0];
  if (first === undefined) throw new MacaroonError("empty", "the macaroon is empty");
  if (first === 0x02) return;
  if (first === 0x7b || first === 0x5b)
    throw new MacaroonError("json", "this is a macaroon in JSON form; lnd takes the binary form only");
  // Version 1 packets start with their length in four hex digits.
  if (/^[0-9a-f]{4}[a-z]+ /.test(new TextDecoder("latin1").decode(bytes.subarray(0, 16)))) {
    throw new MacaroonError("v1", "this is a macaroon of version 1; lnd takes version 2 only");
  }
  throw new MacaroonError("version", "this is no macaroon of version 2");
}

/** One section, or undefined at the end of the list. */
function readSection(reader: PacketReader): Caveat | undefined {
  let packet = reader.packet();
  if (packet.type === field.endOfSection) return undefined;
  let location = new Uint8Array();
  if (packet.type === field.location) {
    location = packet.data;
    packet = reader.packet();
  }
  if (packet.type !== field.identifier)
    throw new MacaroonError("malformed", "a section of the macaroon has no identifier");
  const id = packet.data;
  packet = reader.packet();
  let verificationId: Uint8Array | undefined;
  if (packet.type === field.verificationId) {
    verificationId = packet.data;
    packet = reader.packet();
  }
  if (packet.type !== field.endOfSection)
    throw new MacaroonError("malformed", "the macaroon's fields are out of order");
  return { location, id, verificationId };
}

class PacketReader {
  readonly #bytes: Uint8Array;
  #at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  packet(): { type: number; data: Uint8Array<ArrayBuffer> } {
    const type = this.#varint();
    if (type === field.endOfSection) return { type, data: new Uint8Array() };
    const length = this.#varint();
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new MacaroonError("truncated", "the macaroon is cut off");
    const data = Uint8Array.from(this.#bytes.subarray(this.#at, end));
    this.#at = end;
    return { type, data };
  }

  #varint(): number {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new MacaroonError("truncated", "the macaroon is cut off");
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    throw new MacaroonError("malformed", "the macaroon holds an impossible length");
  }
}

/** Encodes to the binary form of version 2. */
export function encodeMacaroon(macaroon: Macaroon): Uint8Array {
  const section = (caveat: Omit<Caveat, "verificationId"> & { verificationId?: Uint8Array | undefined }) => [
    ...(caveat.location.length > 0 ? [packet(field.location, caveat.location)] : []),
    packet(field.identifier, caveat.id),
    ...(caveat.verificationId === undefined ? [] : [packet(field.verificationId, caveat.verificationId)]),
    Uint8Array.of(field.endOfSection),
  ];
  return concatBytes(
    Uint8Array.of(2),
    ...section({ location: macaroon.location, id: macaroon.id }),
    ...macaroon.caveats.flatMap(section),
    Uint8Array.of(field.endOfSection),
    packet(field.signature, macaroon.signature),
  );
}

function packet(type: number, data: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(type), varint(data.length), data);
}

function varint(value: number): Uint8Array {
  const out: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) out.push((rest & 0x7f) | 0x80);
  return Uint8Array.from([...out, rest]);
}

/** Makes a macaroon with first-party caveats only. @param rootKey 32 bytes, secret, not kept */
export function bakeMacaroon(rootKey: Uint8Array, id: Uint8Array, caveatTexts: readonly string[] = []): Macaroon {
  const caveats = caveatTexts.map(firstPartyCaveat);
  return { location: new TextEncoder().encode("lnd"), id, caveats, signature: chain(rootKey, id, caveats) };
}

/**
 * Adds first-party caveats, which everybody who has a macaroon can do and nobody can undo: each is one more link of the
 * HMAC chain. @param caveatTexts such as "time-before 2027-01-01T00:00:00Z" or "ipaddr 192.0.2.7" (lnd macaroons/constraints.go)
 */
export function addCaveats(macaroon: Macaroon, caveatTexts: readonly string[]): Macaroon {
  const added = caveatTexts.map(firstPartyCaveat);
  const signature = added.reduce((key, caveat) => hmac(key, caveat.id), macaroon.signature);
  return { ...macaroon, caveats: [...macaroon.caveats, ...added], signature };
}

/** True if the macaroon was made with this root key and no caveat was taken away. Third-party caveats never verify. */
export function isSignedWith(macaroon: Macaroon, rootKey: Uint8Array): boolean {
  if (macaroon.caveats.some((caveat) => caveat.verificationId !== undefined)) return false;
  return timingSafeEqual(chain(rootKey, macaroon.id, macaroon.caveats), macaroon.signature);
}

function firstPartyCaveat(text: string): Caveat {
  return { location: new Uint8Array(), id: new TextEncoder().encode(text), verificationId: undefined };
}

/** HMAC-SHA256 chain: key = HMAC("macaroons-key-generator", root), then over the identifier and each caveat id. */
function chain(rootKey: Uint8Array, id: Uint8Array, caveats: readonly Caveat[]): Uint8Array {
  const key = hmac(new TextEncoder().encode("macaroons-key-generator"), rootKey);
  try {
    return caveats.reduce((signature, caveat) => hmac(signature, caveat.id), hmac(key, id));
  } finally {
    key.fill(0);
  }
}

function hmac(key: Uint8Array, data: Uint8Array): Uint8Array {
  return Uint8Array.from(createHmac("sha256", key).update(data).digest());
}
