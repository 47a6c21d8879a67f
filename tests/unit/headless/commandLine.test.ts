import path from "node:path";
import { describe, expect, test } from "vitest";
import { readCommandLine } from "../../../main/headless/commandLine";

const refused = (words: RegExp) =>
  expect.objectContaining({ name: "CommandError", exitStatus: 2, message: expect.stringMatching(words) });
const read = (line: string) => readCommandLine(line.split(" ").filter(Boolean));

describe("commands", () => {
  test("no words, or a question, is help", () => {
    for (const line of ["", "--help", "-h", "run --help"]) expect(read(line)).toEqual({ name: "help" });
  });

  test("run finds its node in the profile, in a string or in files", () => {
    expect(read("run --profile p")).toEqual({
      name: "run",
      profile: path.resolve("p"),
      guard: null,
      passphraseFile: null,
      node: { kind: "paired" },
      protocol: null,
      proxy: null,
    });
    expect(read("run --profile p --pair lndconnect://a?b")).toMatchObject({
      node: { kind: "string", text: "lndconnect://a?b" },
    });
    expect(read("run --profile p --host h:1 --tlscert t --macaroon m --passphrase-file f")).toMatchObject({
      passphraseFile: "f",
      node: {
        kind: "files",
        address: "h:1",
        certificateFile: path.resolve("t"),
        macaroonFile: path.resolve("m"),
      },
    });
  });

  test("run leaves the guard as it is, or changes to a preset there is", () => {
    expect(read("run --profile p")).toMatchObject({ guard: null });
    for (const guard of ["blind", "standard", "strict"]) {
      expect(read(`run --profile p --guard ${guard}`)).toMatchObject({ guard });
    }
    expect(() => read("run --profile p --guard off")).toThrow(refused(/--guard/));
  });

  test("approvals are listed and decided by reference", () => {
    expect(read("approvals list --profile p")).toEqual({ name: "approvals list", profile: path.resolve("p") });
    const card = { profile: path.resolve("p"), ref: "7F3K" };
    expect(read("approvals refuse --profile p --ref 7f3k")).toEqual({ name: "approvals refuse", ...card });
    for (const [option, isOpen] of [
      ["", false],
      [" --as-open", true],
    ] as const) {
      const command = read(`approvals approve --profile p --ref 7f3k${option}`);
      expect(command).toEqual({ name: "approvals approve", ...card, isOpen });
    }
    expect(() => read("approvals approve --profile p")).toThrow(refused(/--ref/));
  });

  test("guard replay takes a preset", () => {
    expect(read("guard replay --profile p --preset strict --json")).toEqual({
      name: "guard replay",
      profile: path.resolve("p"),
      preset: "strict",
      json: true,
    });
    expect(() => read("guard replay --profile p")).toThrow(refused(/--preset/));
  });

  test("run finds the protocol out, or insists on one of the two there are", () => {
    expect(read("run --profile p --protocol auto")).toMatchObject({ protocol: null });
    for (const protocol of ["watchonlyrpc", "walletrpc"]) {
      expect(read(`run --profile p --protocol ${protocol}`)).toMatchObject({ protocol });
    }
    for (const line of ["run --profile p --protocol grpc", "run --profile p --protocol="]) {
      expect(() => read(line), line).toThrow(refused(/--protocol/));
    }
  });

  test("run takes a SOCKS5 proxy with its port", () => {
    expect(read("run --profile p --proxy 127.0.0.1:9050")).toMatchObject({ proxy: { host: "127.0.0.1", port: 9050 } });
    expect(read("run --profile p --proxy [::1]:9150")).toMatchObject({ proxy: { host: "::1", port: 9150 } });
    expect(read("run --profile p --proxy tor.lan:9050")).toMatchObject({ proxy: { host: "tor.lan", port: 9050 } });
    for (const proxy of [
      "tor.lan",
      "tor.lan:",
      "tor.lan:70000",
      "me@tor.lan:9050",
      "socks5://tor.lan:9050",
      "::1:9050",
      "",
    ]) {
      expect(() => read(`run --profile p --proxy=${proxy}`), proxy).toThrow(refused(/--proxy/));
    }
  });

  test("run refuses half a node and two of them", () => {
    expect(() => read("run --profile p --host h")).toThrow(refused(/--tlscert is missing/));
    expect(() => read("run --profile p --host h --tlscert t")).toThrow(refused(/--macaroon is missing/));
    expect(() => read("run --profile p --pair x --host h")).toThrow(refused(/not both/));
  });

  test("kit", () => {
    expect(read("kit --profile p --host node.lan --out o --passphrase-file f")).toEqual({
      name: "kit",
      profile: path.resolve("p"),
      passphraseFile: "f",
      host: "node.lan",
      out: path.resolve("o"),
    });
    expect(() => read("kit --profile p --out o")).toThrow(refused(/--host is missing/));
    expect(() => read("kit --profile p --host h")).toThrow(refused(/--out is missing/));
  });

  test("preflight", () => {
    expect(read("preflight --profile p --accounts hot.json --getinfo g --json")).toEqual({
      name: "preflight",
      profile: path.resolve("p"),
      passphraseFile: null,
      accountsFile: "hot.json",
      getinfoFile: "g",
      json: true,
    });
    expect(read("preflight --profile p --accounts -")).toMatchObject({ getinfoFile: null, json: false });
    expect(() => read("preflight --profile p")).toThrow(refused(/--accounts is missing/));
  });

  test("seed import", () => {
    expect(read("seed import --profile p --network signet --file s --store file --passphrase-file f")).toEqual({
      name: "seed import",
      profile: path.resolve("p"),
      network: "signet",
      file: "s",
      format: null,
      seedPassphraseFile: null,
      keep: { store: "file", passphraseFile: "f" },
    });
    expect(read("seed import --profile p --network signet --file - --format bip39")).toMatchObject({
      file: "-",
      format: "bip39",
      keep: { store: "keychain", passphraseFile: null },
    });
  });

  test("seed new wants one place for its words", () => {
    expect(read("seed new --profile p --network mainnet --words-file w")).toMatchObject({
      wordsFile: path.resolve("w"),
    });
    expect(read("seed new --profile p --network mainnet --show-words")).toMatchObject({ wordsFile: null });
    expect(() => read("seed new --profile p --network mainnet")).toThrow(refused(/lost/));
    expect(() => read("seed new --profile p --network mainnet --show-words --words-file w")).toThrow(
      refused(/one of them/),
    );
  });

  test("a seed in a file needs a passphrase", () => {
    expect(() => read("seed import --profile p --network signet --file s --store file")).toThrow(
      refused(/--passphrase-file/),
    );
  });

  test("journal verify and export", () => {
    const profile = path.resolve("p");
    const verify = { name: "journal verify", profile, seal: false, passphraseFile: null, json: false };
    expect(read("journal verify --profile p")).toEqual(verify);
    expect(read("journal verify --profile p --seal --passphrase-file f --json")).toEqual({
      ...verify,
      seal: true,
      passphraseFile: "f",
      json: true,
    });
    expect(read("journal export --profile p")).toEqual({ name: "journal export", profile, format: "json", out: null });
    expect(read("journal export --profile p --format csv --out o")).toMatchObject({
      format: "csv",
      out: path.resolve("o"),
    });
    expect(() => read("journal export --profile p --format xml")).toThrow(
      refused(/--format: expected one of json, csv/),
    );
    expect(() => read("journal --profile p")).toThrow(refused(/no such command/));
  });

  test("memory export and import", () => {
    for (const name of ["memory export", "memory import"] as const) {
      expect(read(`${name} --profile p --file f`)).toEqual({
        name,
        profile: path.resolve("p"),
        file: path.resolve("f"),
      });
      expect(() => read(`${name} --profile p`)).toThrow(refused(/--file is missing/));
    }
  });

  test("accounts and practice", () => {
    expect(read("accounts --profile p")).toEqual({
      name: "accounts",
      profile: path.resolve("p"),
      passphraseFile: null,
    });
    expect(read("practice")).toEqual({ name: "practice" });
  });

  test("what is not known is refused with the usage", () => {
    for (const line of ["fly", "seed", "seed fly", "kit --profile p", "constructor", "run --profile p --fast"]) {
      expect(() => read(line), line).toThrow(refused(/usage:/));
    }
    expect(() => read("run")).toThrow(refused(/--profile is missing/));
    expect(() => read("accounts --profile p extra")).toThrow(refused(/word too much/));
    expect(() => read("seed import --profile p --network simnet --file s")).toThrow(
      refused(/--network: expected one of/),
    );
    expect(() => read("seed import --profile p --network signet --file s --store cloud")).toThrow(refused(/--store/));
  });
});

