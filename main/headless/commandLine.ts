/** Reads the command line of the headless signer. Pure. */
import path from "node:path";
import { parseArgs } from "node:util";
import { type ExportFormat, exportFormats } from "../journal/exportJournal";
import type { StoreKind } from "../keystore/keystoreState";
import type { SeedText } from "../keystore/seedDraft";
import type { LinkProtocol } from "../link/linkState";
import { parseHostAddress } from "../pairing/hostAddress";
import type { NodeAddress } from "../pairing/watchOnlyNode";
import { type Preset, presets } from "../policy/ruleTags";
import { type Network, networks } from "../signer/network";
import { CommandError } from "./commandError";
import { secretAmong } from "./secretArguments";

export const usage = `usage:
  run         --profile DIR [--passphrase-file FILE] [--pair STRING | --host HOST[:PORT] --tlscert FILE --macaroon FILE]
              [--guard blind|standard|strict] [--protocol auto|watchonlyrpc|walletrpc] [--proxy HOST:PORT]
  approvals list             --profile DIR
  approvals approve          --profile DIR --ref REF [--as-open]
  approvals refuse           --profile DIR --ref REF
  guard replay   --profile DIR --preset blind|standard|strict [--json]
  seed import --profile DIR --network NETWORK --file FILE [--format aezeed|bip39|extended-key]
              [--seed-passphrase-file FILE] [--store keychain|file] [--passphrase-file FILE]
  seed new    --profile DIR --network NETWORK (--words-file FILE | --show-words)
              [--store keychain|file] [--passphrase-file FILE]
  accounts    --profile DIR [--passphrase-file FILE]
  kit         --profile DIR --host HOST[:PORT] --out FOLDER [--passphrase-file FILE]
  preflight   --profile DIR --accounts FILE [--getinfo FILE] [--passphrase-file FILE] [--json]
  journal verify --profile DIR [--seal [--passphrase-file FILE]] [--json]
  journal export --profile DIR [--format json|csv] [--out FILE]
  memory export  --profile DIR --file FILE
  memory import  --profile DIR --file FILE
  practice

NETWORK is one of ${networks.join(", ")}.
--guard changes the profile's preset; blind signs whatever it is asked, as lnd does. approvals talk to the signer that runs.
--proxy is a SOCKS5 proxy, like Tor's at 127.0.0.1:9050; onion services go through that one by themselves.
--passphrase-file protects the stored seed, --seed-passphrase-file belongs to the aezeed or BIP39 words themselves.
FILE may be - for standard input, once. STRING may be - too: whoever sees a pairing string can pose as the signer.`;

export type NodeSource =
  /** The node the profile is paired with. */
  | { readonly kind: "paired" }
  /** A connection string, or "-" for standard input. */
  | { readonly kind: "string"; readonly text: string }
  | {
      readonly kind: "files";
      readonly address: string;
      readonly certificateFile: string;
      readonly macaroonFile: string;
    };

export interface StoreChoice {
  readonly store: StoreKind;
  readonly passphraseFile: string | null;
}

export type Command =
  | { readonly name: "help" }
  | { readonly name: "practice" }
  | {
      readonly name: "run";
      readonly profile: string;
      readonly passphraseFile: string | null;
      readonly node: NodeSource;
      /** The preset to change to; null: as the profile has it. */
      readonly guard: Preset | null;
      /** The form of the stream to insist on; null: found out. */
      readonly protocol: LinkProtocol | null;
      /** SOCKS5 proxy to dial through; null: as the node was paired. */
      readonly proxy: NodeAddress | null;
    }
  | {
      readonly name: "seed import";
      readonly profile: string;
      readonly network: Network;
      readonly file: string;
      readonly format: SeedText["format"] | null;
      readonly seedPassphraseFile: string | null;
      readonly keep: StoreChoice;
    }
  | {
      readonly name: "seed new";
      readonly profile: string;
      readonly network: Network;
      /** null: shown on the terminal. */
      readonly wordsFile: string | null;
      readonly keep: StoreChoice;
    }
  | { readonly name: "accounts"; readonly profile: string; readonly passphraseFile: string | null }
  | {
      readonly name: "kit";
      readonly profile: string;
      readonly passphraseFile: string | null;
      /** As the signer will dial it. */
      readonly host: string;
      /** The folder for the files. */
      readonly out: string;
    }
  | {
      readonly name: "preflight";
      readonly profile: string;
      readonly passphraseFile: string | null;
      /** What `lncli wallet accounts list` printed. */
      readonly accountsFile: string;
      /** What `lncli getinfo` printed; null leaves the node's key out. */
      readonly getinfoFile: string | null;
      readonly json: boolean;
    }
  | {
      readonly name: "journal verify";
      readonly profile: string;
      /** Checks the seal too, which takes the seed. */
      readonly seal: boolean;
      readonly passphraseFile: string | null;
      readonly json: boolean;
    }
  | {
      readonly name: "journal export";
      readonly profile: string;
      readonly format: ExportFormat;
      /** null: standard output. */
      readonly out: string | null;
    }
  | { readonly name: "approvals list"; readonly profile: string }
  | { readonly name: "approvals approve"; readonly profile: string; readonly ref: string; readonly isOpen: boolean }
  | { readonly name: "approvals refuse"; readonly profile: string; readonly ref: string }
  | { readonly name: "guard replay"; readonly profile: string; readonly preset: Preset; readonly json: boolean }
  | { readonly name: "memory export"; readonly profile: string; readonly file: string }
  | { readonly name: "memory import"; readonly profile: string; readonly file: string };

