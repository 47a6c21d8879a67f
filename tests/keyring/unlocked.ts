/** What holds with an unlocked keyring. */
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { Keystore } from "../../main/keystore/keystore";
import type { StoreKind } from "../../main/keystore/keystoreState";
import type { SecretStore } from "../../main/keystore/secretStore";
import { MemoryStore } from "../support/memoryStore";
import { lockLoginKeyring, realKeychain } from "../support/secretService";
import { aSeedRecord, quickScrypt } from "../support/seedRecords";

const passphrase = "correct horse";

function keystoreOver(keychain: SecretStore, note: { store: StoreKind | null }): Keystore {
  return new Keystore({
    stores: { keychain, file: new MemoryStore("file") },
    note: {
      get store() {
        return note.store;
      },
      recordStore: async (store) => {
        note.store = store;
      },
    },
    identify: () => ({ identityPubkeyHex: "02", masterFingerprintHex: "0a1b2c3d" }),
    nowMs: Date.now,
    monotonicMs: () => performance.now(),
    onChange: () => undefined,
    scryptCost: quickScrypt,
  });
}

function lookup(account: string): Buffer {
  return execFileSync("secret-tool", ["lookup", "service", "Countersign tests", "username", account]);
}

export function testUnlocked(): void {
  describe("with an unlocked Secret Service", () => {
    test("entries come back byte for byte, are replaced, and go", async () => {
      const keychain = realKeychain();
      expect(await keychain.read("seed")).toBeNull();
      const everyByte = Uint8Array.from({ length: 256 }, (_, index) => index);
      await keychain.write("seed", everyByte);
      expect(await keychain.read("seed")).toEqual(everyByte);
      await keychain.write("seed", Uint8Array.of(0));
      expect(await keychain.read("seed")).toEqual(Uint8Array.of(0));
      await keychain.remove("seed");
      expect(await keychain.read("seed")).toBeNull();
      await keychain.remove("seed");
    });

    test("entries are in the Secret Service itself, where other tools find them", async () => {
      const profileId = randomBytes(8).toString("hex");
      await realKeychain({ profileId }).write("seed", new TextEncoder().encode("readable"));
      expect(lookup(`seed.${profileId}`).toString()).toBe("readable");
    });

    test("two profiles do not see each other's entries", async () => {
      const [one, other] = [realKeychain(), realKeychain()];
      await one.write("seed", Uint8Array.of(1));
      expect(await other.read("seed")).toBeNull();
    });

    test("a seed survives the end of the program, with and without a passphrase", async () => {
      for (const typed of ["", passphrase]) {
        const profileId = randomBytes(8).toString("hex");
        const note = { store: null };
        const before = keystoreOver(realKeychain({ profileId }), note);
        await before.load();
        expect(before.state).toEqual({ state: "empty" });
        await before.putDraft(aSeedRecord());
        await before.keep(typed, "keychain");

        const after = keystoreOver(realKeychain({ profileId }), note);
        await after.load();
        expect(after.state.state).toBe(typed === "" ? "open" : "sealed");
        await after.unlock(typed);
        expect([...new Uint8Array(after.keys().masterKey)]).toEqual([...aSeedRecord().masterKey]);
      }
    });

    test("behind a passphrase the keychain holds nothing of the seed in the clear", async () => {
      const profileId = randomBytes(8).toString("hex");
      const keystore = keystoreOver(realKeychain({ profileId }), { store: null });
      await keystore.load();
      await keystore.putDraft(aSeedRecord());
      await keystore.keep(passphrase, "keychain");
      const stored = lookup(`seed.${profileId}`);
      expect(stored.length).toBeGreaterThan(100);
      for (let at = 0; at + 4 <= 64; at++) {
        expect(stored.includes(Buffer.from(aSeedRecord().masterKey.subarray(at, at + 4)))).toBe(false);
      }
    });

    // Last of this file: the keyring stays locked.
    test("locked while the program runs, a stored seed reads as locked and never as none", async () => {
      const profileId = randomBytes(8).toString("hex");
      const note = { store: null };
      const before = keystoreOver(realKeychain({ profileId }), note);
      await before.load();
      await before.putDraft(aSeedRecord());
      await before.keep(passphrase, "keychain");
      lockLoginKeyring();
      await expect(realKeychain({ profileId }).read("seed")).rejects.toMatchObject({ trouble: "locked" });

      for (const started of [
        keystoreOver(realKeychain({ profileId }), note),
        keystoreOver(realKeychain({ profileId }), { store: null }),
      ]) {
        await started.load();
        expect(started.state).toMatchObject({ state: "trouble", trouble: "locked" });
      }
      before.lock();
      await expect(before.unlock(passphrase)).rejects.toMatchObject({ code: "KEYCHAIN_LOCKED" });
    });
  });
}
