// journal verify, journal export, memory export and memory import as people run them, beside a signer and without one.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sealKeyOf } from "../../main/journal/chain";
import { Journal } from "../../main/journal/journal";
import { lockProfile } from "../../main/session/profileLock";
import { masterFromExtendedKey } from "../../main/signer/extendedKey";
import { type Database, openDatabase } from "../../main/state/database";
import { MemoryTable, seedScope } from "../../main/state/memory";
import { SettingTable } from "../../main/state/settings";
import { Transactions } from "../../main/state/transactions";
import { systemClock } from "../../main/support/clock";
import { requestEntry, startMs, testFolder } from "../support/journal";

const headless = path.resolve("dist/main/headless.cjs");
const scope = seedScope("regtest", "02");
const outpoint = `${"ab".repeat(32)}:1`;

let folder: string;
let profile: string;
let opened: Database[];

beforeEach(() => {
  folder = testFolder();
  profile = path.join(folder, "profile");
  opened = [];
  mkdirSync(profile);
  writeFileSync(path.join(profile, "profile.json"), '{"version":1,"id":"0011223344556677","store":null}');
});
afterEach(() => {
  for (const database of opened) database.close();
});

function openState(): Transactions {
  const { database } = openDatabase(path.join(profile, "state.db"), startMs);
  opened.push(database);
  return new Transactions(database);
}

/** Writes into the profile as a signer does, and leaves the database open. */
function signerOn(count: number) {
  const transactions = openState();
  const journal = new Journal({ transactions, clock: systemClock });
  for (let id = 1; id <= count; id += 1) journal.append([requestEntry(id)]);
  return { transactions, journal };
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [headless, ...args], { encoding: "utf8" });
  return { status, out: stdout, err: stderr };
}

const lastLine = (text: string): unknown => JSON.parse(text.trimEnd().split("\n").at(-1) ?? "");

describe("journal verify", () => {
  test("works beside a running signer, and says where the chain ends", async () => {
    const { journal } = signerOn(300);
    const lock = await lockProfile(profile);
    const verified = run("journal", "verify", "--profile", profile, "--json");
    expect(verified.status).toBe(0);
    expect(lastLine(verified.out)).toEqual({
      ok: true,
      checked: 300,
      firstSeq: 1,
      lastSeq: 300,
      headHashHex: Buffer.from(journal.head.newest.hash).toString("hex"),
      seal: "not-checked",
      unsealed: 300,
    });
    journal.append([requestEntry(301)]);
    expect(run("journal", "verify", "--profile", profile).out).toMatch(/^Entries 1 to 301 add up. Its seal was not/);
    lock.release();
  });

  test("names the first bad entry and fails", () => {
    const { transactions } = signerOn(20);
    transactions.database.exec("UPDATE journal SET entry = replace(entry, '10007', '10008') WHERE seq = 7");
    const { status, out, err } = run("journal", "verify", "--profile", profile, "--json");
    expect({ status, err }).toEqual({ status: 1, err: "The journal does not add up.\n" });
    expect(lastLine(out)).toMatchObject({ ok: false, seq: 7, reason: "hash" });
    expect(run("journal", "verify", "--profile", profile).out).toBe("hash: entry 7 or its hash was changed\n");
  });

  test("with the seed it checks the seal too", () => {
    const secrets = { seed: path.join(folder, "seed"), passphrase: path.join(folder, "passphrase") };
    const { root_tprv: rootKey } = JSON.parse(readFileSync("tests/vectors/accounts_itest_root.json", "utf8")) as {
      root_tprv: string;
    };
    writeFileSync(secrets.seed, rootKey);
    writeFileSync(secrets.passphrase, "correct horse\n");
    const keep = ["--store", "file", "--passphrase-file", secrets.passphrase];
    const from = ["--network", "regtest", "--file", secrets.seed];
    expect(run("seed", "import", "--profile", profile, ...from, ...keep).status).toBe(0);
    const { transactions, journal } = signerOn(5);
    const withSeed = ["--seal", "--passphrase-file", secrets.passphrase, "--json"];
    const verify = () => run("journal", "verify", "--profile", profile, ...withSeed);
    expect(lastLine(verify().out)).toMatchObject({ ok: true, seal: "absent", unsealed: 5 });
    journal.sealWith(sealKeyOf(masterFromExtendedKey(rootKey, "regtest")));
    journal.append([requestEntry(6)]);
    expect(lastLine(verify().out)).toMatchObject({ ok: true, seal: "valid", unsealed: 0 });
    transactions.database.exec(`DELETE FROM journal WHERE seq > 4;
      UPDATE journal_head SET head_seq = 4, head_hash = (SELECT hash FROM journal WHERE seq = 4)`);
    expect(lastLine(verify().out)).toMatchObject({ ok: false, reason: "seal" });
  });

  test("a profile without a journal, and no profile at all, are one sentence each", () => {
    expect(run("journal", "verify", "--profile", profile)).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^there is no database .*state\.db yet\n$/),
    });
    expect(existsSync(path.join(profile, "state.db"))).toBe(false);
    expect(run("journal", "verify", "--profile", path.join(folder, "nowhere"))).toMatchObject({
      status: 1,
      err: expect.stringMatching(/^There is no folder/),
    });
  });
});

