/**
 * What is remembered of a seed, as bytes. Only ever at rest inside an envelope.
 *
 *   version (1) || network (1) || origin (1) || backup (1) || createdAtMs (8) || birthdayMs (8) || backupCheckedAtMs (8)
 *   || masterKey (64) || length (1) || encipheredSeed (0 or 33) || first 4 bytes of SHA-256 over all of it
 *
 * Numbers are big-endian; all ones stands for "none" in the two optional times.
 */
import { createHash } from "node:crypto";
import { equalBytes } from "../signer/bytes";
import { type Network, networks } from "../signer/network";

/** How the seed came to be. */
export const seedOrigins = ["new-aezeed", "aezeed", "bip39", "extended-key"] as const;
export type SeedOrigin = (typeof seedOrigins)[number];

/** "none": there are no words to check. */
export const backupStates = ["unchecked", "checked", "none"] as const;
export type BackupState = (typeof backupStates)[number];

export interface SeedRecord {
  readonly network: Network;
  readonly origin: SeedOrigin;
  /** BIP32 master secret key (32) || chain code (32). Secret. */
  readonly masterKey: Uint8Array;
  readonly createdAtMs: number;
  readonly birthdayMs: number | null;
  readonly backup: BackupState;
  readonly backupCheckedAtMs: number | null;
  /** 33-byte enciphered aezeed: the words, kept until they were checked. Secret. */
  readonly encipheredSeed: Uint8Array | null;
}

/** The record cannot be read: damaged, or of a version this program does not know. */
export class SeedRecordError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "SeedRecordError";
  }
}

const recordVersion = 1;
const masterKeyOffset = 28;
const masterKeyLength = 64;
const encipheredLengthOffset = masterKeyOffset + masterKeyLength;
const encipheredSeedLength = 33;
const checksumLength = 4;
const noTime = 2n ** 64n - 1n;

/** Writes a record. The result is secret; wipe after use. */
export function encodeSeedRecord(record: SeedRecord): Uint8Array {
  const enciphered = record.encipheredSeed ?? new Uint8Array(0);
  const bytes = new Uint8Array(encipheredLengthOffset + 1 + enciphered.length + checksumLength);
  const view = new DataView(bytes.buffer);
  bytes[0] = recordVersion;
  bytes[1] = networks.indexOf(record.network);
  bytes[2] = seedOrigins.indexOf(record.origin);
  bytes[3] = backupStates.indexOf(record.backup);
  view.setBigUint64(4, BigInt(record.createdAtMs));
  view.setBigUint64(12, record.birthdayMs === null ? noTime : BigInt(record.birthdayMs));
  view.setBigUint64(20, record.backupCheckedAtMs === null ? noTime : BigInt(record.backupCheckedAtMs));
  if (record.masterKey.length !== masterKeyLength) throw new RangeError("masterKey: expected 64 bytes");
  bytes.set(record.masterKey, masterKeyOffset);
  bytes[encipheredLengthOffset] = enciphered.length;
  bytes.set(enciphered, encipheredLengthOffset + 1);
  bytes.set(checksum(bytes.subarray(0, -checksumLength)), bytes.length - checksumLength);
  return bytes;
}

/**
 * Reads a record strictly. The secrets in the result are copies; wipe them with `wipeSeedRecord`.
 *
 * @throws SeedRecordError
 */
export function decodeSeedRecord(bytes: Uint8Array): SeedRecord {
  if (bytes[0] !== undefined && bytes[0] > recordVersion) {
    throw new SeedRecordError("the seed record was written by a newer version of Countersign: install that one");
  }
  const encipheredLength = bytes[encipheredLengthOffset];
  const isWhole =
    (encipheredLength === 0 || encipheredLength === encipheredSeedLength) &&
    bytes.length === encipheredLengthOffset + 1 + encipheredLength + checksumLength;
  if (!isWhole) throw new SeedRecordError("the seed record has an unexpected length");
  const expected = checksum(bytes.subarray(0, -checksumLength));
  if (!equalBytes(expected, bytes.subarray(-checksumLength))) {
    throw new SeedRecordError("the seed record is damaged: its checksum does not match");
  }
  const network = networks[bytes[1] ?? -1];
  const origin = seedOrigins[bytes[2] ?? -1];
  const backup = backupStates[bytes[3] ?? -1];
  if (bytes[0] !== recordVersion || network === undefined || origin === undefined || backup === undefined) {
    throw new SeedRecordError("the seed record holds an unknown value");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const timeAt = (offset: number) => {
    const time = view.getBigUint64(offset);
    return time === noTime ? null : Number(time);
  };
  return {
    network,
    origin,
    backup,
    masterKey: new Uint8Array(bytes.subarray(masterKeyOffset, encipheredLengthOffset)),
    createdAtMs: Number(view.getBigUint64(4)),
    birthdayMs: timeAt(12),
    backupCheckedAtMs: timeAt(20),
    encipheredSeed:
      encipheredLength === 0
        ? null
        : new Uint8Array(bytes.subarray(encipheredLengthOffset + 1, bytes.length - checksumLength)),
  };
}

/** Overwrites the secrets of a record. */
export function wipeSeedRecord(record: SeedRecord): void {
  record.masterKey.fill(0);
  record.encipheredSeed?.fill(0);
}

function checksum(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes).digest().subarray(0, checksumLength);
}
