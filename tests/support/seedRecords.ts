/** Seed records with recognisable contents, and the cheapest scrypt an envelope may ask for. */
import type { SeedRecord } from "../../main/keystore/record";

export const quickScrypt = { log2N: 14, r: 8, p: 1 };

export function aSeedRecord(changes: Partial<SeedRecord> = {}): SeedRecord {
  return {
    network: "regtest",
    origin: "new-aezeed",
    masterKey: Uint8Array.from({ length: 64 }, (_, index) => index + 1),
    createdAtMs: 1_764_000_000_000,
    birthdayMs: 1_763_942_400_000,
    backup: "unchecked",
    backupCheckedAtMs: null,
    encipheredSeed: Uint8Array.from({ length: 33 }, (_, index) => 200 - index),
    ...changes,
  };
}
