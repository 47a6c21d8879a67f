/** What the main process would say about the guard: approvals, rules, journal, trust. */

import { presetConfig } from "../../../main/policy/presets";
import { trustSentences } from "../../../main/policy/trust";
import type {
  AlertView,
  ApprovalView,
  CallOutput,
  GuardView,
  JournalRow,
  ReplayReport,
  RequestSummaryView,
} from "../../../preload/contract/types";
import { aSummary } from "./fixtures";

const dayMs = 86_400_000;
const hashHex = "c19a07be33f20d1e5b48aa6097d1f2c4e8b3067d52f9a1ce40b77d8e61f3a295";
const fundingOutpoint = "84a1f07c3be2915d66c0aa8e4b17d2f39c5560e8d1f4b7a2390cde815f6a20c0:0";

const stranger = { scriptHex: "0014aabb", address: "bc1q9x4f6w0e3h8s5tla2mjuq7ndkz0ry4cv7k2d" };
const coldStorage = { scriptHex: "0014ccee", address: "bc1qf7l0w3c9d2k5x8e4tla6jur7nqcz0sy4p2mha" };

function aSendSummary(changes: Partial<RequestSummaryView> = {}): RequestSummaryView {
  return aSummary({
    class: "wallet-send",
    keyPath: "m/84'/0'/0'/0/118",
    amountSat: "1500000",
    feeSat: "1120",
    feeProof: "previous-transaction",
    feeRateSatPerVb: 5.02,
    inputCount: 2,
    inputs: [
      {
        outpoint: `${hashHex}:1`,
        amountSat: "3000000",
        proof: "previous-transaction",
        isSigned: true,
        keyPath: "m/84'/0'/0'/0/118",
      },
      {
        outpoint: `${"5b".repeat(32)}:0`,
        amountSat: "2714000",
        proof: "previous-transaction",
        isSigned: true,
        keyPath: "m/84'/0'/0'/1/210",
      },
    ],
    txid: hashHex,
    outpoint: `${hashHex}:1`,
    sighashType: 1,
    outputCount: 2,
    outputs: [
      {
        amountSat: "4212880",
        address: "bc1qm3v7w2h0s9d4k6x8e5tla2jur7nqcz0fy4p9ga",
        scriptHex: "0014ccdd",
        owner: "own-change",
        path: "m/84'/0'/0'/1/217",
      },
      { amountSat: "1500000", ...stranger, owner: "unknown", path: null },
    ],
    ...changes,
  });
}

/** A send to a stranger that waits; the node holds the line. */
export function anApproval(changes: Partial<ApprovalView> = {}): ApprovalView {
  const nowMs = Date.now();
  return {
    ref: "7F3K",
    network: "mainnet",
    nodeName: "aurora",
    intent: {
      kind: "send",
      payees: [{ scriptHex: stranger.scriptHex, amountSat: "1500000" }],
      totalSat: "1500000",
      feeSat: "1120",
      account: "84'/0'",
      sighashType: 1,
    },
    state: "waiting",
    createdAtMs: nowMs - 300,
    expiresAtMs: nowMs + 15 * 60_000,
    decidedAtMs: null,
    heldUntilMs: nowMs + 3_200,
    usedByTxid: null,
    origin: "asked",
    standing: null,
    summary: aSendSummary(),
    findings: [
      {
        tag: "policy-onchain-no-unknown-outputs",
        action: "ask",
        detail: "1 500 000 sat go to an address that is not on your list.",
      },
    ],
    payees: [{ ...stranger, allowlistLabel: null }],
    mayBeOpen: false,
    limits: [{ measure: "onchain-out", window: "day", limitSat: "5000000", afterSat: "1500000" }],
    ...changes,
  };
}

/** The same, after the node was told to repeat. */
export function aRepeatable(changes: Partial<ApprovalView> = {}): ApprovalView {
  const nowMs = Date.now();
  return anApproval({
    createdAtMs: nowMs - 130_000,
    expiresAtMs: nowMs + 15 * 60_000 - 130_000,
    heldUntilMs: null,
    ...changes,
  });
}

