import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { PracticeHost } from "../../main/practice/host";
import type { PracticePairing } from "../../main/practice/practiceNode";
import { SignerSession } from "../../main/session/session";
import { defaultSettings } from "../../main/session/settingsBook";
import { createLog } from "../../main/support/log";
import type { ErrorCode } from "../../preload/contract/errors";
import { feedEntrySchema } from "../../preload/contract/feed";
import { appSnapshotSchema } from "../../preload/contract/schemas";
import type { FeedEntryView } from "../../preload/contract/types";
import { type MemoryKeychain, memoryKeychain } from "../support/memoryKeychain";
import { waitFor } from "../support/waitFor";

const files = {
  thread: path.resolve("dist/main/thread.cjs"),
  practice: path.resolve("dist/main/practice.cjs"),
  qrThread: path.resolve("dist/main/qr.cjs"),
  protoDir: path.resolve("proto"),
};
const rootKey = JSON.parse(readFileSync("tests/vectors/accounts_itest_root.json", "utf8")) as {
  root_tprv: string;
  node_pubkey_family6_index0: string;
};
const passphrase = "correct horse";

let folder: string;
let keychain: MemoryKeychain;
let sessions: SignerSession[];
let node: PracticeHost;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-session-"));
  keychain = memoryKeychain();
  sessions = [];
  node = new PracticeHost();
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
});
afterEach(async () => {
  await Promise.all(sessions.map((session) => session.close()));
  await node.stop();
  rmSync(folder, { recursive: true });
});

/** A session as after a start of the program. */
async function started(): Promise<SignerSession> {
  const { AsyncEntry } = keychain;
  const session = await SignerSession.open({ profileFolder: folder, files, AsyncEntry, log: createLog(null) });
  sessions.push(session);
  await session.settled();
  return session;
}

/** A session with a known seed. */
async function withSeed(typed: string): Promise<SignerSession> {
  const session = await started();
  await session.restoreSeed({ format: "extended-key", text: rootKey.root_tprv, passphrase: "", network: "regtest" });
  await session.keepSeed({ passphrase: typed, store: "keychain" });
  return session;
}

async function pairWithPracticeNode(session: SignerSession): Promise<PracticePairing> {
  const accounts = await session.accountsJson();
  const pairing = await node.start({ practiceFile: files.practice, protoDir: files.protoDir, accounts, speed: 5 });
  const review = await session.reviewPairing({ text: pairing.lndconnect });
  expect(review).toMatchObject({ host: pairing.host, port: pairing.port, canConnect: true });
  const { draftId, port } = review;
  const confirm = { draftId, name: "Test node", port, requestTimeoutMs: 5_000 };
  await session.confirmPairing(confirm);
  await expect(session.confirmPairing(confirm)).rejects.toEqual(code("PAIRING_DRAFT_GONE"));
  return pairing;
}

const state = (session: SignerSession) => session.snapshot().link.state;
const online = (session: SignerSession) =>
  waitFor(
    () => state(session),
    (now) => now === "online",
  );
const code = (expected: ErrorCode) => expect.objectContaining({ name: "AppError", code: expected });

/** What every page gets is what the contract allows. */
function checkedSnapshot(session: SignerSession) {
  return appSnapshotSchema.parse({ ...session.snapshot(), version: "0", banners: [] });
}

