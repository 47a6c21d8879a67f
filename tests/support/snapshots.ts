/** Snapshots of the app for tests: an open keystore, a paired node, online; change what matters. */
import type { AppSnapshot } from "../../preload/contract/types";

export function aSnapshot(changes: Partial<AppSnapshot> = {}): AppSnapshot {
  return {
    version: "0.1.0",
    banners: [],
    settings: {
      theme: "system",
      signWhileLocked: true,
      openAtLogin: false,
      keepAwake: true,
      openPairingLinks: false,
      amountUnit: "sat",
    },
    windowLocked: false,
    keystore: {
      state: "open",
      origin: "aezeed",
      network: "regtest",
      store: "keychain",
      hasPassphrase: true,
      backup: "checked",
      backupCheckedAtMs: 1_700_000_000_000,
      identityPubkeyHex: `02${"ab".repeat(32)}`,
      masterFingerprintHex: "01020304",
      birthdayMs: null,
    },
    practice: false,
    node: {
      id: "0011223344556677",
      name: "aurora",
      address: "node.lan:10019",
      network: "regtest",
      requestTimeoutMs: 5_000,
      pairedAtMs: 1_700_000_000_000,
      certificate: {
        fingerprintHex: "cd".repeat(32),
        subject: "lnd",
        issuer: "lnd",
        notBeforeMs: 1_690_000_000_000,
        notAfterMs: 1_790_000_000_000,
        names: ["node.lan"],
      },
      macaroon: null,
    },
    link: { state: "online", sinceMs: 1_700_000_000_000, address: "node.lan:10019", protocol: "watchonlyrpc" },
    pausedUntilMs: null,
    pairingLinkWaits: false,
    totals: {
      requests: 0,
      refused: 0,
      byGroup: { channels: 0, payments: 0, gossip: 0, "on-chain": 0, messages: 0, other: 0 },
      lastMinute: 0,
      p50Us: null,
      p95Us: null,
      recentUs: [],
      lastPingAtMs: null,
      longestUs: null,
    },
    curveBackend: "native",
    ...changes,
  };
}
