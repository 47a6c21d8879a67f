/**
 * The whole surface between the window and the main process: input and output of every call, payload of every event.
 *
 * Strict objects only. Amounts are decimal strings, bytes lower-case hex. No call returns a seed, private key,
 * macaroon or shared key; `backup.reveal` is the one exception and needs a fresh unlock.
 */
import { z } from "zod";
import { approvalCalls, approvalEvents } from "./approvals";
import { feedEntrySchema, feedTotalsSchema } from "./feed";
import { guardCalls, guardSummarySchema } from "./guard";
import { journalCalls } from "./journal";
import { kitCalls } from "./kit";
import { count, hex, networkSchema, nothing } from "./values";

const port = z.number().int().min(1).max(65_535);
const passphrase = z.string().max(1024);
const seedText = z.string().max(4096);
const fileBytes = z.instanceof(Uint8Array).refine((bytes) => bytes.length > 0 && bytes.length <= 12 * 1024 * 1024);

/** How the seed came to be; only a new or restored aezeed has words this app can show. */
const seedOriginSchema = z.enum(["new-aezeed", "aezeed", "bip39", "extended-key", "practice"]);

export const keystoreViewSchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("checking") }),
  z.strictObject({
    state: z.literal("trouble"),
    trouble: z.enum(["absent", "locked", "hanging", "failed", "lost"]),
    detail: z.string(),
  }),
  z.strictObject({ state: z.literal("empty") }),
  /** A seed draft was made or restored and waits for `seed.keep`. */
  z.strictObject({
    state: z.literal("draft"),
    origin: seedOriginSchema,
    network: networkSchema,
    identityPubkeyHex: hex,
    masterFingerprintHex: hex,
    birthdayMs: z.number().nullable(),
  }),
  /** A seed is there and needs its passphrase; without one it was locked, and waits for the unlock alone. */
  z.strictObject({
    state: z.literal("sealed"),
    network: networkSchema,
    store: z.enum(["keychain", "file"]),
    hasPassphrase: z.boolean(),
  }),
  z.strictObject({
    state: z.literal("open"),
    origin: seedOriginSchema,
    network: networkSchema,
    store: z.enum(["keychain", "file", "memory"]),
    hasPassphrase: z.boolean(),
    /** "none": there are no words to check (extended key, practice). */
    backup: z.enum(["unchecked", "checked", "none"]),
    backupCheckedAtMs: z.number().nullable(),
    identityPubkeyHex: hex,
    masterFingerprintHex: hex,
    birthdayMs: z.number().nullable(),
  }),
]);

export const linkCauseSchema = z.enum([
  "refused-connection",
  "unreachable",
  "host-not-found",
  "proxy-failed",
  "certificate-mismatch",
  "certificate-dates",
  "tls-failed",
  "macaroon-refused",
  "macaroon-unknown-root-key",
  "macaroon-expired",
  "another-signer-connected",
  "wrong-port",
  "handshake-timeout",
  "handshake-refused",
  "node-starting",
  "node-stopping",
  "connection-lost",
  "credentials-missing",
  "unknown",
]);

export const linkViewSchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("offline") }),
  z.strictObject({ state: z.literal("connecting"), attempt: count, address: z.string() }),
  z.strictObject({ state: z.literal("handshaking"), attempt: count, address: z.string() }),
  z.strictObject({
    state: z.literal("online"),
    sinceMs: z.number(),
    address: z.string(),
    protocol: z.enum(["watchonlyrpc", "walletrpc"]),
  }),
  z.strictObject({
    state: z.literal("backing-off"),
    attempt: count,
    failure: z.strictObject({ cause: linkCauseSchema, detail: z.string() }),
    retryAtMs: z.number(),
  }),
]);

export const certificateViewSchema = z.strictObject({
  /** SHA-256 over the DER form. */
  fingerprintHex: hex,
  subject: z.string(),
  issuer: z.string(),
  notBeforeMs: z.number(),
  notAfterMs: z.number(),
  /** Names and addresses the certificate is made out to. */
  names: z.array(z.string()),
});

const macaroonPermissionSchema = z.strictObject({ entity: z.string(), action: z.string() });

export const macaroonViewSchema = z.strictObject({
  permissions: z.array(macaroonPermissionSchema),
  caveats: z.array(z.string()),
  /** The earliest end its time caveats set; null without one that can be read. */
  expiresAtMs: z.number().nullable(),
  rootKeyId: z.string(),
  location: z.string(),
});

export const findingSchema = z.strictObject({
  level: z.enum(["ok", "info", "warn", "block"]),
  /** Stable tag, e.g. `port-is-general-rpc`. */
  tag: z.string(),
  /** What is the matter and what to do, in words. */
  message: z.string(),
  /** `pairing.confirm` must name this tag in `accepted`. */
  consent: z.literal(true).optional(),
});

