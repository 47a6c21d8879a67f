import { beforeEach, describe, expect, test } from "vitest";
import { Keystore } from "../../../main/keystore/keystore";
import type { StoreKind } from "../../../main/keystore/keystoreState";
import { secretStoreTroubles } from "../../../main/keystore/secretStore";
import { bytesToWords } from "../../../main/signer/seedWords";
import { MemoryStore } from "../../support/memoryStore";
import { aSeedRecord, quickScrypt } from "../../support/seedRecords";

const passphrase = "correct horse";
const identity = { identityPubkeyHex: "02".padEnd(66, "a"), masterFingerprintHex: "0a1b2c3d" };
const words = bytesToWords(aSeedRecord().encipheredSeed ?? new Uint8Array(0));

class Note {
  store: StoreKind | null = null;
  async recordStore(store: StoreKind | null): Promise<void> {
    this.store = store;
  }
}

let stores: { keychain: MemoryStore; file: MemoryStore };
let note: Note;
let timeMs: number;
let seen: string[];

/** A keystore as after a start of the program: stores and note stay. */
function started(): Keystore {
  const keystore: Keystore = new Keystore({
    stores,
    note,
    identify: () => identity,
    nowMs: () => 1_764_100_000_000,
    monotonicMs: () => timeMs,
    onChange: () => seen.push(keystore.state.state),
    scryptCost: quickScrypt,
  });
  return keystore;
}

async function kept(typed = passphrase, kind: StoreKind = "keychain", record = aSeedRecord()): Promise<Keystore> {
  const keystore = started();
  await keystore.load();
  await keystore.putDraft(record);
  await keystore.keep(typed, kind);
  return keystore;
}

function masterKeyOf(keystore: Keystore): number[] {
  return [...new Uint8Array(keystore.keys().masterKey)];
}

const code = (name: string) => expect.objectContaining({ name: "KeystoreError", code: name });

beforeEach(() => {
  stores = { keychain: new MemoryStore("keychain"), file: new MemoryStore("file") };
  note = new Note();
  timeMs = 0;
  seen = [];
});

