import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { WatchOnlyNode } from "../../../main/pairing/watchOnlyNode";
import { type Database, openDatabase } from "../../../main/state/database";
import { migrations } from "../../../main/state/migrations";
import { NodeTable } from "../../../main/state/nodes";
import { SettingTable } from "../../../main/state/settings";
import { markSuspect } from "../../../main/state/suspicion";

let folder: string;
let file: string;
const opened: Database[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "countersign-state-"));
  file = path.join(folder, "countersign.db");
});
afterEach(() => {
  for (const database of opened.splice(0)) database.close();
  rmSync(folder, { recursive: true });
});

function open(name: string | null = file) {
  const result = openDatabase(name, Date.UTC(2026, 0, 2, 3, 4, 5));
  opened.push(result.database);
  return result;
}

const node: WatchOnlyNode = {
  id: "00112233445566ff",
  name: "Living room",
  addresses: [
    { host: "node.local", port: 10_019 },
    { host: "fe80::1", port: 10_020 },
  ],
  certificateDer: Uint8Array.of(0x30, 0x82, 0x00),
  network: "signet",
  requestTimeoutMs: 30_000,
  pairedAtMs: 1_767_000_000_000,
};

describe("openDatabase", () => {
  test("makes a file only its owner can read, WAL and index included", () => {
    new SettingTable(open().database).write("theme", '"dark"');
    const modes = readdirSync(folder).map((name) => [name, statSync(path.join(folder, name)).mode & 0o777]);
    expect(Object.fromEntries(modes)).toEqual({
      "countersign.db": 0o600,
      "countersign.db-wal": 0o600,
      "countersign.db-shm": 0o600,
    });
  });

  test("tightens the mode of a file that was there", () => {
    writeFileSync(file, "", { mode: 0o644 });
    open();
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test("commits are durable: WAL with full synchronisation", () => {
    const { database } = open();
    expect(database.pragma("journal_mode")).toMatchObject([{ journal_mode: "wal" }]);
    expect(database.pragma("synchronous")).toMatchObject([{ synchronous: 2 }]);
    expect(database.pragma("busy_timeout")).toMatchObject([{ timeout: 3_000 }]);
  });

  test("opens again what it made, without another migration", () => {
    new SettingTable(open().database).write("a", "1");
    const second = open();
    expect(second.movedAsideTo).toBe(null);
    expect(new SettingTable(second.database).read("a")).toBe("1");
    expect(second.database.prepare("SELECT count(*) AS count FROM migrations").get()).toMatchObject({
      count: migrations.length,
    });
  });

  test("moves an unreadable file aside, keeps it whole and starts anew", () => {
    const garbage = "this is no database ".repeat(500);
    writeFileSync(file, garbage);
    const { database, movedAsideTo } = open();
    expect(movedAsideTo).toBe(`${file}.unreadable-2026-01-02T03-04-05-000Z`);
    expect(readFileSync(movedAsideTo as string, "utf8")).toBe(garbage);
    new SettingTable(database).write("a", "1");
    expect(new SettingTable(database).read("a")).toBe("1");
  });

  test("notices a damaged page, and moves the file aside", () => {
    const first = open().database;
    const settings = new SettingTable(first);
    for (let index = 0; index < 200; index += 1) settings.write(`key ${index}`, JSON.stringify("x".repeat(500)));
    first.pragma("wal_checkpoint(TRUNCATE)");
    first.close();
    opened.length = 0;
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 8_192, bytes.length - 4_096);
    writeFileSync(file, bytes);
    const { database, movedAsideTo } = open();
    expect(movedAsideTo).not.toBe(null);
    expect(new SettingTable(database).read("key 1")).toBe(null);
  });

  describe("a file of more than 64 MiB", () => {
    /** Damaged in the journal, or else in the settings. */
    function largeAndDamaged(where: "journal" | "settings"): void {
      const { database } = open();
      database.pragma("synchronous = OFF");
      database.exec(`WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 1200)
        INSERT INTO journal SELECT n, 0, 'event', 'event', printf('%.*c', 60000, 'j'), zeroblob(32) FROM numbers`);
      new SettingTable(database).write("large", JSON.stringify("s".repeat(20_000)));
      database.pragma("wal_checkpoint(TRUNCATE)");
      database.close();
      opened.length = 0;
      const bytes = readFileSync(file);
      // An overflow page holds the rest of a long value and begins with the number of the next one.
      const rest = bytes.lastIndexOf((where === "journal" ? "j" : "s").repeat(4_000));
      const page = Math.floor((rest + 1_000) / 4_096) * 4_096;
      bytes.fill(0xa5, page, page + 4);
      writeFileSync(file, bytes);
    }

    test("is looked at without its journal, which has a check of its own", () => {
      largeAndDamaged("journal");
      expect(open().movedAsideTo).toBe(null);
    });

    test("is looked at whole when it could not be read the last time, once", () => {
      largeAndDamaged("journal");
      const { database } = open();
      markSuspect(database);
      database.close();
      opened.length = 0;
      expect(open().movedAsideTo).not.toBe(null);
      expect(readdirSync(folder).filter((name) => name.endsWith(".suspect"))).toEqual([]);
    });

    test("is moved aside for damage anywhere else", () => {
      largeAndDamaged("settings");
      expect(open().movedAsideTo).not.toBe(null);
    });
  });

  test("UNAVAILABLE: the folder is not there; nothing is moved", () => {
    expect(() => open(path.join(folder, "nowhere", "x.db"))).toThrow(
      expect.objectContaining({ name: "StateError", code: "UNAVAILABLE" }),
    );
  });

  test("UNAVAILABLE: a folder stands in its place", () => {
    mkdirSync(file);
    expect(() => open()).toThrow(expect.objectContaining({ code: "UNAVAILABLE" }));
    expect(statSync(file).isDirectory()).toBe(true);
  });

  test("TOO_NEW: a later version wrote it; it is left alone", () => {
    open().database.exec("INSERT INTO migrations VALUES (99, 'later')");
    expect(() => open()).toThrow(expect.objectContaining({ code: "TOO_NEW" }));
    expect(readdirSync(folder).filter((name) => name.includes("unreadable"))).toEqual([]);
  });

  test("null remembers nothing beyond the process", () => {
    new SettingTable(open(null).database).write("a", "1");
    expect(new SettingTable(open(null).database).read("a")).toBe(null);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("NodeTable", () => {
  test("keeps the proxy of a node, and forgets it again", () => {
    const nodes = new NodeTable(open().database);
    const proxied = { ...node, proxy: { host: "127.0.0.1", port: 9050 } };
    nodes.save(proxied);
    expect(nodes.list()).toEqual([proxied]);
    nodes.save(node);
    expect(nodes.list()).toEqual([node]);
  });

  test("gives back what was saved, after opening again", () => {
    new NodeTable(open().database).save(node);
    expect(new NodeTable(open().database).list()).toEqual([node]);
  });

  test("saving the same id replaces", () => {
    const nodes = new NodeTable(open(null).database);
    nodes.save(node);
    nodes.save({ ...node, name: "Kitchen", network: "regtest", requestTimeoutMs: 5_000 });
    expect(nodes.list()).toEqual([{ ...node, name: "Kitchen", network: "regtest", requestTimeoutMs: 5_000 }]);
  });

  test("lists the one paired first ahead, and forgets", () => {
    const nodes = new NodeTable(open(null).database);
    nodes.save({ ...node, id: "b", pairedAtMs: 2 });
    nodes.save({ ...node, id: "a", pairedAtMs: 1 });
    expect(nodes.list().map(({ id }) => id)).toEqual(["a", "b"]);
    nodes.forget("a");
    nodes.forget("never there");
    expect(nodes.list().map(({ id }) => id)).toEqual(["b"]);
  });

  test("a row with an unknown network is refused, not passed on", () => {
    const { database } = open(null);
    const nodes = new NodeTable(database);
    nodes.save(node);
    database.exec("UPDATE nodes SET network = 'simnet'");
    expect(() => nodes.list()).toThrow(/network/);
  });
});

test("settings: null before the first write, then the last one", () => {
  const settings = new SettingTable(open(null).database);
  expect(settings.read("app")).toBe(null);
  settings.write("app", "{}");
  settings.write("app", '{"theme":"dark"}');
  expect(settings.read("app")).toBe('{"theme":"dark"}');
});
