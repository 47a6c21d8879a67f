/**
 * What the shell (Electron main thread or headless command) and the signer thread say to each other.
 *
 * Structured clone carries it. Keys cross once, as a SharedArrayBuffer: one copy, and wiping it wipes it for both.
 */
import type { LinkProtocol, LinkState } from "../link/linkState";
import type { WatchOnlyNode } from "../pairing/watchOnlyNode";
import type { FeedEntry, FeedTotals } from "../pipeline/feed";
import type { Network } from "../signer/network";
import type { GuardCalls, GuardEvents } from "./guardProtocol";

export interface ThreadCalls extends GuardCalls {
  /** Loads keys. `masterKey` is 64 bytes: BIP32 master secret key || chain code. */
  "keys.load": {
    input: { network: Network; masterKey: SharedArrayBuffer };
    output: { identityPubkeyHex: string; masterFingerprintHex: string; backend: "native" | "portable" };
  };
  "keys.wipe": { input: Record<string, never>; output: Record<string, never> };
  /** Dials and keeps dialling until stopped. Replaces a running link. */
  "link.start": { input: LinkTarget; output: Record<string, never> };
  "link.stop": { input: Record<string, never>; output: Record<string, never> };
  /** Ends a back-off wait now (network is back, machine woke up, user pressed retry). */
  "link.retryNow": { input: Record<string, never>; output: Record<string, never> };
  /** Until then every signing request is refused with [paused]; pongs go on. null resumes. */
  "link.pause": { input: { untilMs: number | null }; output: Record<string, never> };
  /** Newest first, at most `limit`, older than `beforeSeq` when given. */
  "feed.page": { input: { beforeSeq?: number | undefined; limit: number }; output: { entries: FeedEntry[] } };
  /** Pairings and settings live in the signer thread's database. */
  "nodes.list": { input: Record<string, never>; output: { nodes: WatchOnlyNode[] } };
  "nodes.save": { input: { node: WatchOnlyNode }; output: Record<string, never> };
  "nodes.forget": { input: { id: string }; output: Record<string, never> };
  "settings.read": { input: { key: string }; output: { json: string | null } };
  "settings.write": { input: { key: string; json: string }; output: Record<string, never> };
  diagnostics: { input: Record<string, never>; output: ThreadDiagnostics };
}

export type LinkTarget = CredentialsTarget & {
  /** The form of the stream to insist on; absent, it is found out. */
  readonly protocol?: LinkProtocol | undefined;
};

type CredentialsTarget =
  /** A paired node with its credentials in hand. */
  | { readonly source: "given"; readonly node: WatchOnlyNode; readonly macaroon: Uint8Array }
  /** Headless: both files are read anew at each attempt; an absent file is a reason to wait. */
  | {
      readonly source: "files";
      readonly node: Omit<WatchOnlyNode, "certificateDer">;
      readonly certificateFile: string;
      readonly macaroonFile: string;
    };

export interface ThreadDiagnostics {
  readonly backend: "native" | "portable" | null;
  readonly backendSelfTest: "passed" | "failed" | "not-run";
  readonly inFlight: number;
  readonly rssMb: number;
  readonly startedAtMs: number;
}

export interface ThreadEvents extends GuardEvents {
  "link.changed": { readonly link: LinkState; readonly pausedUntilMs: number | null };
  "feed.appended": { readonly entries: readonly FeedEntry[]; readonly totals: FeedTotals };
  /** The database could not be read, was kept under another name, and an empty one took its place. */
  "state.movedAside": { readonly file: string };
  /** One line for the local log, already redacted. */
  "log.line": { readonly level: "info" | "warn" | "error"; readonly text: string };
}

/** What a signer thread is started with. */
export interface ThreadStart {
  /** Folder with the .proto files. */
  readonly protoDir: string;
  /** SQLite file, or null to remember nothing. */
  readonly databaseFile: string | null;
  /** One Int32 that the thread counts up while its event loop runs. */
  readonly heartbeat: SharedArrayBuffer;
  /** "open": no rules, no journal. For measuring what the guard costs; never for a node with money. */
  readonly gate: "guarded" | "open";
}

/** How often the thread counts its heartbeat up. */
export const heartbeatEveryMs = 250;

export type ThreadCallName = keyof ThreadCalls;
export type ThreadEventName = keyof ThreadEvents;

export type ToThread =
  | { readonly call: ThreadCallName; readonly id: number; readonly input: unknown }
  /** End yourself, between two calls into native code: a thread that is ended inside one takes the process with it. */
  | { readonly leave: true };
export type FromThread =
  /** First of all: the thread stands, or why it cannot. */
  | { readonly ready: true }
  | { readonly ready: false; readonly code: string; readonly message: string }
  | { readonly reply: number; readonly ok: true; readonly output: unknown }
  | { readonly reply: number; readonly ok: false; readonly code: string; readonly message: string }
  | { readonly event: ThreadEventName; readonly payload: unknown };
