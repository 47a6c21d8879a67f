/** For every call of the contract: an honest input, what a handler may answer, and an input of the wrong shape. */
import type { CallInput, CallName, CallOutput } from "../../preload/contract/types";
import { aSnapshot } from "../support/snapshots";
import { guardSamples } from "./guardSamples";

type Samples = {
  readonly [N in CallName]: {
    readonly input: CallInput<N>;
    readonly output: CallOutput<N>;
    /** Not an object at all where the call takes nothing. */
    readonly bad: unknown;
  };
};

const aReview: CallOutput<"pairing.review"> = {
  draftId: "d",
  suggestedName: "node",
  host: "h",
  port: 10_019,
  portAssumed: false,
  otherAddresses: [],
  proxy: null,
  requestTimeoutMs: null,
  updates: null,
  certificate: null,
  macaroon: null,
  findings: [],
  canFetchCertificate: false,
  canConnect: false,
};

const aCertificate: CallOutput<"pairing.inspectCertificate">["pinned"] = {
  fingerprintHex: "ab".repeat(32),
  subject: "lnd",
  issuer: "lnd",
  notBeforeMs: 0,
  notAfterMs: 1,
  names: ["node.lan"],
};

const nothing = { input: {}, output: {}, bad: null } as const;

export const samples: Samples = {
  "app.snapshot": { ...nothing, output: aSnapshot() },
  "app.quit": nothing,
  "app.quitHeard": nothing,
  "app.renewPage": nothing,
  "app.diagnostics": { ...nothing, output: { rows: [{ label: "Version", value: "0.1.0" }] } },
  "settings.update": { input: { theme: "dark" }, output: {}, bad: { theme: "pink" } },
  "clipboard.copy": { input: { text: "02ab" }, output: {}, bad: { text: "" } },
  "help.open": { input: { page: "remote-signing" }, output: {}, bad: { page: "https://evil.example" } },
  "seed.generate": { input: { network: "regtest" }, output: {}, bad: { network: "simnet" } },
  "seed.restore": {
    input: { format: "aezeed", text: "abandon", passphrase: "", network: "regtest" },
    output: {},
    bad: { format: "aezeed", text: 7, passphrase: "", network: "regtest" },
  },
  "seed.discard": nothing,
  "seed.keep": {
    input: { passphrase: "correct horse", store: "keychain" },
    output: {},
    bad: { passphrase: "correct horse", store: "cloud" },
  },
  "backup.reveal": { input: { passphrase: "" }, output: { words: ["abandon"] }, bad: {} },
  "backup.hide": nothing,
  "backup.challenge": { ...nothing, output: { positions: [1, 24] } },
  "backup.check": {
    input: { words: [{ position: 1, word: "abandon" }] },
    output: { correct: true, wrongPositions: [] },
    bad: { words: [{ position: 25, word: "abandon" }] },
  },
  "keystore.retry": nothing,
  "keystore.lock": nothing,
  "keystore.unlock": { input: { passphrase: "x" }, output: {}, bad: { passphrase: "x".repeat(1_025) } },
  "keystore.changePassphrase": { input: { current: "a", next: "b" }, output: {}, bad: { current: "a" } },
  "keystore.saveAccounts": { ...nothing, output: { saved: true } },
  "keystore.erase": { input: { confirmation: "01020304" }, output: {}, bad: { confirmation: true } },
  "pairing.review": {
    input: { text: "lndconnect://h:10019" },
    output: aReview,
    bad: { text: "x".repeat(65_537) },
  },
  "pairing.reviewFiles": {
    input: { files: [{ name: "tls.cert", bytes: Uint8Array.of(0x30) }], text: "node.lan" },
    output: aReview,
    bad: { files: [{ name: "tls.cert", bytes: "/etc/passwd" }], text: "" },
  },
  "pairing.reviewLink": { ...nothing, output: aReview },
  "pairing.fetchCertificate": {
    input: { draftId: "d", port: 10_019, proxy: { host: "127.0.0.1", port: 9_050 } },
    output: aReview,
    bad: { draftId: "d", port: 0 },
  },
  "pairing.confirm": {
    input: {
      draftId: "d",
      name: "node",
      port: 10_019,
      requestTimeoutMs: 5_000,
      proxy: null,
      accepted: ["certificate-unproven"],
      limitDays: 90,
    },
    output: {},
    bad: { draftId: "d", name: "   ", port: 10_019, requestTimeoutMs: 5_000 },
  },
  "pairing.inspectCertificate": {
    ...nothing,
    output: { pinned: aCertificate, presented: aCertificate, address: "node.lan:10019" },
  },
  "pairing.acceptCertificate": {
    input: { fingerprintHex: "ab".repeat(32) },
    output: {},
    bad: { fingerprintHex: "ab" },
  },
  "pairing.discard": nothing,
  "pairing.forget": nothing,
  ...guardSamples,
  "kit.view": { ...nothing, output: { kit: null } },
  "kit.prepare": {
    input: { host: "node.lan", requestTimeoutMs: 5_000 },
    output: {
      kit: {
        address: "h:10019",
        requestTimeoutMs: 5_000,
        guide: { title: "t", lead: "l", steps: [] },
        rootKey: "unseen",
      },
    },
    bad: { host: "  ", requestTimeoutMs: 5_000 },
  },
  "kit.revealRootKey": { ...nothing, output: { rootKeyHex: "ab".repeat(32) } },
  "kit.copyRootKey": { ...nothing, output: { clearsAfterMs: 60_000 } },
  "kit.forgetRootKey": nothing,
  "kit.review": { ...nothing, output: aReview },
  "kit.discard": nothing,
  "kit.save": { ...nothing, output: { saved: true } },
  "guide.read": {
    input: { guide: "migration", host: "node.lan", requestTimeoutMs: 5_000 },
    output: { guide: { title: "t", lead: "l", steps: [] } },
    bad: { guide: "new-node", host: "node.lan", requestTimeoutMs: 5_000 },
  },
  "guide.save": {
    input: { guide: "retire-node", host: "node.lan", requestTimeoutMs: 5_000 },
    output: { saved: false },
    bad: { guide: "retire-node", host: "node.lan", requestTimeoutMs: 999 },
  },
  "migration.preflight": {
    input: { accounts: Uint8Array.of(123, 125), nodePubkeyHex: "" },
    output: {
      verdict: "mismatch",
      text: "t",
      matching: 0,
      expected: 259,
      problems: [{ tag: "account-missing", path: "m/84'/0'/0'", text: "t" }],
      furtherProblems: 258,
      notes: [],
    },
    bad: { accounts: new Uint8Array(2_000_001), nodePubkeyHex: "" },
  },
  "conf.check": {
    input: { text: "remotesigner.enable=true", host: "", requestTimeoutMs: 5_000 },
    output: { findings: [{ level: "warn", tag: "given-twice", line: 3, text: "t", corrected: null }] },
    bad: { text: "x".repeat(65_537), host: "", requestTimeoutMs: 5_000 },
  },
  "practice.start": nothing,
  "practice.stop": nothing,
  "link.retryNow": nothing,
  "link.pause": { input: { minutes: 15 }, output: {}, bad: { minutes: 0 } },
  "link.resume": nothing,
  "feed.page": { input: { limit: 50 }, output: { entries: [] }, bad: { limit: 1e9 } },
};
