import { describe, expect, test } from "vitest";
import { type Preflight, preflight } from "../../../main/kit/preflight";
import { watchOnlyAccounts } from "../../../main/signer/accounts";
import { nativeCurve } from "../../support/curves";

const seedOf = (fill: number, network: "mainnet" | "regtest" = "regtest") => ({
  accounts: watchOnlyAccounts({ curve: nativeCurve, network, masterKey: new Uint8Array(64).fill(fill) }),
  masterFingerprintHex: "01020304",
  nodePubkeyHex: `02${"ab".repeat(32)}`,
});
const seed = seedOf(7);

type Listed = Record<string, unknown>;
const listed = (change: (accounts: Listed[]) => Listed[] = (accounts) => accounts, from = seed): string =>
  JSON.stringify({ accounts: change(from.accounts.map((account) => ({ ...account }))) });
const changed = (path: string, fields: Listed) =>
  listed((accounts) => accounts.map((each) => (each["derivation_path"] === path ? { ...each, ...fields } : each)));
const look = (text: string, pubkey = seed.nodePubkeyHex): Preflight => preflight(text, pubkey, seed);
const tags = (remarks: Preflight["problems"]) => remarks.map(({ tag }) => tag);

describe("green", () => {
  test("for the node's own seed", () => {
    expect(look(listed())).toMatchObject({ verdict: "green", matching: 259, expected: 259, problems: [], notes: [] });
  });

  test("in the spelling of REST, with fields left out, in any order, with other letters for the same keys", () => {
    const camel = listed((accounts) =>
      accounts.reverse().map((each) => ({
        extendedPublicKey: each["extended_public_key"],
        derivationPath: String(each["derivation_path"]).replaceAll("'", "h"),
        masterKeyFingerprint: "AQIDBA==",
      })),
    );
    expect(look(camel)).toMatchObject({ verdict: "green", problems: [], notes: [] });
  });

  test("with the key in capitals, and with a byte order mark before the list", () => {
    expect(look(`\ufeff${listed()}`, ` ${seed.nodePubkeyHex.toUpperCase()}\n`)).toMatchObject({ verdict: "green" });
  });

  test.each([
    ["imported-account", { name: "imported", derivation_path: "", extended_public_key: "" }],
    ["extra-account", { name: "cold", derivation_path: "m/84'/0'/1'", extended_public_key: "x", watch_only: true }],
    ["extra-account", { name: "second", derivation_path: "m/86'/0'/1'", extended_public_key: "x" }],
  ])("with a note for %s", (tag, account) => {
    const result = look(listed((accounts) => [...accounts, account]));
    expect(result).toMatchObject({ verdict: "green", problems: [] });
    expect(tags(result.notes)).toEqual([tag]);
  });

  test("with one note for accounts that are watch-only already", () => {
    const result = look(listed((accounts) => accounts.map((each) => ({ ...each, watch_only: true }))));
    expect(tags(result.notes)).toEqual(["already-watch-only"]);
    expect(result.notes[0]?.text).toContain("259");
  });

  test("with a note when the node's key was not given", () => {
    expect(tags(look(listed(), "").notes)).toEqual(["node-key-not-given"]);
  });
});

describe("a mismatch", () => {
  const path = "m/1017'/1'/6'";
  test.each([
    ["account-missing", listed((accounts) => accounts.filter((each) => each["derivation_path"] !== path))],
    ["account-differs", changed(path, { extended_public_key: seed.accounts[0]?.extended_public_key })],
    ["account-unreadable", changed(path, { extended_public_key: "tpub-damaged" })],
    ["account-unreadable", changed(path, { extended_public_key: undefined })],
    ["fingerprint-differs", changed(path, { master_key_fingerprint: "05060708" })],
  ])("%s names the account", (tag, text) => {
    const result = look(text);
    expect(result.verdict).toBe("mismatch");
    expect(result.problems).toEqual([{ tag, path, text: expect.stringContaining(path) }]);
    expect(result.text).toContain("Do not migrate");
  });

  test("a second account under a path that differs is seen", () => {
    const twice = listed((accounts) => [
      ...accounts,
      { derivation_path: path, extended_public_key: seed.accounts[0]?.extended_public_key },
    ]);
    expect(tags(look(twice).problems)).toEqual(["account-differs"]);
  });

  test("another seed is said to be one, and the list of problems ends", () => {
    const result = look(listed(undefined, seedOf(9)));
    expect(result).toMatchObject({ verdict: "mismatch", matching: 0, furtherProblems: 239 });
    expect(result.problems).toHaveLength(20);
    expect(result.text).toContain("another seed");
  });

  test.each([
    ["a test network's seed at a mainnet node", seedOf(7), seedOf(7, "mainnet"), /mainnet/],
    ["a mainnet seed at a test network's node", seedOf(7, "mainnet"), seedOf(7), /test network/],
  ])("other-network: %s", (_name, ours, theirs, words) => {
    const result = preflight(listed(undefined, theirs), ours.nodePubkeyHex, ours);
    expect(result.problems[0]).toMatchObject({ tag: "other-network", text: expect.stringMatching(words) });
    expect(result.text).toContain("another network");
  });

  test.each([
    ["another key", `03${"cd".repeat(32)}`, /would be/],
    ["no key", "not a key", /66 hex digits/],
  ])("node-key-differs: %s", (_name, pubkey, words) => {
    const result = look(listed(), pubkey);
    expect(result.problems).toEqual([{ tag: "node-key-differs", path: null, text: expect.stringMatching(words) }]);
    expect(result.verdict).toBe("mismatch");
  });
});

describe("what is no list of accounts is named, and never repeated", () => {
  const privateKey = `tprv${"A".repeat(107)}`;
  test.each([
    ["accounts-empty", " \n"],
    ["accounts-too-long", "x".repeat(400_001)],
    ["accounts-private", `{"accounts":["${privateKey}"]}`],
    ["accounts-not-json", listed().slice(0, -40)],
    ["accounts-not-a-list", '{"wallet":[]}'],
    ["accounts-not-a-list", "7"],
    ["accounts-too-many", JSON.stringify({ accounts: Array(1_001).fill({}) })],
  ])("%s", (tag, text) => {
    const result = look(text);
    expect(result).toMatchObject({ verdict: "mismatch", matching: 0, problems: [{ tag, path: null }] });
    expect(JSON.stringify(result)).not.toContain(privateKey);
  });

  test("entries that are no accounts are passed over", () => {
    expect(look(JSON.stringify({ accounts: [7, null, "x", [], {}] }))).toMatchObject({
      verdict: "mismatch",
      matching: 0,
    });
  });
});
