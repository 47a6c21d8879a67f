/** A signer with a throw-away seed in memory, as the commands that need one start it: the real thread, no window. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { defaultRequestTimeoutMs } from "../../main/pairing/watchOnlyNode";
import type { PracticePairing } from "../../main/practice/practiceNode";
import { accountsJson, watchOnlyAccounts } from "../../main/signer/accounts";
import type { Network } from "../../main/signer/network";
import { ThreadHost } from "../../main/thread/host";
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

/** Starts the signer thread with these keys and dials the node. */
export async function startSigner(
  masterKey: Uint8Array,
  network: Network,
  pairing: NodePairing,
  requestTimeoutMs = defaultRequestTimeoutMs,
): Promise<ThreadHost> {
  const host = new ThreadHost();
  await host.start({ threadFile: path.join(root, "dist/main/thread.cjs"), protoDir, databaseFile: null });
  await loadKeys(host, masterKey, network);
  await host.call("link.start", linkTarget(pairing, network, requestTimeoutMs));
  return host;
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