describe("secrets on the command line", () => {
  const words = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
  const xprv =
    "xprv9s21ZrQH143K2KADjED57FvNbptdKLp4sqKzssegwEGKQMGoDkbyhUeCKe5m3AMU44z4vqkmGswwQVKrv599nFG16PPZDEkNrogwoDGeCmZ";

  test.each([
    ["seed words", ["seed", "import", "--file", words]],
    ["seed words, one by one", ["seed", "import", ...words.split(" ")]],
    ["seed words in capitals", [words.toUpperCase()]],
    ["an extended private key", ["seed", "import", "--file", xprv]],
    ["an extended private key behind =", ["seed", "import", `--file=${xprv}`]],
    ["a key in hex", ["run", "--macaroon", "ab".repeat(32)]],
    ["a key in hex behind =", ["run", `--macaroon=${"AB".repeat(60)}`]],
    ["a passphrase", ["run", "--passphrase", "correct horse"]],
    ["a passphrase behind =", ["run", "--passphrase=correct horse"]],
    ["a password", ["run", "--password", "correct horse"]],
  ])("%s: refused with the reason, before anything else, and never repeated", (_what, args) => {
    expect(() => readCommandLine(args)).toThrow(refused(/command line.*other users/));
    try {
      readCommandLine(args);
    } catch (error) {
      const message = String(error).toLowerCase();
      for (const part of ["abandon", "xprv9", "abababab", "correct horse"]) expect(message).not.toContain(part);
    }
  });

  test("paths, pairing strings and a few ordinary words are not secrets", () => {
    const args = [
      "run",
      "--profile",
      "/home/ab/all about zoo",
      "--passphrase-file",
      "f",
      "--pair",
      "lndconnect://h?macaroon=AgEDbG5k",
    ];
    expect(readCommandLine(args)).toMatchObject({ name: "run" });
  });
});