describe("looking for a seed", () => {
  test("nothing stored anywhere is empty", async () => {
    const keystore = started();
    expect(keystore.state).toEqual({ state: "checking" });
    await keystore.load();
    expect(keystore.state).toEqual({ state: "empty" });
    expect(seen).toEqual(["checking", "empty"]);
  });

  test.each(secretStoreTroubles)(
    "a keychain that is %s is trouble, not emptiness, and may be tried again",
    async (trouble) => {
      stores.keychain.trouble = trouble;
      const keystore = started();
      await keystore.load();
      expect(keystore.state).toEqual({ state: "trouble", trouble, detail: `the store is ${trouble}` });
      stores.keychain.trouble = null;
      await keystore.load();
      expect(keystore.state).toEqual({ state: "empty" });
    },
  );

  test.each(secretStoreTroubles)(
    "a stored seed behind a keychain that is %s comes back afterwards",
    async (trouble) => {
      await kept("");
      stores.keychain.trouble = trouble;
      const keystore = started();
      await keystore.load();
      expect(keystore.state).toMatchObject({ state: "trouble", trouble });
      await expect(keystore.putDraft(aSeedRecord())).rejects.toEqual(code("SEED_EXISTS"));
      stores.keychain.trouble = null;
      await keystore.load();
      expect(keystore.state.state).toBe("open");
    },
  );

  test("a keychain that forgot the seed is trouble, and a restored seed may take its place", async () => {
    await kept();
    stores.keychain.secrets.clear();
    const keystore = started();
    await keystore.load();
    expect(keystore.state).toMatchObject({ state: "trouble", trouble: "lost" });
    await keystore.putDraft(aSeedRecord());
    await keystore.keep(passphrase, "keychain");
    expect(keystore.state.state).toBe("open");
  });

  test("without a keychain a fresh profile can keep its seed in a file", async () => {
    stores.keychain.trouble = "absent";
    const keystore = started();
    await keystore.load();
    await keystore.putDraft(aSeedRecord());
    await expect(keystore.keep(passphrase, "keychain")).rejects.toEqual(code("KEYCHAIN_ABSENT"));
    expect(keystore.state.state).toBe("draft");
    await keystore.keep(passphrase, "file");
    expect(keystore.state).toMatchObject({ state: "open", store: "file" });
    const restarted = started();
    await restarted.load();
    expect(restarted.state).toEqual({ state: "sealed", network: "regtest", store: "file", hasPassphrase: true });
  });

  test("a seed without passphrase opens by itself, one with a passphrase waits", async () => {
    await kept("");
    const open = started();
    await open.load();
    expect(open.state).toMatchObject({ state: "open", store: "keychain", hasPassphrase: false, ...identity });
    expect(masterKeyOf(open)).toEqual([...aSeedRecord().masterKey]);

    stores.keychain.secrets.clear();
    note.store = null;
    await kept();
    const sealed = started();
    await sealed.load();
    expect(sealed.state).toEqual({ state: "sealed", network: "regtest", store: "keychain", hasPassphrase: true });
    expect(() => sealed.keys()).toThrow(code("KEYS_LOCKED"));
  });

  test("a damaged, foreign or newer entry is trouble that says which, and is never overwritten", async () => {
    await kept("");
    const whole = stores.keychain.secrets.get("seed") ?? new Uint8Array(0);
    const damaged = whole.map((byte, at) => (at === whole.length - 10 ? byte ^ 1 : byte));
    const newer = whole.map((byte, at) => (at === 6 ? 2 : byte));
    const foreign = new TextEncoder().encode("something else");
    for (const [entry, words] of [
      [damaged, /damaged/],
      [newer, /newer version/],
      [foreign, /not a Countersign seed/],
      [whole.slice(0, 7), /cut short/],
    ] as const) {
      stores.keychain.secrets.set("seed", entry);
      const keystore = started();
      await keystore.load();
      expect(keystore.state).toMatchObject({ state: "trouble", detail: expect.stringMatching(words) });
      await expect(keystore.putDraft(aSeedRecord())).rejects.toEqual(code("SEED_EXISTS"));
      expect(stores.keychain.secrets.get("seed")).toEqual(entry);
    }
  });
});

describe("drafts", () => {
  test("a draft shows what it is and stores nothing", async () => {
    const keystore = started();
    await keystore.load();
    await keystore.putDraft(aSeedRecord());
    expect(keystore.state).toEqual({
      state: "draft",
      origin: "new-aezeed",
      network: "regtest",
      birthdayMs: aSeedRecord().birthdayMs,
      ...identity,
    });
    expect(stores.keychain.secrets.size + stores.file.secrets.size).toBe(0);
  });

  test("a second draft replaces and wipes the first", async () => {
    const keystore = started();
    await keystore.load();
    const first = aSeedRecord();
    await keystore.putDraft(first);
    await keystore.putDraft(aSeedRecord({ network: "signet" }));
    expect(keystore.state).toMatchObject({ state: "draft", network: "signet" });
    expect(first.masterKey.every((byte) => byte === 0)).toBe(true);
  });

  test("a discarded draft is wiped and the keystore is empty again", async () => {
    const keystore = started();
    await keystore.load();
    const draft = aSeedRecord();
    await keystore.putDraft(draft);
    await keystore.discardDraft();
    expect(keystore.state).toEqual({ state: "empty" });
    expect(draft.masterKey.every((byte) => byte === 0)).toBe(true);
  });

  test("NO_SEED_DRAFT", async () => {
    const keystore = started();
    await keystore.load();
    await expect(keystore.keep(passphrase, "keychain")).rejects.toEqual(code("NO_SEED_DRAFT"));
    await expect(keystore.discardDraft()).rejects.toEqual(code("NO_SEED_DRAFT"));
  });

  test("PASSPHRASE_TOO_SHORT", async () => {
    await expect(kept("seven77")).rejects.toEqual(code("PASSPHRASE_TOO_SHORT"));
    expect(stores.keychain.secrets.size).toBe(0);
  });

  test("PASSPHRASE_REQUIRED for a file", async () => {
    await expect(kept("", "file")).rejects.toEqual(code("PASSPHRASE_REQUIRED"));
    expect(stores.file.secrets.size).toBe(0);
  });

  test("SEED_EXISTS when there is a seed, open or sealed, and the refused draft is wiped", async () => {
    const keystore = await kept();
    const draft = aSeedRecord();
    await expect(keystore.putDraft(draft)).rejects.toEqual(code("SEED_EXISTS"));
    expect(draft.masterKey.every((byte) => byte === 0)).toBe(true);
    keystore.lock();
    await expect(keystore.putDraft(aSeedRecord())).rejects.toEqual(code("SEED_EXISTS"));
  });

  test("SEED_EXISTS when another program stored one meanwhile", async () => {
    const keystore = started();
    await keystore.load();
    await keystore.putDraft(aSeedRecord({ network: "signet" }));
    await kept("");
    const stored = stores.keychain.secrets.get("seed");
    await expect(keystore.keep(passphrase, "keychain")).rejects.toEqual(code("SEED_EXISTS"));
    expect(stores.keychain.secrets.get("seed")).toEqual(stored);
  });

  test.each([
    ["absent", "KEYCHAIN_ABSENT"],
    ["locked", "KEYCHAIN_LOCKED"],
    ["hanging", "KEYCHAIN_HANGING"],
    ["failed", "KEYCHAIN_FAILED"],
  ] as const)("a keychain that is %s while keeping gives %s and leaves the draft", async (trouble, expected) => {
    const keystore = started();
    await keystore.load();
    await keystore.putDraft(aSeedRecord());
    stores.keychain.trouble = trouble;
    await expect(keystore.keep(passphrase, "keychain")).rejects.toEqual(code(expected));
    stores.keychain.trouble = null;
    await keystore.keep(passphrase, "keychain");
    expect(keystore.state.state).toBe("open");
  });
});

