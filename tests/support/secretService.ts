/** For tests that run under scripts/with-keyring.sh: which Secret Service there is, and entries in it of the test's own. */
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import path from "node:path";
import { AsyncEntry } from "@napi-rs/keyring";
import { OsKeychain } from "../../main/keystore/osKeychain";

export type KeyringMode = "unlocked" | "locked" | "none";

/** The mode this run is for. Outside of such a session everybody's own keyring would be used. */
export function keyringMode(): KeyringMode {
  const { KEYRING: mode } = process.env;
  if (mode === "unlocked" || mode === "locked" || mode === "none") return mode;
  throw new Error(
    "run these tests with: KEYRING=unlocked|locked|none scripts/with-keyring.sh npx vitest run --project keyring",
  );
}

export interface KeychainOptions {
  readonly profileId?: string;
  readonly timeoutMs?: number;
}

/** A keychain over the real native module. */
export function realKeychain({
  profileId = randomBytes(8).toString("hex"),
  timeoutMs,
}: KeychainOptions = {}): OsKeychain {
  return new OsKeychain({
    AsyncEntry,
    service: "Countersign tests",
    profileId,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
}

/** Locks the login keyring, as a screen lock or a logout does. */
export function lockLoginKeyring(): void {
  const collection = "/org/freedesktop/secrets/collection/login";
  const method = "org.freedesktop.Secret.Service.Lock";
  const call = ["call", "--session", "-d", "org.freedesktop.secrets", "-o", "/org/freedesktop/secrets", "-m", method];
  const answer = execFileSync("gdbus", [...call, `['${collection}']`], { encoding: "utf8" });
  if (!answer.includes(collection)) throw new Error(`the keyring was not locked: ${answer}`);
}

/** A Secret Service that does not do its work: see secretServiceStandIn.mjs. Only where there is no real one. */
export async function startStandIn(mode: "silent" | "prompting"): Promise<{ stop(): Promise<void> }> {
  const child = spawn(process.execPath, [path.resolve("tests/support/secretServiceStandIn.mjs"), mode], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), exited]);
  return {
    async stop() {
      child.kill();
      await exited;
    },
  };
}
