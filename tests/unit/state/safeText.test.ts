import { describe, expect, test } from "vitest";
import { AlertTable } from "../../../main/state/alerts";
import { MemoryTable } from "../../../main/state/memory";
import { NodeTable } from "../../../main/state/nodes";
import { SettingTable } from "../../../main/state/settings";
import { testTransactions } from "../../support/journal";

/** Not UTF-8, as after a bit on the disk has changed. */
const damaged = "CAST(x'7bff' AS TEXT)";

describe("text that is not UTF-8 does not end the process", () => {
  test("in a setting", () => {
    const { database } = testTransactions();
    database.exec(`INSERT INTO settings VALUES ('a', ${damaged})`);
    expect(new SettingTable(database).read("a")).toBe("{\ufffd");
  });

  test("in a node", () => {
    const { database } = testTransactions();
    database.exec(`INSERT INTO nodes VALUES ('a', ${damaged}, '[]', x'00', 'regtest', 5000, 1, NULL)`);
    expect(new NodeTable(database).list()).toMatchObject([{ id: "a", name: "{\ufffd" }]);
  });

  test("in an alert", () => {
    const transactions = testTransactions();
    transactions.database.exec(`INSERT INTO alerts VALUES (1, 'justice', ${damaged}, '', 1, 1, 1, NULL)`);
    expect(new AlertTable(transactions).open()).toMatchObject([{ subject: "{\ufffd" }]);
  });

  test("in a channel, which is then unknown, and counted", () => {
    const transactions = testTransactions();
    transactions.database.exec(`INSERT INTO channels VALUES ('regtest:02', 1, ${damaged})`);
    const memory = new MemoryTable(transactions, "regtest:02");
    expect(memory.channelOfKey(1)).toBe(undefined);
    expect(memory.damagedChannels).toBe(1);
  });
});