describe("locking and unlocking", () => {
  test("lock wipes the shared key for everybody and seals", async () => {
    const keystore = await kept();
    const { masterKey } = keystore.keys();
    keystore.lock();
    expect(new Uint8Array(masterKey).every((byte) => byte === 0)).toBe(true);
    expect(keystore.state).toEqual({ state: "sealed", network: "regtest", store: "keychain", hasPassphrase: true });
    await keystore.unlock(passphrase);
    expect(masterKeyOf(keystore)).toEqual([...aSeedRecord().masterKey]);
  });

  test("a seed without passphrase says so while it is locked, and unlocks without one", async () => {
    const keystore = await kept("");
    keystore.lock();
    expect(keystore.state).toMatchObject({ state: "sealed", hasPassphrase: false });
    await keystore.unlock("");
    expect(keystore.state).toMatchObject({ state: "open", hasPassphrase: false });
  });

  test("unlocking what is open still asks for the right passphrase", async () => {
    const keystore = await kept();
    await expect(keystore.unlock("wrong horse")).rejects.toEqual(code("WRONG_PASSPHRASE"));
    expect(keystore.state.state).toBe("open");
    await keystore.unlock(passphrase);
  });

  test("WRONG_PASSPHRASE leaves it sealed", async () => {
    const keystore = await kept();
    keystore.lock();
    await expect(keystore.unlock("wrong horse")).rejects.toEqual(code("WRONG_PASSPHRASE"));
    expect(keystore.state.state).toBe("sealed");
  });

  test("PASSPHRASE_REQUIRED for an empty one, which is no attempt", async () => {
    const keystore = await kept();
    keystore.lock();
    for (let count = 0; count < 5; count++) {
      await expect(keystore.unlock("")).rejects.toEqual(code("PASSPHRASE_REQUIRED"));
    }
    await keystore.unlock(passphrase);
  });

  test("TOO_MANY_ATTEMPTS says how long to wait, refuses even the right one, and passes", async () => {
    const keystore = await kept();
    keystore.lock();
    for (let count = 0; count < 3; count++) await expect(keystore.unlock("wrong horse")).rejects.toThrow();
    await expect(keystore.unlock(passphrase)).rejects.toEqual(
      expect.objectContaining({ code: "TOO_MANY_ATTEMPTS", at: 2 }),
    );
    timeMs = 2_000;
    await keystore.unlock(passphrase);
    expect(keystore.state.state).toBe("open");
  });

  test("attempts made at the same time do not slip past the delay", async () => {
    const keystore = await kept();
    keystore.lock();
    const results = await Promise.allSettled(Array.from({ length: 6 }, () => keystore.unlock("wrong horse")));
    const codes = results.map((result) => (result.status === "rejected" ? result.reason.code : "opened"));
    expect(codes).toEqual([...Array(3).fill("WRONG_PASSPHRASE"), ...Array(3).fill("TOO_MANY_ATTEMPTS")]);
  });

  test("every way to try a passphrase counts", async () => {
    const keystore = await kept();
    await expect(keystore.unlock("wrong horse")).rejects.toEqual(code("WRONG_PASSPHRASE"));
    await expect(keystore.revealBackup("wrong horse")).rejects.toEqual(code("WRONG_PASSPHRASE"));
    await expect(keystore.changePassphrase("wrong horse", "another one")).rejects.toEqual(code("WRONG_PASSPHRASE"));
    await expect(keystore.revealBackup(passphrase)).rejects.toEqual(code("TOO_MANY_ATTEMPTS"));
  });

  test("trouble with the keychain while unlocking is its own error", async () => {
    const keystore = await kept();
    keystore.lock();
    stores.keychain.trouble = "hanging";
    await expect(keystore.unlock(passphrase)).rejects.toEqual(code("KEYCHAIN_HANGING"));
    expect(keystore.state.state).toBe("sealed");
  });

  test("NOT_ALLOWED to unlock what is not there", async () => {
    const keystore = started();
    await keystore.load();
    await expect(keystore.unlock(passphrase)).rejects.toEqual(code("NOT_ALLOWED"));
  });
});

