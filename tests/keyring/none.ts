/** What holds without any Secret Service, and with one that does not answer. */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { OsKeychain } from "../../main/keystore/osKeychain";
import { memoryKeychain } from "../support/memoryKeychain";
import { realKeychain, startStandIn } from "../support/secretService";

export function testNone(): void {
  describe("without a Secret Service", () => {
    let standIn: Awaited<ReturnType<typeof startStandIn>> | undefined;
    afterEach(() => standIn?.stop());

    test("everything is absent, and nothing falls back to the kernel keyring", async () => {
      const keychain = realKeychain();
      await expect(keychain.write("seed", Uint8Array.of(1))).rejects.toMatchObject({ trouble: "absent" });
      await expect(keychain.read("seed")).rejects.toMatchObject({ trouble: "absent" });
      await expect(keychain.remove("seed")).rejects.toMatchObject({ trouble: "absent" });
    });

    test("without a session bus it is absent as well", async () => {
      // In a process of its own: the native client remembers the bus it found first.
      const script = `const { AsyncEntry } = require("@napi-rs/keyring");
        (async () => new AsyncEntry("s", "a", { linux: { store: "secret-service" } }).getSecret())()
          .then(() => "answered", (error) => error.message).then(console.log);`;
      const { DBUS_SESSION_BUS_ADDRESS: _address, ...env } = process.env;
      const text = execFileSync(process.execPath, ["-e", script], { env, encoding: "utf8" });
      expect(text).toMatch(/DBUS_SESSION_BUS_ADDRESS|socket/);
      const keychain = memoryKeychain();
      keychain.failure = new Error(text);
      const store = new OsKeychain({ AsyncEntry: keychain.AsyncEntry, service: "s", profileId: "p" });
      await expect(store.read("seed")).rejects.toMatchObject({ trouble: "absent" });
    });

    test("a service that never answers is hanging", async () => {
      standIn = await startStandIn("silent");
      await expect(realKeychain().read("seed")).rejects.toMatchObject({ trouble: "hanging" });
    });

    test("an unlock prompt that nobody answers is hanging, and the process goes on", async () => {
      standIn = await startStandIn("prompting");
      const started = performance.now();
      await expect(realKeychain({ timeoutMs: 700 }).read("seed")).rejects.toMatchObject({ trouble: "hanging" });
      expect(performance.now() - started).toBeLessThan(1_500);
    });

    test("a process that is told to stop while a prompt waits ends at once", async () => {
      standIn = await startStandIn("prompting");
      const folder = mkdtempSync(path.join(tmpdir(), "countersign-prompt-"));
      const file = path.join(folder, "profile.json");
      writeFileSync(file, '{"version":1,"id":"0011223344556677","store":"keychain"}');
      const child = spawn(process.execPath, ["dist/main/headless.cjs", "run", "--profile", folder], { stdio: "pipe" });
      await once(child.stdout, "data");
      child.kill("SIGTERM");
      const started = performance.now();
      await once(child, "exit");
      expect(performance.now() - started).toBeLessThan(3_000);
      rmSync(folder, { recursive: true });
    });
  });
}
