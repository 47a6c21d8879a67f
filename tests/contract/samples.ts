/** For every call of the contract: an honest input, what a handler may answer, and an input of the wrong shape. */
import type { CallInput, CallName, CallOutput } from "../../preload/contract/types";
import { aSnapshot } from "../support/snapshots";

type Samples = {
  readonly [N in CallName]: {
    readonly input: CallInput<N>;
    readonly output: CallOutput<N>;
    /** Not an object at all where the call takes nothing. */
    readonly bad: unknown;
  };
};

const nothing = { input: {}, output: {}, bad: null } as const;

export const samples: Samples = {
  "app.snapshot": { ...nothing, output: aSnapshot() },
  "app.quit": nothing,
  "app.quitHeard": nothing,
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
    output: {
      draftId: "d",
      suggestedName: "node",
      host: "h",
      port: 10_019,
      portAssumed: false,
      certificate: null,
      macaroon: null,
      findings: [],
      canConnect: false,
    },
    bad: { text: "x".repeat(65_537) },
  },
  "pairing.confirm": {
    input: { draftId: "d", name: "node", port: 10_019, requestTimeoutMs: 5_000 },
    output: {},
    bad: { draftId: "d", name: "   ", port: 10_019, requestTimeoutMs: 5_000 },
  },
  "pairing.discard": nothing,
  "pairing.forget": nothing,
  "practice.start": nothing,
  "practice.stop": nothing,
  "link.retryNow": nothing,
  "link.pause": { input: { minutes: 15 }, output: {}, bad: { minutes: 0 } },
  "link.resume": nothing,
  "feed.page": { input: { limit: 50 }, output: { entries: [] }, bad: { limit: 1e9 } },
};