type Values = Readonly<Record<string, string | boolean | undefined>>;

const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const keepOptions = { profile: text, network: text, store: text, "passphrase-file": text };

/** Subcommands: how many words they are, and their options. */
const subcommands = {
  run: {
    options: {
      profile: text,
      "passphrase-file": text,
      pair: text,
      host: text,
      tlscert: text,
      macaroon: text,
      guard: text,
      protocol: text,
      proxy: text,
    },
    read: readRun,
  },
  "seed import": {
    options: { ...keepOptions, file: text, format: text, "seed-passphrase-file": text },
    read: readSeedImport,
  },
  "seed new": { options: { ...keepOptions, "words-file": text, "show-words": flag }, read: readSeedNew },
  accounts: { options: { profile: text, "passphrase-file": text }, read: readAccounts },
  kit: { options: { profile: text, "passphrase-file": text, host: text, out: text }, read: readKit },
  preflight: {
    options: { profile: text, "passphrase-file": text, accounts: text, getinfo: text, json: flag },
    read: readPreflight,
  },
  "journal verify": {
    options: { profile: text, seal: flag, "passphrase-file": text, json: flag },
    read: readJournalVerify,
  },
  "journal export": { options: { profile: text, format: text, out: text }, read: readJournalExport },
  "approvals list": {
    options: { profile: text },
    read: (values: Values): Command => ({ name: "approvals list", profile: profileOf(values) }),
  },
  "approvals approve": { options: { profile: text, ref: text, "as-open": flag }, read: readApproval },
  "approvals refuse": {
    options: { profile: text, ref: text },
    read: (values: Values): Command => ({ name: "approvals refuse", profile: profileOf(values), ref: refOf(values) }),
  },
  "guard replay": { options: { profile: text, preset: text, json: flag }, read: readReplay },
  "memory export": { options: { profile: text, file: text }, read: readMemory("memory export") },
  "memory import": { options: { profile: text, file: text }, read: readMemory("memory import") },
  practice: { options: {}, read: (): Command => ({ name: "practice" }) },
} as const;

/** @throws CommandError with exit status 2, never repeating a secret */
export function readCommandLine(args: readonly string[]): Command {
  const secret = secretAmong(args);
  if (secret !== null) {
    throw new CommandError(
      2,
      `There is ${secret} on the command line, where other users and programs can read it and the shell keeps it. ` +
        "Treat it as seen. Put secrets into a file only you can read and name that file, or - for standard input.",
    );
  }
  if (args.length === 0 || args.includes("--help") || args.includes("-h")) return { name: "help" };
  const words = args.findIndex((argument) => argument.startsWith("-"));
  const name = args.slice(0, words < 0 ? args.length : words).join(" ");
  if (!isSubcommand(name)) throw new CommandError(2, `There is no such command.\n${usage}`);
  const { options, read } = subcommands[name];
  return read(parseOptions(args.slice(name.split(" ").length), options));
}

function isSubcommand(name: string): name is keyof typeof subcommands {
  return Object.hasOwn(subcommands, name);
}

function parseOptions(args: string[], options: Record<string, { type: "string" | "boolean" }>): Values {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values as Values;
  } catch (cause) {
    // The library's text may repeat the argument, which may be anything.
    const isPositional =
      cause instanceof Error && "code" in cause && cause.code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL";
    const what = isPositional ? "There is a word too much." : "There is an unknown option, or one without its value.";
    throw new CommandError(2, `${what}\n${usage}`, { cause });
  }
}

function readRun(values: Values): Command {
  const protocol =
    values["protocol"] === undefined ? "auto" : oneOf(values, "protocol", ["auto", "watchonlyrpc", "walletrpc"]);
  return {
    name: "run",
    profile: profileOf(values),
    passphraseFile: textOf(values, "passphrase-file"),
    node: nodeOf(values),
    guard: textOf(values, "guard") === null ? null : oneOf(values, "guard", presets),
    protocol: protocol === "auto" ? null : protocol,
    proxy: values["proxy"] === undefined ? null : proxyOf(needed(values, "proxy")),
  };
}