describe("a seed, a node, and back online", () => {
  test("first run to online: the feed fills, and nothing of it breaks the contract", async () => {
    const session = await started();
    expect(checkedSnapshot(session)).toMatchObject({
      keystore: { state: "empty" },
      node: null,
      link: { state: "offline" },
    });
    await session.restoreSeed({ format: "extended-key", text: rootKey.root_tprv, passphrase: "", network: "regtest" });
    expect(checkedSnapshot(session).keystore).toMatchObject({
      state: "draft",
      identityPubkeyHex: rootKey.node_pubkey_family6_index0,
    });
    await session.keepSeed({ passphrase: "", store: "keychain" });
    expect(checkedSnapshot(session)).toMatchObject({ keystore: { state: "open" }, curveBackend: expect.any(String) });

    const seen: FeedEntryView[] = [];
    session.onFeed((entries) => seen.push(...entries));
    await pairWithPracticeNode(session);
    await online(session);
    await waitFor(
      () => seen.length,
      (count) => count >= 5,
    );
    for (const entry of seen) {
      expect(feedEntrySchema.parse(entry)).toEqual(entry);
      expect(entry.outcome.kind).toBe("signed");
    }
    const snapshot = checkedSnapshot(session);
    expect(snapshot.node).toMatchObject({ name: "Test node", network: "regtest" });
    expect(snapshot.node?.macaroon?.permissions.map(({ entity }) => entity)).toContain("remotesigner");
    expect(snapshot.totals.requests).toBeGreaterThanOrEqual(5);
    const page = await session.feedPage({ limit: 3 });
    expect(page.entries).toHaveLength(3);
    expect((await session.diagnostics()).rows).toContainEqual({ label: "Link", value: "online" });
  });

  test("a restart comes back online by itself", async () => {
    const first = await withSeed("");
    await pairWithPracticeNode(first);
    await online(first);
    await first.close();
    const second = await started();
    expect(second.snapshot().node).toMatchObject({ name: "Test node", macaroon: { location: expect.any(String) } });
    await online(second);
  });

  test("with a passphrase it does not dial until it is unlocked", async () => {
    const first = await withSeed(passphrase);
    await pairWithPracticeNode(first);
    await online(first);
    await first.close();
    const second = await started();
    expect(checkedSnapshot(second)).toMatchObject({
      keystore: { state: "sealed", network: "regtest" },
      link: { state: "offline" },
      node: { name: "Test node", macaroon: null },
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(state(second)).toBe("offline");
    await expect(second.unlock({ passphrase: "wrong horse" })).rejects.toEqual(code("WRONG_PASSPHRASE"));
    await second.unlock({ passphrase });
    await online(second);
  });

  test("a keychain in trouble is said at once, and a retry goes online", async () => {
    const first = await withSeed("");
    await pairWithPracticeNode(first);
    await first.close();
    keychain.failure = new Error("Secret Service: unlock prompt was dismissed");
    const second = await started();
    expect(checkedSnapshot(second)).toMatchObject({
      keystore: { state: "trouble", trouble: "locked" },
      node: { name: "Test node" },
    });
    keychain.failure = null;
    await second.retryKeystore();
    await online(second);
  });

  test("a keychain that fails while a pairing is kept leaves the draft to try again", async () => {
    const session = await withSeed("");
    const accounts = await session.accountsJson();
    const { lndconnect: text } = await node.start({ practiceFile: files.practice, protoDir: files.protoDir, accounts });
    const { draftId, port } = await session.reviewPairing({ text });
    const confirm = { draftId, name: "Test node", port, requestTimeoutMs: 5_000 };
    keychain.failure = new Error("Secret Service: unlock prompt was dismissed");
    await expect(session.confirmPairing(confirm)).rejects.toEqual(code("KEYCHAIN_LOCKED"));
    expect(checkedSnapshot(session)).toMatchObject({ node: null, link: { state: "offline" } });
    keychain.failure = null;
    await session.confirmPairing(confirm);
    await online(session);
  });

  test("a macaroon the keychain withholds at unlock is asked for again by a retry", async () => {
    const first = await withSeed("");
    await pairWithPracticeNode(first);
    await first.close();
    const [name = "", macaroon = []] = [...keychain.entries].find(([entry]) => entry.includes("macaroon")) ?? [];
    keychain.entries.delete(name);
    const second = await started();
    expect(checkedSnapshot(second)).toMatchObject({ keystore: { state: "open" }, link: { state: "offline" } });
    keychain.entries.set(name, macaroon);
    await second.retryNow();
    await online(second);
  });

  test("a forgotten node is not dialled again, and its macaroon is gone", async () => {
    const session = await withSeed("");
    await pairWithPracticeNode(session);
    await online(session);
    expect(keychain.entries.size).toBe(2);
    await session.forgetPairing();
    expect(checkedSnapshot(session)).toMatchObject({ node: null, link: { state: "offline" } });
    expect(keychain.entries.size).toBe(1);
    await session.close();
    expect((await started()).snapshot().node).toBeNull();
  });

  test("erasing removes seed, pairing and macaroon, and hangs up", async () => {
    const session = await withSeed("");
    await pairWithPracticeNode(session);
    await online(session);
    await expect(session.eraseKeystore({ confirmation: "no" })).rejects.toEqual(code("NOT_ALLOWED"));
    await online(session);
    const { keystore } = session.snapshot();
    await session.eraseKeystore({ confirmation: keystore.state === "open" ? keystore.masterFingerprintHex : "" });
    expect(checkedSnapshot(session)).toMatchObject({
      keystore: { state: "empty" },
      node: null,
      link: { state: "offline" },
    });
    expect(keychain.entries.size).toBe(0);
  });

  test("a sealed seed is erased with ERASE, and its pairing with it", async () => {
    const session = await withSeed(passphrase);
    await pairWithPracticeNode(session);
    await online(session);
    await session.updateSettings({ signWhileLocked: false });
    await session.lock();
    await expect(session.eraseKeystore({ confirmation: "no" })).rejects.toEqual(code("NOT_ALLOWED"));
    await session.eraseKeystore({ confirmation: "ERASE" });
    expect(checkedSnapshot(session)).toMatchObject({
      keystore: { state: "empty" },
      windowLocked: false,
      node: null,
      link: { state: "offline" },
    });
    expect(keychain.entries.size).toBe(0);
  });
});

describe("locking", () => {
  test("keeps signing while the window is locked, which is the default", async () => {
    const session = await withSeed(passphrase);
    await pairWithPracticeNode(session);
    await online(session);
    await session.lock();
    expect(checkedSnapshot(session)).toMatchObject({ windowLocked: true, keystore: { state: "open" } });
    const { requests } = session.snapshot().totals;
    await waitFor(
      () => session.snapshot().totals.requests,
      (now) => now > requests + 3,
    );
    expect(session.snapshot().totals.refused).toBe(0);
    await expect(session.unlock({ passphrase: "wrong horse" })).rejects.toEqual(code("WRONG_PASSPHRASE"));
    expect(session.snapshot().windowLocked).toBe(true);
    await session.unlock({ passphrase });
    expect(session.snapshot().windowLocked).toBe(false);
  });

  test("going away locks only what has a passphrase, also while practising", async () => {
    const session = await withSeed("");
    await session.lockWhenAway();
    expect(checkedSnapshot(session).windowLocked).toBe(false);
    await session.changePassphrase({ current: "", next: passphrase });
    await session.startPractice();
    await session.lockWhenAway();
    expect(checkedSnapshot(session)).toMatchObject({ windowLocked: true, keystore: { hasPassphrase: true } });
    await session.unlock({ passphrase });
    expect(checkedSnapshot(session)).toMatchObject({
      windowLocked: false,
      practice: true,
      keystore: { origin: "practice" },
    });
  });

  test("without signWhileLocked the keys are wiped: still online, every request refused, and unlocking signs again", async () => {
    const session = await withSeed(passphrase);
    await session.updateSettings({ signWhileLocked: false });
    const outcomes: FeedEntryView["outcome"][] = [];
    session.onFeed((entries) => outcomes.push(...entries.map(({ outcome }) => outcome)));
    await pairWithPracticeNode(session);
    await online(session);
    await session.lock();
    expect(checkedSnapshot(session)).toMatchObject({ windowLocked: true, keystore: { state: "sealed" } });
    await waitFor(
      () => outcomes.at(-1),
      (last) => last?.kind === "denied",
    );
    expect(outcomes.at(-1)).toMatchObject({ kind: "denied", tag: "locked" });
    expect(state(session)).toBe("online");
    await expect(session.accountsJson()).rejects.toEqual(code("KEYS_LOCKED"));
    await session.unlock({ passphrase });
    await waitFor(
      () => outcomes.at(-1),
      (last) => last?.kind === "signed",
    );
  });

  test("does nothing without an open seed", async () => {
    const session = await started();
    await session.lock();
    expect(session.snapshot().windowLocked).toBe(false);
  });

  test("a pause refuses requests and a resume answers them", async () => {
    const session = await withSeed("");
    await pairWithPracticeNode(session);
    await online(session);
    await session.pause(5);
    await waitFor(
      () => session.snapshot().pausedUntilMs,
      (until) => until !== null && until > Date.now() + 290_000,
    );
    await session.resume();
    await waitFor(
      () => session.snapshot().pausedUntilMs,
      (until) => until === null,
    );
  });
});

describe("practising", () => {
  test("needs no seed, shows one in memory, and leaves nothing behind", async () => {
    const session = await started();
    await session.startPractice();
    expect(checkedSnapshot(session)).toMatchObject({
      practice: true,
      keystore: { state: "open", origin: "practice", store: "memory", network: "regtest", backup: "none" },
      node: { name: "Practice node" },
    });
    await online(session);
    await waitFor(
      () => session.snapshot().totals.requests,
      (count) => count > 0,
    );
    expect(JSON.parse(await session.accountsJson()).accounts).toHaveLength(259);
    await expect(session.generateSeed({ network: "regtest" })).rejects.toEqual(code("NOT_ALLOWED"));
    await expect(session.reviewPairing({ text: "" })).rejects.toEqual(code("NOT_ALLOWED"));
    await session.stopPractice();
    expect(checkedSnapshot(session)).toMatchObject({
      practice: false,
      keystore: { state: "empty" },
      node: null,
      link: { state: "offline" },
      totals: { requests: 0 },
    });
    expect(keychain.entries.size).toBe(0);
  });

  test("beside a paired node the real signer stays connected", async () => {
    const session = await withSeed("");
    await pairWithPracticeNode(session);
    await online(session);
    await waitFor(
      () => session.snapshot().totals.requests,
      (count) => count > 0,
    );
    const before = session.snapshot();
    await session.startPractice();
    expect(session.snapshot().node?.name).toBe("Practice node");
    await online(session);
    await session.stopPractice();
    const after = session.snapshot();
    expect(after.node?.name).toBe("Test node");
    expect(after.link).toEqual(before.link);
    expect(after.keystore).toEqual(before.keystore);
    await waitFor(
      () => session.snapshot().totals.requests,
      (now) => now > before.totals.requests,
    );
  });

  test("a second start changes nothing, and it can be started again after a stop", async () => {
    const session = await started();
    await Promise.all([session.startPractice(), session.startPractice()]);
    const first = session.snapshot().keystore;
    await session.startPractice();
    expect(session.snapshot().keystore).toEqual(first);
    await session.stopPractice();
    await session.startPractice();
    expect(session.snapshot().keystore).not.toEqual(first);
  });
});

describe("refusals keep their code", () => {
  test("seed errors carry the position", async () => {
    const session = await started();
    const text = `${"abandon ".repeat(23)}abuot`;
    const restoring = session.restoreSeed({ format: "aezeed", text, passphrase: "", network: "mainnet" });
    await expect(restoring).rejects.toEqual(expect.objectContaining({ code: "SEED_UNKNOWN_WORD", at: 24 }));
  });

  test("KEYS_LOCKED for a pairing without a seed", async () => {
    const session = await started();
    await expect(session.reviewPairing({ text: "lndconnect://" })).rejects.toEqual(code("KEYS_LOCKED"));
  });

  test("PAIRING_DRAFT_GONE and PAIRING_BLOCKED", async () => {
    const session = await withSeed("");
    const input = { draftId: "0".repeat(16), name: "n", port: 10_019, requestTimeoutMs: 5_000 };
    await expect(session.confirmPairing(input)).rejects.toEqual(code("PAIRING_DRAFT_GONE"));
    const { draftId } = await session.reviewPairing({ text: "lndconnect://node.lan:10019" });
    await expect(session.confirmPairing({ ...input, draftId })).rejects.toEqual(code("PAIRING_BLOCKED"));
    await session.discardPairing();
    await expect(session.confirmPairing({ ...input, draftId })).rejects.toEqual(code("PAIRING_DRAFT_GONE"));
  });

  test("the backup check goes through every step", async () => {
    const session = await started();
    await session.generateSeed({ network: "signet" });
    await session.keepSeed({ passphrase, store: "keychain" });
    await expect(session.backupChallenge()).rejects.toEqual(code("NOT_ALLOWED"));
    const { words } = await session.revealBackup({ passphrase });
    expect(words).toHaveLength(24);
    const { positions } = await session.backupChallenge();
    const typed = positions.map((position) => ({ position, word: words[position - 1] ?? "" }));
    const [first, ...rest] = typed;
    const wrong = { position: first?.position ?? 0, word: "zoo-zoo" };
    expect(await session.checkBackup({ words: [wrong, ...rest] })).toEqual({
      correct: false,
      wrongPositions: [wrong.position],
    });
    expect(await session.checkBackup({ words: typed })).toEqual({ correct: true, wrongPositions: [] });
    expect(checkedSnapshot(session).keystore).toMatchObject({ backup: "checked" });
    await expect(session.revealBackup({ passphrase })).rejects.toEqual(code("NO_BACKUP_WORDS"));
  });
});

test("a database that cannot be read is kept, said, and empty in its place; the seed is not affected", async () => {
  const before = await withSeed("");
  expect(before.snapshot().movedAsideFile).toBeNull();
  await pairWithPracticeNode(before);
  await before.close();
  const garbage = "no database at all ".repeat(300);
  for (const suffix of ["-wal", "-shm"]) rmSync(path.join(folder, `state.db${suffix}`), { force: true });
  writeFileSync(path.join(folder, "state.db"), garbage);
  const session = await started();
  const { movedAsideFile, keystore, node: paired } = checkedSnapshot(session);
  expect(path.dirname(movedAsideFile ?? "")).toBe(folder);
  expect(readFileSync(movedAsideFile ?? "", "utf8")).toBe(garbage);
  expect(keystore).toMatchObject({ state: "open" });
  expect(paired).toBeNull();
});

test("a profile is in use until its session is closed", async () => {
  const session = await started();
  await expect(started()).rejects.toEqual(code("NOT_ALLOWED"));
  await session.close();
  await started();
});

test("settings are kept over a restart", async () => {
  const session = await started();
  await session.updateSettings({ theme: "dark", amountUnit: "btc" });
  await session.updateSettings({ openAtLogin: true });
  await session.close();
  expect((await started()).snapshot().settings).toMatchObject({
    ...defaultSettings,
    theme: "dark",
    openAtLogin: true,
    amountUnit: "btc",
  });
});
