/** For every call about the guard: an honest input, what a handler may answer, and an input of the wrong shape. */
import type { z } from "zod";
import type { approvalCalls, approvalSchema } from "../../preload/contract/approvals";
import type { guardCalls } from "../../preload/contract/guard";
import type { journalCalls } from "../../preload/contract/journal";

type GuardCalls = typeof guardCalls & typeof approvalCalls & typeof journalCalls;

type Samples = {
  readonly [N in keyof GuardCalls]: {
    readonly input: z.input<GuardCalls[N]["input"]>;
    readonly output: z.output<GuardCalls[N]["output"]>;
    /** Not an object at all where the call takes nothing. */
    readonly bad: unknown;
  };
};

const nothing = { input: {}, output: {}, bad: null } as const;
const scriptHex = `0014${"ab".repeat(20)}`;
const hashHex = "cd".repeat(32);
const address = "bcrt1q4w46h2at4w46h2at4w46h2at4w46h2atyvr9hx";

const aSummary: Samples["guard.replay"]["output"]["hits"][number]["summary"] = {
  class: "wallet-send",
  kind: "signPsbt",
  network: "regtest",
  keyFamily: null,
  keyIndex: null,
  keyPath: "m/84'/1'/0'/0/3",
  amountSat: "50000",
  feeSat: "212",
  feeProof: "previous-transaction",
  feeRateSatPerVb: 1.93,
  inputs: [
    {
      outpoint: `${hashHex}:0`,
      amountSat: "50212",
      proof: "previous-transaction",
      isSigned: true,
      keyPath: "m/84'/0'/0'/0/3",
    },
  ],
  outputs: [{ amountSat: "50000", address, scriptHex, owner: "unknown", path: null }],
  outputCount: 1,
  inputCount: 1,
  txid: hashHex,
  outpoint: `${hashHex}:0`,
  channelOutpoint: null,
  sighashType: 1,
  text: null,
  shortChannelId: null,
  otherNetwork: null,
  contentHashHex: hashHex,
  facts: { kind: "none" },
};

const aFinding = {
  tag: "onchain-unknown-output",
  action: "ask",
  detail: "50000 sat go to an unknown address.",
} as const;

export const anApproval: z.output<typeof approvalSchema> = {
  ref: "7F3K",
  network: "regtest",
  nodeName: "aurora",
  intent: {
    kind: "send",
    payees: [{ scriptHex, amountSat: "50000" }],
    totalSat: "50000",
    feeSat: "212",
    account: "84'/0'",
    sighashType: 1,
  },
  state: "waiting",
  createdAtMs: 1_700_000_000_000,
  expiresAtMs: 1_700_000_900_000,
  decidedAtMs: null,
  heldUntilMs: 1_700_000_003_500,
  usedByTxid: null,
  origin: "asked",
  standing: null,
  summary: aSummary,
  findings: [aFinding],
  payees: [{ scriptHex, address, allowlistLabel: null }],
  mayBeOpen: false,
  limits: [{ measure: "onchain-out", window: "day", limitSat: "5000000", afterSat: "50000" }],
};