describe("journal export", () => {
  test("json goes to standard output, all of it", () => {
    const { journal } = signerOn(1_100);
    const { status, out, err } = run("journal", "export", "--profile", profile);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const document = JSON.parse(out) as { entries: { hash: string }[] };
    expect(document.entries).toHaveLength(1_100);
    expect(document.entries.at(-1)?.hash).toBe(Buffer.from(journal.head.newest.hash).toString("hex"));
  });

  test("csv goes to a new file that is its owner's alone, and replaces none", () => {
    signerOn(3);
    const file = path.join(folder, "journal.csv");
    const args = ["journal", "export", "--profile", profile, "--format", "csv", "--out", file];
    expect(run(...args)).toMatchObject({ status: 0, out: "" });
    expect(readFileSync(file, "utf8").split("\r\n")).toHaveLength(5);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(run(...args)).toMatchObject({ status: 1, err: expect.stringMatching(/name a new file/) });
  });
});

describe("memory", () => {
  const memoryFile = () => path.join(folder, "memory.json");
  const exportIt = () => run("memory", "export", "--profile", profile, "--file", memoryFile());
  const importIt = () => run("memory", "import", "--profile", profile, "--file", memoryFile());

  test("travels to another profile, whose journal says so", () => {
    const transactions = openState();
    new MemoryTable(transactions, scope).apply([{ kind: "outpoint-amount", outpoint, amountSat: 7n }]);
    new SettingTable(transactions.database).write("guard", "{}");
    expect(exportIt()).toMatchObject({ status: 0, out: "" });
    expect(statSync(memoryFile()).mode & 0o777).toBe(0o600);
    profile = path.join(folder, "other");
    mkdirSync(profile);
    writeFileSync(path.join(profile, "profile.json"), '{"version":1,"id":"0011223344556678","store":null}');
    expect(importIt()).toMatchObject({ status: 0, err: expect.stringContaining("1 amounts") });
    const there = openState();
    expect(new MemoryTable(there, scope).amountOf(outpoint)).toBe(7n);
    expect(new SettingTable(there.database).read("guard")).toBe("{}");
    const [newest] = new Journal({ transactions: there, clock: systemClock }).page({ limit: 1 }).entries;
    expect(newest?.entry).toMatchObject({ kind: "event", event: "memory-imported" });
  });

  test("is not imported under a running signer", async () => {
    openState();
    exportIt();
    const lock = await lockProfile(profile);
    expect(importIt()).toMatchObject({ status: 1, err: expect.stringMatching(/is in use by/) });
    lock.release();
    expect(importIt().status).toBe(0);
  });

  test("that contradicts what is known here is refused, and the item is named", () => {
    const transactions = openState();
    new MemoryTable(transactions, scope).apply([{ kind: "outpoint-amount", outpoint, amountSat: 7n }]);
    exportIt();
    transactions.database.exec("UPDATE outpoint_amounts SET amount_sat = '8'");
    const { status, err } = importIt();
    expect(status).toBe(1);
    expect(err).toContain(`the output ${outpoint}: amountSat is 8 here and 7 there`);
    expect(transactions.database.prepare("SELECT count(*) FROM journal").raw().get()).toEqual([0]);
  });
});
