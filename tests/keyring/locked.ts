/** What holds with a locked keyring that nobody can unlock. */
import { describe, expect, test } from "vitest";
import { realKeychain } from "../support/secretService";

export function testLocked(): void {
  describe("with a locked Secret Service and nobody to unlock it", () => {
    test("writing is locked", async () => {
      await expect(realKeychain().write("seed", Uint8Array.of(1))).rejects.toMatchObject({ trouble: "locked" });
    });

    test("an entry that does not exist is none: the service answers that much while locked", async () => {
      expect(await realKeychain().read("seed")).toBeNull();
    });
  });
}