describe("changing the passphrase", () => {
  test("the new one opens, the old one does not", async () => {
    const keystore = await kept();
    await keystore.changePassphrase(passphrase, "another horse");
    const restarted = started();
    await restarted.load();
    await expect(restarted.unlock(passphrase)).rejects.toEqual(code("WRONG_PASSPHRASE"));
    await restarted.unlock("another horse");
    expect(masterKeyOf(restarted)).toEqual([...aSeedRecord().masterKey]);
  });

  test("it can be added to and taken from a seed in the keychain", async () => {
    const keystore = await kept("");
    await keystore.changePassphrase("", passphrase);
    expect(keystore.state).toMatchObject({ state: "open", hasPassphrase: true });
    await keystore.changePassphrase(passphrase, "");
    expect(keystore.state).toMatchObject({ state: "open", hasPassphrase: false });
  });

  test("it cannot be taken from a seed in a file", async () => {
    const keystore = await kept(passphrase, "file");
    await expect(keystore.changePassphrase(passphrase, "")).rejects.toEqual(code("PASSPHRASE_REQUIRED"));
  });

  test("KEYS_LOCKED while sealed", async () => {
    const keystore = await kept();
    keystore.lock();
    await expect(keystore.changePassphrase(passphrase, "another horse")).rejects.toEqual(code("KEYS_LOCKED"));
  });
});