/** A SOCKS5 proxy, without user name or password. */
const proxySchema = z.strictObject({ host: z.string().min(1).max(253), port });

export const pairingReviewSchema = z.strictObject({
  draftId: z.string(),
  suggestedName: z.string(),
  host: z.string(),
  port: count,
  /** The text named no port and lnd's default for signers is proposed. */
  portAssumed: z.boolean(),
  /** Tried in this order after host and port. */
  otherAddresses: z.array(z.string()),
  proxy: proxySchema.nullable(),
  /** The node's request timeout as far as it is known. */
  requestTimeoutMs: z.number().nullable(),
  /** Name of the paired node that these credentials are for; null for a first pairing. */
  updates: z.string().nullable(),
  certificate: certificateViewSchema.nullable(),
  macaroon: macaroonViewSchema.nullable(),
  findings: z.array(findingSchema),
  /** Only the certificate is missing: `pairing.fetchCertificate` may ask the node for it. */
  canFetchCertificate: z.boolean(),
  canConnect: z.boolean(),
});

export const pairedNodeViewSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  address: z.string(),
  network: networkSchema,
  requestTimeoutMs: count,
  pairedAtMs: z.number(),
  certificate: certificateViewSchema,
  macaroon: macaroonViewSchema.nullable(),
});

export const settingsSchema = z.strictObject({
  theme: z.enum(["system", "light", "dark"]),
  /** Keep answering the node while the window is locked. Off: locking wipes the keys from memory. */
  signWhileLocked: z.boolean(),
  openAtLogin: z.boolean(),
  /** Keep the computer from going to sleep by itself while a node is connected. */
  keepAwake: z.boolean(),
  /** The system hands lndconnect: and countersign: links to this app. */
  openPairingLinks: z.boolean(),
  /** Unit amounts are shown in. */
  amountUnit: z.enum(["sat", "btc"]),
});

/** Everything but the feed: small, sent whole at every change. */
export const appSnapshotSchema = z.strictObject({
  version: z.string(),
  banners: z.array(z.enum(["no-browser-sandbox", "development-runtime", "no-tray"])),
  /** Where a database went that could not be read; an empty one took its place. */
  movedAsideFile: z.string().nullable(),
  settings: settingsSchema,
  windowLocked: z.boolean(),
  keystore: keystoreViewSchema,
  /** The practice node is running and the keys are a throw-away set in memory. */
  practice: z.boolean(),
  node: pairedNodeViewSchema.nullable(),
  link: linkViewSchema,
  pausedUntilMs: z.number().nullable(),
  /** A pairing link was opened and waits for `pairing.reviewLink` or `pairing.discard`. */
  pairingLinkWaits: z.boolean(),
  totals: feedTotalsSchema,
  guard: guardSummarySchema,
  curveBackend: z.enum(["native", "portable"]).nullable(),
});

const diagnosticsSchema = z.strictObject({
  rows: z.array(z.strictObject({ label: z.string(), value: z.string() })),
});