export const guardSamples: Samples = {
  "guard.read": {
    ...nothing,
    output: {
      network: "regtest",
      preset: "standard",
      rules: [
        {
          tag: "onchain-unknown-output",
          area: "onchain",
          title: "Money to somebody unknown",
          why: "Only you know whom you mean to pay.",
          action: "ask",
          byPreset: { blind: "off", standard: "ask", strict: "ask" },
          choices: ["off", "warn", "ask", "block"],
          isOverridden: false,
        },
      ],
      limits: [
        {
          measure: "onchain-out",
          perTransactionSat: null,
          hour: { limitSat: null, spentSat: "0" },
          day: { limitSat: "5000000", spentSat: "50000" },
          week: { limitSat: null, spentSat: "50000" },
        },
      ],
      allowlist: [{ id: "a1", label: "cold storage", kind: "address", text: address }],
      looseningDelayMs: 86_400_000,
      appFamilies: [99],
      pendingChange: { effectiveAtMs: 1_700_086_400_000, lines: ["Preset: strict to standard"] },
    },
  },
  "guard.change": {
    input: { preset: "strict", limits: { fees: { perDaySat: "20000" }, "onchain-out": {}, "channel-opens": {} } },
    output: { applied: "later", effectiveAtMs: 1_700_086_400_000 },
    bad: { overrides: { "onchain-unknown-output": "perhaps" } },
  },
  "guard.cancelPending": nothing,
  "guard.replay": {
    input: { overrides: { "onchain-unknown-output": "block" } },
    output: {
      examined: 1_000,
      sinceMs: 1_699_000_000_000,
      blockedCount: 1,
      askedCount: 0,
      hits: [{ seq: 12, atMs: 1_700_000_000_000, summary: aSummary, ...aFinding }],
      isLooser: false,
    },
    bad: { preset: "paranoid" },
  },
  "allowlist.check": {
    input: { text: `bitcoin:${address}?amount=0.0005` },
    output: { ok: true, kind: "address", text: address, label: null, amountSat: "50000" },
    bad: { text: "" },
  },
  "trust.read": {
    ...nothing,
    output: {
      nodeName: "aurora",
      sentences: [{ tag: "node-can-revoke", level: "warn", values: { channels: 3 } }],
    },
  },
  "alerts.list": {
    ...nothing,
    output: {
      alerts: [{ id: "7", atMs: 1, tag: "justice", subject: `${hashHex}:0`, detail: "A penalty was signed." }],
    },
  },
  "alerts.dismiss": { input: { id: "7" }, output: {}, bad: { id: 7 } },

  "approvals.list": { ...nothing, output: { open: [anApproval] } },
  "approvals.history": {
    input: { limit: 50 },
    output: { records: [{ ...anApproval, state: "used", usedByTxid: hashHex, heldUntilMs: null }] },
    bad: { limit: 1_000 },
  },
  "approvals.decide": {
    input: { ref: "7F3K", decision: "approve" },
    output: {},
    bad: { ref: "7f3k", decision: "approve" },
  },
  "approvals.preApprove": {
    input: { payees: [{ text: address, amountSat: "50000" }], maxFeeSat: "2000", minutes: 60 },
    output: { ref: "9QX2" },
    bad: { payees: [{ text: address, amountSat: "0.5" }], maxFeeSat: "2000", minutes: 60 },
  },
  "approvals.standing": {
    input: { payee: address, perUseSat: "50000", totalSat: "500000", days: 30 },
    output: { ref: "9QX2" },
    bad: { payee: address, perUseSat: "50000", totalSat: "500000", days: 0 },
  },
  "approvals.putAway": nothing,
  "approvals.revoke": { input: { ref: "9QX2" }, output: {}, bad: { ref: "9QX" } },

  "journal.page": {
    input: { beforeSeq: 100, limit: 50, filter: { group: "all", outcome: "all", text: "" } },
    output: {
      rows: [
        {
          seq: 3,
          hashHex,
          nodeName: "aurora",
          entry: {
            kind: "request",
            atMs: 3,
            requestId: "18446744073709551615",
            summary: aSummary,
            findings: [aFinding],
            outcome: { kind: "signed" },
            approvalRef: "7F3K",
            alerts: [{ tag: "force-close", subject: `${hashHex}:0`, detail: "A channel was closed by force." }],
          },
        },
        {
          seq: 2,
          hashHex,
          nodeName: null,
          entry: { kind: "routine", atMs: 2, class: "node-ecdh", signed: 37, refused: 0 },
        },
        {
          seq: 1,
          hashHex,
          nodeName: null,
          entry: { kind: "event", atMs: 1, event: "policy-changed", detail: "Preset: strict" },
        },
      ],
      total: 3,
      nextBeforeSeq: null,
    },
    bad: { limit: 50, filter: { group: "secrets", outcome: "all", text: "" } },
  },
  "journal.verify": {
    ...nothing,
    output: {
      ok: true,
      entries: 3,
      keptFromSeq: null,
      headHashHex: hashHex,
      seal: "valid",
      unsealed: 0,
      tookMs: 4,
    },
  },
  "journal.export": { input: { format: "csv" }, output: { saved: true }, bad: { format: "csv", path: "/tmp/x" } },
  "memory.export": { ...nothing, output: { saved: true } },
  "memory.import": { ...nothing, output: { imported: { channels: 2, amounts: 40, nonces: 0 } } },
};