describe("backup words", () => {
  const copyOf = (positions: readonly number[]) =>
    positions.map((position) => ({ position, word: words[position - 1] ?? "" }));

  test("are shown after a fresh unlock, again and again until a copy was checked", async () => {
    const keystore = await kept();
    await expect(keystore.revealBackup("")).rejects.toEqual(code("PASSPHRASE_REQUIRED"));
    expect(await keystore.revealBackup(passphrase)).toEqual(words);
    expect(await keystore.revealBackup(passphrase)).toEqual(words);
  });

  test("asks for the same positions until they are right, then forgets the words for good", async () => {
    const keystore = await kept();
    await keystore.revealBackup(passphrase);
    const positions = keystore.backupChallenge();
    expect(keystore.backupChallenge()).toEqual(positions);
    const [first = 0, ...rest] = positions;
    const wrong = [{ position: first, word: "zebra" }, ...copyOf(rest)];
    expect(await keystore.checkBackup(wrong)).toEqual([first]);
    expect(keystore.backupChallenge()).toEqual(positions);
    expect(keystore.state).toMatchObject({ backup: "unchecked" });

    expect(await keystore.checkBackup(copyOf(positions))).toEqual([]);
    expect(keystore.state).toMatchObject({ backup: "checked", backupCheckedAtMs: 1_764_100_000_000 });
    await expect(keystore.revealBackup(passphrase)).rejects.toEqual(code("NO_BACKUP_WORDS"));

    const restarted = started();
    await restarted.load();
    await restarted.unlock(passphrase);
    expect(restarted.state).toMatchObject({ backup: "checked", backupCheckedAtMs: 1_764_100_000_000 });
    expect(masterKeyOf(restarted)).toEqual([...aSeedRecord().masterKey]);
    await expect(restarted.revealBackup(passphrase)).rejects.toEqual(code("NO_BACKUP_WORDS"));
  });

  test("of a seed without passphrase leave the stored bytes once checked", async () => {
    const keystore = await kept("");
    const enciphered = Buffer.from(aSeedRecord().encipheredSeed ?? []);
    const stored = () => Buffer.from(stores.keychain.secrets.get("seed") ?? []);
    expect(stored().includes(enciphered)).toBe(true);
    await keystore.revealBackup("");
    await keystore.checkBackup(copyOf(keystore.backupChallenge()));
    expect(stored().includes(enciphered)).toBe(false);
  });

  test("can be checked before the seed is kept, and are then never stored", async () => {
    const keystore = started();
    await keystore.load();
    await keystore.putDraft(aSeedRecord());
    expect(await keystore.revealBackup("")).toEqual(words);
    expect(await keystore.checkBackup(copyOf(keystore.backupChallenge()))).toEqual([]);
    await keystore.keep("", "keychain");
    expect(keystore.state).toMatchObject({ state: "open", backup: "checked" });
    const stored = Buffer.from(stores.keychain.secrets.get("seed") ?? []);
    expect(stored.includes(Buffer.from(aSeedRecord().encipheredSeed ?? []))).toBe(false);
  });

  test("shown for a draft must be shown again once it was kept under a passphrase", async () => {
    const keystore = started();
    await keystore.load();
    await keystore.putDraft(aSeedRecord());
    await keystore.revealBackup("");
    await keystore.keep(passphrase, "keychain");
    expect(() => keystore.backupChallenge()).toThrow(code("NOT_ALLOWED"));
  });

  test("NO_BACKUP_WORDS for a seed that has none", async () => {
    const keystore = await kept(
      "",
      "keychain",
      aSeedRecord({ origin: "extended-key", backup: "none", encipheredSeed: null }),
    );
    await expect(keystore.revealBackup("")).rejects.toEqual(code("NO_BACKUP_WORDS"));
  });

  test("NOT_ALLOWED to check words that were not shown, or were before a lock", async () => {
    const keystore = await kept();
    expect(() => keystore.backupChallenge()).toThrow(code("NOT_ALLOWED"));
    await keystore.revealBackup(passphrase);
    keystore.lock();
    await keystore.unlock(passphrase);
    expect(() => keystore.backupChallenge()).toThrow(code("NOT_ALLOWED"));
    await expect(keystore.checkBackup([])).rejects.toEqual(code("NOT_ALLOWED"));
  });

  test("KEYS_LOCKED while sealed", async () => {
    const keystore = await kept();
    keystore.lock();
    await expect(keystore.revealBackup(passphrase)).rejects.toEqual(code("KEYS_LOCKED"));
  });
});