export function aWorryingSend(): ApprovalView {
  return aRepeatable({
    ref: "Q2WX",
    intent: {
      kind: "send",
      payees: [
        { scriptHex: stranger.scriptHex, amountSat: "40000" },
        { scriptHex: coldStorage.scriptHex, amountSat: "250000" },
      ],
      totalSat: "290000",
      feeSat: "31800",
      account: "84'/0'",
      sighashType: 1,
    },
    summary: aSendSummary({
      amountSat: "290000",
      feeSat: "31800",
      feeProof: "claimed",
      feeRateSatPerVb: 142.3,
      inputs: [
        {
          outpoint: `${hashHex}:1`,
          amountSat: "3000000",
          proof: "signature",
          isSigned: true,
          keyPath: "m/84'/0'/0'/0/118",
        },
        { outpoint: `${"5b".repeat(32)}:0`, amountSat: "21800", proof: "claimed", isSigned: false, keyPath: null },
      ],
      outputCount: 3,
      outputs: [
        { amountSat: "40000", ...stranger, owner: "unknown", path: null },
        { amountSat: "250000", ...coldStorage, owner: "unknown", path: null },
        {
          amountSat: "2700000",
          address: "bc1qm3v7w2h0s9d4k6x8e5tla2jur7nqcz0fy4p9ga",
          scriptHex: "0014ccdd",
          owner: "own-change",
          path: "m/84'/0'/0'/1/218",
        },
      ],
    }),
    payees: [
      { ...stranger, allowlistLabel: null },
      { ...coldStorage, allowlistLabel: "cold storage" },
    ],
    limits: [
      { measure: "onchain-out", window: "day", limitSat: "5000000", afterSat: "1790000" },
      { measure: "fees", window: "day", limitSat: "20000", afterSat: "33000" },
    ],
    findings: [
      { tag: "policy-onchain-fee-range", action: "ask", detail: "The fee is 31 800 sat, 11 % of what is sent." },
      { tag: "amount-proof", action: "warn", detail: "One input's amount is only the node's claim." },
    ],
  });
}

export function aChannelOpen(): ApprovalView {
  return aRepeatable({
    ref: "M4TC",
    intent: { kind: "open", outputType: "p2wsh", amountSat: "2000000", feeSat: "840" },
    summary: aSendSummary({
      class: "funding",
      amountSat: "2000000",
      feeSat: "840",
      outputs: [
        {
          amountSat: "2000000",
          address: "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080dmz9r2l4n3yqswl6vh",
          scriptHex: "0020aabb",
          owner: "channel",
          path: null,
        },
        {
          amountSat: "3713160",
          address: "bc1qm3v7w2h0s9d4k6x8e5tla2jur7nqcz0fy4p9ga",
          scriptHex: "0014ccdd",
          owner: "own-change",
          path: "m/86'/0'/0'/1/3",
        },
      ],
    }),
    payees: [],
    limits: [{ measure: "channel-opens", window: "week", limitSat: "10000000", afterSat: "6000000" }],
    findings: [{ tag: "channel-open", action: "ask", detail: "A new channel takes 2 000 000 sat of your wallet." }],
  });
}

export function aMessageApproval(): ApprovalView {
  return aRepeatable({
    ref: "K8PA",
    intent: { kind: "message", messageHashHex: hashHex, keyPath: "m/1017'/0'/6'/0/0", flags: "compact" },
    summary: aSummary({
      class: "user-message",
      kind: "signMessage",
      keyFamily: 6,
      keyIndex: 0,
      text: "I, aurora, log in to example.org at 2026-11-25T16:02:11Z, nonce 81f3",
    }),
    payees: [],
    limits: [],
    findings: [{ tag: "msg-user", action: "ask", detail: "The strict preset asks before a text is signed." }],
  });
}

export const aGrant = (): ApprovalView =>
  aRepeatable({ ref: "D9QH", state: "granted", decidedAtMs: Date.now() - 20_000 });

export const aStanding = (): ApprovalView =>
  anApproval({
    ref: "X7LM",
    state: "granted",
    origin: "standing",
    summary: null,
    heldUntilMs: null,
    nodeName: null,
    findings: [],
    limits: [],
    createdAtMs: Date.now() - 3 * dayMs,
    expiresAtMs: Date.now() + 27 * dayMs,
    intent: {
      kind: "send",
      payees: [{ scriptHex: coldStorage.scriptHex, amountSat: "500000" }],
      totalSat: "500000",
      feeSat: "2000",
      account: "84'/0'",
      sighashType: 1,
    },
    payees: [{ ...coldStorage, allowlistLabel: "cold storage" }],
    standing: { perUseSat: "500000", totalSat: "5000000", spentSat: "1350000" },
  });

