import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import type { SeedRecord } from "../../../main/keystore/record";
import { newSeed, restoreSeed } from "../../../main/keystore/seedDraft";
import { identifySeed } from "../../../main/keystore/seedIdentity";
import { createPortableCurve } from "../../../main/signer/curvePortable";
import { bytesToWords } from "../../../main/signer/seedWords";

const nowMs = Date.UTC(2025, 10, 23, 5, 0);
const curve = createPortableCurve();
const identify = (seed: SeedRecord) => identifySeed(curve, seed);

describe("new seed", () => {
  let seed: SeedRecord;
  beforeAll(async () => {
    seed = await newSeed("signet", nowMs);
  });

  test("is an unchecked aezeed whose words restore the same keys and birthday", async () => {
    const { encipheredSeed } = seed;
    expect(seed).toMatchObject({ origin: "new-aezeed", network: "signet", backup: "unchecked", createdAtMs: nowMs });
    const text = bytesToWords(encipheredSeed ?? new Uint8Array(0)).join(" ");
    const restored = await restoreSeed({ format: "aezeed", text, passphrase: "", network: "signet" }, nowMs);
    expect(restored.masterKey).toEqual(seed.masterKey);
    expect(restored.birthdayMs).toBe(seed.birthdayMs);
    expect(identify(restored)).toEqual(identify(seed));
  });

  test("has its birthday within the day before", () => {
    const ageMs = nowMs - (seed.birthdayMs ?? 0);
    expect(ageMs).toBeGreaterThanOrEqual(0);
    expect(ageMs).toBeLessThan(86_400_000);
  });

  test("is another one each time", async () => {
    expect((await newSeed("signet", nowMs)).masterKey).not.toEqual(seed.masterKey);
  });
});

describe("restored seed", () => {
  const root = JSON.parse(readFileSync("tests/vectors/accounts_itest_root.json", "utf8")) as Record<string, string>;
  const rootKey = Object.values(root).find((value) => /^tprv/.test(String(value))) ?? "";
  const nodePubkey = Object.values(root).find((value) => /^0[23][0-9a-f]{64}$/.test(String(value))) ?? "";

  test("an extended key has lnd's node key and no words to back up", async () => {
    const seed = await restoreSeed(
      { format: "extended-key", text: rootKey, passphrase: "", network: "regtest" },
      nowMs,
    );
    expect(seed).toMatchObject({ origin: "extended-key", backup: "none", birthdayMs: null, encipheredSeed: null });
    expect(nodePubkey).not.toBe("");
    expect(identify(seed).identityPubkeyHex).toBe(nodePubkey);
  });

  test("typed words count as a checked backup and are not kept", async () => {
    const text = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
    const seed = await restoreSeed({ format: "bip39", text, passphrase: "TREZOR", network: "mainnet" }, nowMs);
    expect(seed).toMatchObject({ origin: "bip39", backup: "checked", backupCheckedAtMs: nowMs, encipheredSeed: null });
    // Published for this mnemonic without passphrase: 73c5da0a.
    expect(identify(seed).masterFingerprintHex).not.toBe("73c5da0a");
    const plain = await restoreSeed({ format: "bip39", text, passphrase: "", network: "mainnet" }, nowMs);
    expect(identify(plain).masterFingerprintHex).toBe("73c5da0a");
  });

  test("what cannot be restored is a SeedError with its code", async () => {
    const restore = (format: "aezeed" | "bip39" | "extended-key", text: string) =>
      restoreSeed({ format, text, passphrase: "", network: "regtest" }, nowMs);
    await expect(restore("aezeed", "abandon abandon")).rejects.toMatchObject({ code: "SEED_WORD_COUNT" });
    await expect(restore("bip39", `${"abandon ".repeat(11)}zebra2`)).rejects.toMatchObject({
      code: "SEED_UNKNOWN_WORD",
      at: 12,
    });
    await expect(restore("extended-key", "tprv")).rejects.toMatchObject({ code: "SEED_UNREADABLE" });
  });
});