describe("macaroons", () => {
  const nodeId = "0011223344556677";
  const macaroon = new TextEncoder().encode("a macaroon of this node");

  test("are kept per node, sealed with the open seed", async () => {
    const keystore = await kept("");
    expect(await keystore.readMacaroon(nodeId)).toBeNull();
    await keystore.writeMacaroon(nodeId, macaroon);
    expect(await keystore.readMacaroon(nodeId)).toEqual(macaroon);
    const stored = Buffer.from(stores.keychain.secrets.get(`macaroon-${nodeId}`) ?? []);
    expect(stored.length).toBeGreaterThan(macaroon.length);
    expect(stored.includes(Buffer.from(macaroon.subarray(0, 6)))).toBe(false);
    await keystore.removeMacaroon(nodeId);
    expect(await keystore.readMacaroon(nodeId)).toBeNull();
  });

  test("of one node do not open as another's, nor damaged", async () => {
    const keystore = await kept("");
    await keystore.writeMacaroon(nodeId, macaroon);
    const stored = stores.keychain.secrets.get(`macaroon-${nodeId}`) ?? new Uint8Array(0);
    stores.keychain.secrets.set("macaroon-8899aabbccddeeff", stored);
    await expect(keystore.readMacaroon("8899aabbccddeeff")).rejects.toEqual(code("KEYCHAIN_FAILED"));
    for (const damaged of [new Uint8Array(0), stored.slice(0, 20), stored.map((byte, at) => (at === 0 ? 2 : byte))]) {
      stores.keychain.secrets.set(`macaroon-${nodeId}`, damaged);
      await expect(keystore.readMacaroon(nodeId)).rejects.toEqual(code("KEYCHAIN_FAILED"));
    }
  });

  test("KEYS_LOCKED while sealed", async () => {
    const keystore = await kept();
    keystore.lock();
    await expect(keystore.readMacaroon(nodeId)).rejects.toEqual(code("KEYS_LOCKED"));
    await expect(keystore.writeMacaroon(nodeId, macaroon)).rejects.toEqual(code("KEYS_LOCKED"));
  });
});

describe("erasing", () => {
  test("removes seed and macaroons, wipes the key, and a new seed may follow", async () => {
    const keystore = await kept("");
    await keystore.writeMacaroon("0011223344556677", Uint8Array.of(1));
    const { masterKey } = keystore.keys();
    await keystore.erase(" 0A1B2C3D ", ["0011223344556677"]);
    expect(stores.keychain.secrets.size).toBe(0);
    expect(new Uint8Array(masterKey).every((byte) => byte === 0)).toBe(true);
    expect(keystore.state).toEqual({ state: "empty" });
    expect(note.store).toBeNull();
    await keystore.putDraft(aSeedRecord());
  });

  test("NOT_ALLOWED without the exact fingerprint", async () => {
    const keystore = await kept("");
    for (const typed of ["", "0a1b2c3e", "yes"]) {
      await expect(keystore.erase(typed, [])).rejects.toEqual(code("NOT_ALLOWED"));
    }
    expect(stores.keychain.secrets.size).toBe(1);
  });

  test("ERASE, and nothing else, erases a sealed seed whose passphrase is forgotten, and its macaroons", async () => {
    const keystore = await kept();
    await keystore.writeMacaroon("0011223344556677", Uint8Array.of(1, 2, 3));
    keystore.lock();
    for (const typed of ["", "yes", identity.masterFingerprintHex]) {
      await expect(keystore.erase(typed, ["0011223344556677"])).rejects.toEqual(code("NOT_ALLOWED"));
    }
    expect(stores.keychain.secrets.size).toBe(2);
    await keystore.erase("ERASE", ["0011223344556677"]);
    expect(stores.keychain.secrets.size).toBe(0);
    expect(keystore.state).toEqual({ state: "empty" });
    expect(note.store).toBeNull();
  });

  test("ERASE does not erase an open seed", async () => {
    const keystore = await kept();
    await expect(keystore.erase("ERASE", [])).rejects.toEqual(code("NOT_ALLOWED"));
    expect(stores.keychain.secrets.size).toBe(1);
  });

  test("ERASE makes room for the words of a lost seed", async () => {
    const before = await kept();
    await before.writeMacaroon("0011223344556677", Uint8Array.of(1, 2, 3));
    stores.keychain.secrets.delete("seed");
    const keystore = started();
    await keystore.load();
    await keystore.erase("ERASE", ["0011223344556677"]);
    expect(stores.keychain.secrets.size).toBe(0);
    expect(keystore.state).toEqual({ state: "empty" });
    expect(note.store).toBeNull();
  });

  test("nothing is erased while the keychain is in trouble", async () => {
    await kept();
    stores.keychain.trouble = "locked";
    const keystore = started();
    await keystore.load();
    await expect(keystore.erase("ERASE", [])).rejects.toEqual(code("NOT_ALLOWED"));
    expect(stores.keychain.secrets.size).toBe(1);
  });
});
