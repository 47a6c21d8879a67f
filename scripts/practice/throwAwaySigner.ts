/** A signer with a throw-away seed in memory, as the commands that need one start it: the real thread, no window. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { defaultRequestTimeoutMs } from "../../main/pairing/watchOnlyNode";
import type { PracticePairing } from "../../main/practice/practiceNode";
import { accountsJson, watchOnlyAccounts } from "../../main/signer/accounts";
import type { Network } from "../../main/signer/network";
import { ThreadHost, type ThreadHostOptions } from "../../main/thread/host";
import { openCurve } from "../../main/thread/nativeCurve";
import type { LinkTarget } from "../../main/thread/protocol";

/** The commands run as dist/scripts/NAME.cjs. */
export const root = path.resolve(__dirname, "../..");
export const protoDir = path.join(root, "proto");

/** A fresh BIP32 master secret key (32) || chain code (32), with what a watch-only node needs of it. */
export function throwAwayKeys(network: Network): { masterKey: Uint8Array; accounts: string } {
  const { curve } = openCurve();
  let masterKey = new Uint8Array(randomBytes(64));
  while (!curve.isValidSecretKey(masterKey.subarray(0, 32))) masterKey = new Uint8Array(randomBytes(64));
  return { masterKey, accounts: accountsJson(watchOnlyAccounts({ curve, network, masterKey })) };
}

export interface SignerOptions {
  readonly requestTimeoutMs?: number;
  /** SQLite file; it remembers nothing without one. */
  readonly databaseFile?: string;
  readonly gate?: ThreadHostOptions["gate"];
}

/** Starts the signer thread with these keys and dials the node. Somebody is there who approves whatever is asked. */
export async function startSigner(
  masterKey: Uint8Array,
  network: Network,
  pairing: NodePairing,
  { requestTimeoutMs = defaultRequestTimeoutMs, databaseFile, gate = "guarded" }: SignerOptions = {},
): Promise<ThreadHost> {
  const host = new ThreadHost();
  const threadFile = path.join(root, "dist/main/thread.cjs");
  await host.start({ threadFile, protoDir, databaseFile: databaseFile ?? null, gate });
  approveWhateverIsAsked(host);
  await loadKeys(host, masterKey, network);
  await host.call("link.start", linkTarget(pairing, network, requestTimeoutMs));
  return host;
}

/** A person who says yes to everything, for traffic that is known to be honest. */
function approveWhateverIsAsked(host: ThreadHost): void {
  const decided = new Set<string>();
  host.on("approvals.changed", ({ views }) => {
    for (const { record } of views) {
      // References come again once a card is over.
      const card = `${record.ref} ${record.createdAtMs}`;
      if (record.state !== "waiting" || decided.has(card)) continue;
      decided.add(card);
      // A thread that ends meanwhile has nobody to answer.
      host.call("approvals.decide", { ref: record.ref, decision: "approve" }).catch(() => undefined);
    }
  });
}

/** What a signer has to know about a node to dial it. */
export type NodePairing = Pick<PracticePairing, "host" | "port" | "certificateDer" | "macaroon">;

export async function loadKeys(host: ThreadHost, masterKey: Uint8Array, network: Network): Promise<void> {
  const shared = new SharedArrayBuffer(masterKey.length);
  new Uint8Array(shared).set(masterKey);
  await host.call("keys.load", { network, masterKey: shared });
}

export function linkTarget(pairing: NodePairing, network: Network, requestTimeoutMs: number): LinkTarget {
  return {
    source: "given",
    node: {
      id: "practice",
      name: "Practice node",
      addresses: [{ host: pairing.host, port: pairing.port }],
      certificateDer: pairing.certificateDer,
      network,
      requestTimeoutMs,
      pairedAtMs: Date.now(),
    },
    macaroon: pairing.macaroon,
  };
}