export const someHistory = (): ApprovalView[] => [
  aRepeatable({ ref: "B3NV", state: "used", decidedAtMs: Date.now() - 3 * 3_600_000, usedByTxid: hashHex }),
  aRepeatable({ ref: "T5RE", state: "refused", decidedAtMs: Date.now() - dayMs }),
  aRepeatable({ ref: "W1ZC", state: "expired", decidedAtMs: null, createdAtMs: Date.now() - 2 * dayMs }),
];

const rule = (
  tag: string,
  area: string,
  title: string,
  why: string,
  standard: "off" | "warn" | "ask" | "block",
  strict: "off" | "warn" | "ask" | "block",
  choices: GuardView["rules"][number]["choices"] = ["off", "warn", "ask", "block"],
): GuardView["rules"][number] => ({
  tag,
  area,
  title,
  why,
  action: standard,
  byPreset: { blind: choices.length === 1 ? standard : "off", standard, strict },
  choices,
  isOverridden: false,
});

export function aGuard(changes: Partial<GuardView> = {}): GuardView {
  return {
    network: "mainnet",
    preset: "standard",
    rules: [
      rule(
        "path-pubkey-match",
        "keys",
        "The key belongs to this seed",
        "A mismatch means the node was made with another seed.",
        "block",
        "block",
        ["block"],
      ),
      rule(
        "policy-onchain-no-unknown-outputs",
        "wallet",
        "Money to somebody unknown",
        "Only you know whom you mean to pay.",
        "ask",
        "ask",
      ),
      rule(
        "policy-onchain-fee-range",
        "wallet",
        "A fee out of proportion",
        "A stolen node can burn money as fees, to a miner who is in on it.",
        "ask",
        "block",
      ),
      rule(
        "close-destination",
        "closing",
        "A close pays a stranger",
        "Your side of a channel should come home.",
        "ask",
        "block",
      ),
      rule(
        "amount-consistency",
        "keys",
        "One amount for each coin, ever",
        "Two claims about one coin are how a fee is hidden.",
        "block",
        "block",
        ["block"],
      ),
      rule(
        "msg-not-a-sighash",
        "messages",
        "A message that is a transaction in disguise",
        "Signing it moves coins nobody sees.",
        "block",
        "block",
        ["warn", "block"],
      ),
      rule(
        "msg-user",
        "messages",
        "A text signed by hand",
        "Some sites let people in by such a signature.",
        "warn",
        "ask",
      ),
      rule(
        "musig-family",
        "apps",
        "Joint signatures of unknown apps",
        "A secret can be worked out from them when the node chooses the numbers.",
        "ask",
        "block",
      ),
    ],
    limits: [
      {
        measure: "onchain-out",
        perTransactionSat: "2000000",
        hour: { limitSat: null, spentSat: "0" },
        day: { limitSat: "5000000", spentSat: "1500000" },
        week: { limitSat: "20000000", spentSat: "18100000" },
      },
      {
        measure: "fees",
        perTransactionSat: null,
        hour: { limitSat: null, spentSat: "0" },
        day: { limitSat: "20000", spentSat: "1120" },
        week: { limitSat: null, spentSat: "8410" },
      },
      {
        measure: "channel-opens",
        perTransactionSat: null,
        hour: { limitSat: null, spentSat: "0" },
        day: { limitSat: null, spentSat: "0" },
        week: { limitSat: null, spentSat: "4000000" },
      },
    ],
    allowlist: [
      { id: "a1", label: "cold storage", kind: "address", text: coldStorage.address },
      {
        id: "a2",
        label: "exchange",
        kind: "descriptor",
        text: "wpkh([a81c5f02/84h/0h/0h]xpub6CatWdiZiodmUeTDp8LT5or8nmbKNcuyvz7WyksVFkKB4RHwCD3XyuvPEbvqAQY3rAPshWcMLoP2fMFMKHPJ4ZeZXYVUhLv1VMrjPC7PW6V/0/*)#g7f3k2ad",
      },
    ],
    looseningDelayMs: dayMs,
    appFamilies: [99],
    pendingChange: null,
    ...changes,
  };
}