function proxyOf(text: string): NodeAddress {
  const { host, port, portAssumed, findings } = parseHostAddress(text);
  if (portAssumed || findings.some(({ level }) => level === "block")) {
    throw new CommandError(2, "--proxy: expected the proxy's HOST:PORT, like 127.0.0.1:9050.");
  }
  return { host, port };
}

function nodeOf(values: Values): NodeSource {
  const pair = textOf(values, "pair");
  const files = ["host", "tlscert", "macaroon"].filter((option) => values[option] !== undefined);
  if (pair !== null) {
    if (files.length > 0) throw new CommandError(2, `Give either --pair or --${files[0]}, not both.`);
    return { kind: "string", text: pair };
  }
  if (files.length === 0) return { kind: "paired" };
  return {
    kind: "files",
    address: needed(values, "host"),
    certificateFile: path.resolve(needed(values, "tlscert")),
    macaroonFile: path.resolve(needed(values, "macaroon")),
  };
}

function readSeedImport(values: Values): Command {
  return {
    name: "seed import",
    profile: profileOf(values),
    network: oneOf(values, "network", networks),
    file: needed(values, "file"),
    format: textOf(values, "format") === null ? null : oneOf(values, "format", ["aezeed", "bip39", "extended-key"]),
    seedPassphraseFile: textOf(values, "seed-passphrase-file"),
    keep: storeChoice(values),
  };
}

function readSeedNew(values: Values): Command {
  const wordsFile = textOf(values, "words-file");
  if ((wordsFile !== null) === (values["show-words"] === true)) {
    throw new CommandError(
      2,
      "A new seed without its words written down is lost with this computer. Give --words-file FILE, which is made with " +
        "mode 0600, or --show-words on a terminal nobody else sees; one of them.",
    );
  }
  return {
    name: "seed new",
    profile: profileOf(values),
    network: oneOf(values, "network", networks),
    wordsFile: wordsFile === null ? null : path.resolve(wordsFile),
    keep: storeChoice(values),
  };
}

function readAccounts(values: Values): Command {
  return { name: "accounts", profile: profileOf(values), passphraseFile: textOf(values, "passphrase-file") };
}

function readKit(values: Values): Command {
  return {
    name: "kit",
    profile: profileOf(values),
    passphraseFile: textOf(values, "passphrase-file"),
    host: needed(values, "host"),
    out: path.resolve(needed(values, "out")),
  };
}

function readPreflight(values: Values): Command {
  return {
    name: "preflight",
    profile: profileOf(values),
    passphraseFile: textOf(values, "passphrase-file"),
    accountsFile: needed(values, "accounts"),
    getinfoFile: textOf(values, "getinfo"),
    json: values["json"] === true,
  };
}

function readJournalVerify(values: Values): Command {
  return {
    name: "journal verify",
    profile: profileOf(values),
    seal: values["seal"] === true,
    passphraseFile: textOf(values, "passphrase-file"),
    json: values["json"] === true,
  };
}

function readJournalExport(values: Values): Command {
  const out = textOf(values, "out");
  return {
    name: "journal export",
    profile: profileOf(values),
    format: textOf(values, "format") === null ? "json" : oneOf(values, "format", exportFormats),
    out: out === null ? null : path.resolve(out),
  };
}

function readMemory(name: "memory export" | "memory import"): (values: Values) => Command {
  return (values) => ({ name, profile: profileOf(values), file: path.resolve(needed(values, "file")) });
}

function readApproval(values: Values): Command {
  const isOpen = values["as-open"] === true;
  return { name: "approvals approve", profile: profileOf(values), ref: refOf(values), isOpen };
}

function refOf(values: Values): string {
  return needed(values, "ref").toUpperCase();
}

function readReplay(values: Values): Command {
  const preset = oneOf(values, "preset", presets);
  return { name: "guard replay", profile: profileOf(values), preset, json: values["json"] === true };
}

function storeChoice(values: Values): StoreChoice {
  const store = textOf(values, "store") === null ? "keychain" : oneOf(values, "store", ["keychain", "file"]);
  const passphraseFile = textOf(values, "passphrase-file");
  if (store === "file" && passphraseFile === null) {
    throw new CommandError(2, "A seed in a file needs a passphrase: give --passphrase-file FILE.");
  }
  return { store, passphraseFile };
}

function profileOf(values: Values): string {
  return path.resolve(needed(values, "profile"));
}

function textOf(values: Values, option: string): string | null {
  const value = values[option];
  return typeof value === "string" && value !== "" ? value : null;
}

function needed(values: Values, option: string): string {
  const value = textOf(values, option);
  if (value === null) throw new CommandError(2, `--${option} is missing.\n${usage}`);
  return value;
}

function oneOf<const T extends string>(values: Values, option: string, known: readonly T[]): T {
  const value = needed(values, option);
  const found = known.find((candidate) => candidate === value);
  if (found === undefined) throw new CommandError(2, `--${option}: expected one of ${known.join(", ")}.`);
  return found;
}
