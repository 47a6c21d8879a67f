/** What holds without any Secret Service, and with one that does not answer. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { realKeychain, startStandIn } from "../support/secretService";

export function testNone(): void {
  describe("without a Secret Service", () => {
    let standIn: Awaited<ReturnType<typeof startStandIn>> | undefined;
    afterEach(async () => {
      vi.unstubAllEnvs();
      await standIn?.stop();
    });

    test("everything is absent, and nothing falls back to the kernel keyring", async () => {
      const keychain = realKeychain();
      await expect(keychain.write("seed", Uint8Array.of(1))).rejects.toMatchObject({ trouble: "absent" });
      await expect(keychain.read("seed")).rejects.toMatchObject({ trouble: "absent" });
      await expect(keychain.remove("seed")).rejects.toMatchObject({ trouble: "absent" });
    });

    test("without a session bus it is absent as well", async () => {
      vi.stubEnv("DBUS_SESSION_BUS_ADDRESS", undefined);
      await expect(realKeychain().read("seed")).rejects.toMatchObject({
        trouble: "absent",
        cause: { message: expect.stringMatching(/DBUS_SESSION_BUS_ADDRESS|socket/) },
      });
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
  });
}
