/** Another signer, started by a command of the user's: it finds what it needs in files named by the environment. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { sha256 } from "@noble/hashes/sha2.js";
import { createBase58check } from "@scure/base";
import type { PairingData } from "./messages";

export interface PeerNeeds {
  readonly masterKey: Uint8Array;
  readonly accounts: string;
  readonly network: "regtest";
  readonly pairing: PairingData;
}

/**
 * Runs `command` in a shell with BENCH_DIR, BENCH_HOST and BENCH_PORT set. The folder holds tls.cert, signer.macaroon,
 * accounts.json and master.tprv (the throw-away extended master key the requests belong to).
 */
export function startPeer(command: string, needs: PeerNeeds): { ended: Promise<never>; stop: () => Promise<void> } {
  const folder = mkdtempSync(path.join(tmpdir(), "countersign-bench-"));
  const write = (name: string, content: string | Uint8Array) =>
    writeFileSync(path.join(folder, name), content, { mode: 0o600 });
  write("tls.cert", needs.pairing.certificatePem);
  write("signer.macaroon", needs.pairing.macaroon);
  write("accounts.json", needs.accounts);
  write("master.tprv", extendedMasterKey(needs.masterKey));
  const child = spawn(command, {
    shell: true,
    detached: true,
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, BENCH_DIR: folder, BENCH_HOST: needs.pairing.host, BENCH_PORT: String(needs.pairing.port) },
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const ended = exited.then(() => Promise.reject(new Error("the other signer's command ended")));
  ended.catch(() => undefined);
  return {
    ended,
    stop: async () => {
      // The command and all it started are a process group of their own.
      if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGTERM");
      await exited;
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
    },
  };
}

/** BIP32: version(4) depth(1) parent(4) child(4) chain code(32) 00 key(32), with the version of test networks. */
function extendedMasterKey(masterKey: Uint8Array): string {
  const payload = Uint8Array.from([
    0x04,
    0x35,
    0x83,
    0x94,
    ...new Uint8Array(9),
    ...masterKey.subarray(32),
    0,
    ...masterKey.subarray(0, 32),
  ]);
  return createBase58check(sha256).encode(payload);
}