export function aReplay(changes: Partial<ReplayReport> = {}): ReplayReport {
  return {
    examined: 1_000,
    sinceMs: Date.now() - 22 * dayMs,
    blockedCount: 1,
    askedCount: 2,
    hits: [
      {
        seq: 812,
        atMs: Date.now() - dayMs,
        summary: aSendSummary(),
        tag: "policy-onchain-fee-range",
        detail: "The fee is 31 800 sat, 11 % of what is sent.",
        action: "block",
      },
      {
        seq: 640,
        atMs: Date.now() - 4 * dayMs,
        summary: aSummary({ class: "user-message", kind: "signMessage", text: "log in" }),
        tag: "msg-user",
        detail: "The strict preset asks before a text is signed.",
        action: "ask",
      },
      {
        seq: 55,
        atMs: Date.now() - 20 * dayMs,
        summary: aSummary({ class: "cooperative-close", amountSat: "812000", outpoint: fundingOutpoint }),
        tag: "close-destination",
        detail: "812 000 sat of the close go to an address that is not yours.",
        action: "ask",
      },
    ],
    isLooser: false,
    ...changes,
  };
}

export function someAlerts(): AlertView[] {
  return [
    {
      id: "4",
      atMs: Date.now() - 40 * 60_000,
      tag: "force-close",
      subject: fundingOutpoint,
      detail: "Channel 84a1f0…6a20c0:0, 1 850 000 sat of yours.",
    },
  ];
}

/** As the signer works it out for Standard, and one sentence that this window has no words for. */
export function aTrust(): CallOutput<"trust.read"> {
  const sentences = trustSentences({
    config: presetConfig("standard"),
    hasUsedMuSig2: false,
    channelCount: 12,
    isMemoryNew: false,
    pairing: { isMacaroonWide: false },
  });
  return {
    nodeName: "aurora",
    sentences: [...sentences, { tag: "an-unheard-of-sentence", level: "warn", values: { channels: 3 } }],
  };
}

export function someJournalRows(): JournalRow[] {
  const nowMs = Date.now();
  const base = { hashHex, nodeName: "aurora" };
  const request = (
    summary: RequestSummaryView,
    changes: Partial<Extract<JournalRow["entry"], { kind: "request" }>> = {},
  ): JournalRow["entry"] => ({
    kind: "request",
    atMs: nowMs,
    requestId: "40213",
    summary,
    findings: [],
    outcome: { kind: "signed" },
    approvalRef: null,
    alerts: [],
    ...changes,
  });
  const entries: JournalRow["entry"][] = [
    request(aSummary({ outpoint: fundingOutpoint, keyFamily: 0, keyIndex: 42 })),
    { kind: "routine", atMs: nowMs - 60_000, class: "node-ecdh", signed: 412, refused: 0 },
    request(aSendSummary(), { approvalRef: "7F3K", findings: anApproval().findings }),
    { kind: "event", atMs: nowMs - 90_000, event: "approval-granted", detail: "7F3K, send 1 500 000 sat" },
    request(aSummary({ class: "disguised-sighash", kind: "signMessage", keyFamily: 3, keyIndex: 0 }), {
      outcome: { kind: "denied", tag: "msg-not-a-sighash", reason: "The message is a transaction's pre-image." },
      findings: [{ tag: "msg-not-a-sighash", action: "block", detail: "The message is a transaction's pre-image." }],
    }),
    request(aSummary({ class: "own-commitment", outpoint: fundingOutpoint, channelOutpoint: fundingOutpoint }), {
      alerts: [{ tag: "force-close", subject: fundingOutpoint, detail: "1 850 000 sat of yours." }],
    }),
    { kind: "routine", atMs: nowMs - 150_000, class: "channel-update", signed: 3, refused: 1 },
    request(aSummary({ class: "user-message", kind: "signMessage", text: "hello" }), {
      findings: [{ tag: "msg-user", action: "warn", detail: "A text was signed by hand." }],
    }),
    { kind: "event", atMs: nowMs - 3_600_000, event: "rules-changed", detail: "preset strict -> standard" },
  ];
  return entries.map((entry, index) => ({
    ...base,
    seq: 12_304 - index,
    entry: { ...entry, atMs: nowMs - index * 37_000 },
  }));
}

export function aVerification(): CallOutput<"journal.verify"> {
  return {
    ok: true,
    entries: 12_304,
    keptFromSeq: null,
    headHashHex: hashHex,
    seal: "valid",
    unsealed: 0,
    tookMs: 1_240,
  };
}
