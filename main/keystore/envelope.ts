/**
 * The form in which a seed record rests: a versioned header, then the record, sealed under a passphrase if there is one.
 *
 *   magic "CSSEED" (6) || version (1) || protection (1) || network (1)
 *   protection 0: || record
 *   protection 1: || log2N (1) || r (1) || p (1) || salt (16) || nonce (24) || ciphertext || tag (16)
 *
 * Protection 1 is scrypt (RFC 7914) and XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03) with the whole header as
 * associated data. Without a passphrase nothing here pretends to encrypt: the store around it is the only protection.
 */
import { randomBytes, scrypt } from "node:crypto";
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { concatBytes } from "../signer/bytes";
import { type Network, networks } from "../signer/network";

const magic = new TextEncoder().encode("CSSEED");
const currentVersion = 1;
const plainHeaderLength = magic.length + 3;
const saltLength = 16;
const nonceLength = 24;
const tagLength = 16;
const sealedHeaderLength = plainHeaderLength + 3 + saltLength + nonceLength;

export interface ScryptCost {
  readonly log2N: number;
  readonly r: number;
  readonly p: number;
}

/** 128 MiB and about half a second per try on a desktop. */
export const defaultScryptCost: ScryptCost = { log2N: 17, r: 8, p: 1 };

/** A stored envelope may ask for this much and no more: a damaged header must not exhaust memory or time. */
const costBounds = { log2N: [14, 20], r: [8, 8], p: [1, 4] } as const;
const scryptMemoryLimit = 2 ** 31 - 1;

export type EnvelopeErrorCode =
  | "NOT_AN_ENVELOPE"
  | "NEWER_VERSION"
  | "TRUNCATED"
  | "BAD_PARAMETERS"
  | "PASSPHRASE_MISSING"
  | "WRONG_PASSPHRASE";

export class EnvelopeError extends Error {
  readonly code: EnvelopeErrorCode;

  constructor(code: EnvelopeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EnvelopeError";
    this.code = code;
  }
}

/** What can be read of an envelope without its passphrase. */
export interface EnvelopeHeader {
  readonly network: Network;
  readonly hasPassphrase: boolean;
}

/** A stretched passphrase. `key` is secret: wipe after use. */
export interface EnvelopeKey {
  readonly key: Uint8Array;
  readonly salt: Uint8Array;
  readonly cost: ScryptCost;
}

/** Stretches a passphrase with a fresh salt; null for the empty one. */
export async function makeEnvelopeKey(
  passphrase: string,
  cost: ScryptCost = defaultScryptCost,
): Promise<EnvelopeKey | null> {
  if (passphrase === "") return null;
  const salt = new Uint8Array(randomBytes(saltLength));
  return { key: await stretch(passphrase, salt, cost), salt, cost };
}

/**
 * Wraps a record.
 *
 * @param record secret; not modified, the caller wipes it
 * @param envelopeKey null to leave the record unsealed; may seal many times, the nonce is fresh each time
 */
export function sealEnvelope(record: Uint8Array, network: Network, envelopeKey: EnvelopeKey | null): Uint8Array {
  const prefix = [...magic, currentVersion, envelopeKey === null ? 0 : 1, networks.indexOf(network)];
  if (envelopeKey === null) return concatBytes(Uint8Array.from(prefix), record);
  const { key, salt, cost } = envelopeKey;
  const nonce = randomBytes(nonceLength);
  const header = concatBytes(Uint8Array.from([...prefix, cost.log2N, cost.r, cost.p]), salt, nonce);
  return concatBytes(header, xchacha20poly1305(key, nonce, header).encrypt(record));
}

/**
 * Reads the part of an envelope that is not sealed. It is authenticated only once `openEnvelope` succeeds.
 *
 * @throws EnvelopeError NOT_AN_ENVELOPE, NEWER_VERSION, TRUNCATED or BAD_PARAMETERS
 */
export function readEnvelopeHeader(envelope: Uint8Array): EnvelopeHeader {
  if (!magic.every((byte, index) => envelope[index] === byte)) {
    throw new EnvelopeError("NOT_AN_ENVELOPE", "what is stored is not a Countersign seed");
  }
  const version = envelope[magic.length];
  if (version !== undefined && version > currentVersion) {
    throw new EnvelopeError("NEWER_VERSION", "the seed was stored by a newer version of Countersign: install that one");
  }
  const protection = envelope[magic.length + 1];
  if (envelope.length < (protection === 1 ? sealedHeaderLength + tagLength : plainHeaderLength)) {
    throw new EnvelopeError("TRUNCATED", "the stored seed is cut short");
  }
  const network = networks[envelope[magic.length + 2] ?? -1];
  if (version !== currentVersion || network === undefined || (protection !== 0 && protection !== 1)) {
    throw new EnvelopeError("BAD_PARAMETERS", "the stored seed has a damaged header");
  }
  if (protection === 1) readCost(envelope);
  return { network, hasPassphrase: protection === 1 };
}

/**
 * Unwraps a record. Record and key are secret; wipe both after use.
 *
 * @param passphrase ignored when the envelope has none
 * @throws EnvelopeError every code; WRONG_PASSPHRASE also covers a damaged ciphertext, which looks the same
 */
export async function openEnvelope(
  envelope: Uint8Array,
  passphrase: string,
): Promise<{ record: Uint8Array; envelopeKey: EnvelopeKey | null }> {
  const { hasPassphrase } = readEnvelopeHeader(envelope);
  if (!hasPassphrase) return { record: new Uint8Array(envelope.subarray(plainHeaderLength)), envelopeKey: null };
  if (passphrase === "") throw new EnvelopeError("PASSPHRASE_MISSING", "the stored seed needs its passphrase");
  const header = new Uint8Array(envelope.subarray(0, sealedHeaderLength));
  const salt = header.slice(plainHeaderLength + 3, plainHeaderLength + 3 + saltLength);
  const cost = readCost(envelope);
  const key = await stretch(passphrase, salt, cost);
  try {
    const cipher = xchacha20poly1305(key, header.slice(-nonceLength), header);
    return { record: cipher.decrypt(envelope.subarray(sealedHeaderLength)), envelopeKey: { key, salt, cost } };
  } catch (error) {
    key.fill(0);
    throw new EnvelopeError("WRONG_PASSPHRASE", "this is not the passphrase of the stored seed", { cause: error });
  }
}

function readCost(envelope: Uint8Array): ScryptCost {
  const [log2N = 0, r = 0, p = 0] = envelope.subarray(plainHeaderLength, plainHeaderLength + 3);
  const cost = { log2N, r, p };
  for (const name of ["log2N", "r", "p"] as const) {
    const [least, most] = costBounds[name];
    if (cost[name] < least || cost[name] > most) {
      throw new EnvelopeError(
        "BAD_PARAMETERS",
        `the stored seed asks for scrypt ${name} ${cost[name]}: damaged header`,
      );
    }
  }
  return cost;
}

/** The same text typed on another system may arrive composed differently; NFKD makes the bytes equal. */
function stretch(passphrase: string, salt: Uint8Array, cost: ScryptCost): Promise<Uint8Array> {
  const bytes = new TextEncoder().encode(passphrase.normalize("NFKD"));
  return new Promise<Uint8Array>((resolve, reject) => {
    const options = { N: 2 ** cost.log2N, r: cost.r, p: cost.p, maxmem: scryptMemoryLimit };
    scrypt(bytes, salt, 32, options, (error, key) => (error ? reject(error) : resolve(key)));
  }).finally(() => bytes.fill(0));
}