/** Input and output of every call. */
export const calls = {
  "app.snapshot": { input: nothing, output: appSnapshotSchema },
  /** Ends the process; the window asks the person first. */
  "app.quit": { input: nothing, output: nothing },
  /** The window shows the question of `quit.asked`. Without this within 3 s the main process asks by itself. */
  "app.quitHeard": { input: nothing, output: nothing },
  /**
   * Words or a seed were shown or typed, and the person went on: the page is loaded anew in a process of its own, and
   * the memory of the old one goes with it. Does not return, unless that failed.
   */
  "app.renewPage": { input: nothing, output: nothing },
  "app.diagnostics": { input: nothing, output: diagnosticsSchema },
  "settings.update": { input: settingsSchema.partial(), output: nothing },
  "clipboard.copy": { input: z.strictObject({ text: z.string().min(1).max(16_384) }), output: nothing },
  /** Opens one of our own pages, by key, in the system's browser. */
  "help.open": { input: z.strictObject({ page: z.enum(["remote-signing"]) }), output: nothing },

  "seed.generate": { input: z.strictObject({ network: networkSchema }), output: nothing },
  "seed.restore": {
    input: z.strictObject({
      format: z.enum(["aezeed", "bip39", "extended-key"]),
      text: seedText,
      passphrase,
      network: networkSchema,
    }),
    output: nothing,
  },
  "seed.discard": { input: nothing, output: nothing },
  /** Puts the draft to rest. An empty passphrase means none; the file store requires one. */
  "seed.keep": { input: z.strictObject({ passphrase, store: z.enum(["keychain", "file"]) }), output: nothing },

  /** Needs the passphrase again if there is one. Until the backup was checked; afterwards the words are gone. */
  "backup.reveal": { input: z.strictObject({ passphrase }), output: z.strictObject({ words: z.array(z.string()) }) },
  /** The words are no longer on the screen. */
  "backup.hide": { input: nothing, output: nothing },
  /** Positions (from 1) of the words to type. */
  "backup.challenge": {
    input: nothing,
    output: z.strictObject({ positions: z.array(z.number().int().min(1).max(24)) }),
  },
  "backup.check": {
    input: z.strictObject({
      words: z.array(z.strictObject({ position: z.number().int().min(1).max(24), word: z.string().max(64) })).max(24),
    }),
    output: z.strictObject({ correct: z.boolean(), wrongPositions: z.array(z.number()) }),
  },

  "keystore.retry": { input: nothing, output: nothing },
  /** Locks the window; wipes the keys too unless settings.signWhileLocked. */
  "keystore.lock": { input: nothing, output: nothing },
  "keystore.unlock": { input: z.strictObject({ passphrase }), output: nothing },
  "keystore.changePassphrase": { input: z.strictObject({ current: passphrase, next: passphrase }), output: nothing },
  /** Saves the watch-only accounts through a dialog of the main process. */
  "keystore.saveAccounts": { input: nothing, output: z.strictObject({ saved: z.boolean() }) },
  /**
   * Removes seed, pairings and macaroons from this computer. `confirmation` must be the master fingerprint of an open
   * seed; ERASE for one that is sealed or lost.
   */
  "keystore.erase": { input: z.strictObject({ confirmation: z.string().max(64) }), output: nothing },

  /** Reads a pasted text. Nothing connects; the draft waits in the main process. */
  "pairing.review": { input: z.strictObject({ text: z.string().max(65_536) }), output: pairingReviewSchema },
  /** Files as bytes, never as paths, and beside them host and port, a connection string, or nothing. */
  "pairing.reviewFiles": {
    input: z.strictObject({
      files: z
        .array(z.strictObject({ name: z.string().max(255), bytes: fileBytes }))
        .min(1)
        .max(8),
      text: z.string().max(65_536),
    }),
    output: pairingReviewSchema,
  },
  /** The link that waits, as a draft like any other. */
  "pairing.reviewLink": { input: nothing, output: pairingReviewSchema },
  /** Asks the node of a draft without certificate to show its own: a TLS handshake and nothing else. */
  "pairing.fetchCertificate": {
    input: z.strictObject({ draftId: z.string().max(64), port, proxy: proxySchema.nullable().default(null) }),
    output: pairingReviewSchema,
  },
  /** Connects. With a node paired already, the new credentials must work before they take the place of the old. */
  "pairing.confirm": {
    input: z.strictObject({
      draftId: z.string().max(64),
      name: z.string().trim().min(1).max(40),
      port,
      requestTimeoutMs: z.number().int().min(1_000).max(600_000),
      /** Null: onion services through Tor's usual port, everything else directly. */
      proxy: proxySchema.nullable().default(null),
      /** Tags of the findings with `consent` that the person agreed to. */
      accepted: z.array(z.string().max(64)).max(16).default([]),
      /** Adds an end to the macaroon, this many days from now, before it is kept. */
      limitDays: z.number().int().min(1).max(3_650).nullable().default(null),
    }),
    output: nothing,
  },
  /** The certificate of the paired node beside the one it shows now. */
  "pairing.inspectCertificate": {
    input: nothing,
    output: z.strictObject({ pinned: certificateViewSchema, presented: certificateViewSchema, address: z.string() }),
  },
  /** Pins the certificate that was inspected last, and no other, and connects. */
  "pairing.acceptCertificate": {
    input: z.strictObject({ fingerprintHex: hex.length(64) }),
    output: nothing,
  },
  "pairing.discard": { input: nothing, output: nothing },
  "pairing.forget": { input: nothing, output: nothing },

  ...guardCalls,
  ...approvalCalls,
  ...journalCalls,

  ...kitCalls,
  /** The waiting kit as a pairing that lacks only its certificate. */
  "kit.review": { input: nothing, output: pairingReviewSchema },

  "practice.start": { input: nothing, output: nothing },
  "practice.stop": { input: nothing, output: nothing },

  "link.retryNow": { input: nothing, output: nothing },
  "link.pause": { input: z.strictObject({ minutes: z.number().int().min(1).max(1_440) }), output: nothing },
  "link.resume": { input: nothing, output: nothing },

  "feed.page": {
    input: z.strictObject({ beforeSeq: count.optional(), limit: z.number().int().min(1).max(200) }),
    output: z.strictObject({ entries: z.array(feedEntrySchema) }),
  },
} as const;

/** Payload of every event. `seq` counts per event name; a gap means: read the snapshot or page again. */
export const events = {
  "app.changed": z.strictObject({ seq: count, snapshot: appSnapshotSchema }),
  "feed.appended": z.strictObject({ seq: count, entries: z.array(feedEntrySchema) }),
  ...approvalEvents,
  /** Somebody wants to quit (tray, menu, shortcut); the window asks whether that is meant. */
  "quit.asked": z.strictObject({ seq: count }),
} as const;
