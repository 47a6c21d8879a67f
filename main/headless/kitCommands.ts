/** kit and preflight: what a node is made from, and whether an existing one has this seed's keys. */
import { randomBytes } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { KeyringEntryConstructor } from "../keystore/osKeychain";
import { maxAccountsLength } from "../kit/accountsList";
import { guideText } from "../kit/guide";
import { type KitOptions, kitFiles, newNodeGuide } from "../kit/kit";
import { type Preflight, preflight } from "../kit/preflight";
import { signerConf } from "../kit/signerConf";
import { bakeSignerMacaroon } from "../kit/signerMacaroon";
import { parseHostAddress } from "../pairing/hostAddress";
import { defaultRequestTimeoutMs, type NodeAddress } from "../pairing/watchOnlyNode";
import { openAccounts, openAccountsJson } from "../session/seedAccounts";
import { CommandError } from "./commandError";
import type { Command } from "./commandLine";
import { writeNewFile } from "./newFile";
import { openSeed, type ProfileSeed } from "./profileSeed";
import { readSecretText } from "./secretFile";
import type { Terminal } from "./seedCommands";

type Of<Name extends Command["name"]> = Extract<Command, { name: Name }>;

/** Writes the new-node kit into a folder. @throws CommandError, KeystoreError */
export async function makeKit(
  { profile, passphraseFile, host, out }: Of<"kit">,
  AsyncEntry: KeyringEntryConstructor,
  terminal: Terminal,
): Promise<void> {
  const address = addressOf(host);
  const seed = await openSeed(profile, passphraseFile, AsyncEntry);
  const rootKey = randomBytes(32);
  const macaroon = bakeSignerMacaroon(rootKey, randomBytes(16));
  const rootKeyText = hexAsBytes(rootKey);
  try {
    const options = kitOptions(seed, address);
    await writeAll(out, {
      [kitFiles.accounts]: openAccountsJson(seed.keystore, seed.curve),
      [kitFiles.conf]: signerConf(options, options.network),
      [kitFiles.macaroon]: macaroon,
      [kitFiles.rootKey]: rootKeyText,
      [kitFiles.guide]: guideText(newNodeGuide(options)),
    });
  } finally {
    seed.keystore.lock();
    for (const secret of [rootKey, macaroon, rootKeyText]) secret.fill(0);
  }
  terminal.err(
    `The kit is in ${out}; ${kitFiles.guide} says what to do with it.\n` +
      `warning: whoever has ${kitFiles.rootKey} can give themselves every right over the node. ` +
      "Delete it, here and on the node, as soon as lncli createwatchonly has run.\n",
  );
}

/** Prints whether a hot node's keys are this seed's. @throws CommandError with exit status 1 if they are not */
export async function runPreflight(
  { profile, passphraseFile, accountsFile, getinfoFile, json }: Of<"preflight">,
  AsyncEntry: KeyringEntryConstructor,
  terminal: Terminal,
): Promise<void> {
  // Longer than the reader takes, so that it can say what is wrong.
  const list = readSecretText(accountsFile, 4 * maxAccountsLength);
  const nodePubkeyHex = getinfoFile === null ? "" : nodePubkeyIn(getinfoFile);
  const { keystore, curve } = await openSeed(profile, passphraseFile, AsyncEntry);
  let result: Preflight;
  try {
    const { state } = keystore;
    if (state.state !== "open") throw new CommandError(1, "The seed was locked meanwhile.");
    result = preflight(list, nodePubkeyHex, {
      accounts: openAccounts(keystore, curve),
      masterFingerprintHex: state.masterFingerprintHex,
      nodePubkeyHex: state.identityPubkeyHex,
    });
  } finally {
    keystore.lock();
  }
  terminal.out(json ? `${JSON.stringify(result)}\n` : preflightText(result));
  if (result.verdict !== "green") throw new CommandError(1, "The pre-flight did not pass.");
}

function kitOptions({ keystore }: ProfileSeed, address: NodeAddress): KitOptions {
  const { state } = keystore;
  if (state.state !== "open") throw new CommandError(1, "The seed was locked meanwhile.");
  const { network, birthdayMs } = state;
  return { address, network, birthdayMs, requestTimeoutMs: defaultRequestTimeoutMs, rootKey: "file" };
}

function addressOf(text: string): NodeAddress {
  const { host, port, findings } = parseHostAddress(text);
  const block = findings.find(({ level }) => level === "block");
  if (block !== undefined) throw new CommandError(2, `--host: ${block.message}`);
  return { host, port };
}

/** All of them or none. */
async function writeAll(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((cause: unknown) => {
    throw new CommandError(1, `${folder} cannot be made: name a folder where you may write.`, { cause });
  });
  const written: string[] = [];
  try {
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(folder, name);
      await writeNewFile(file, content);
      written.push(file);
    }
  } catch (error) {
    for (const file of written) await rm(file, { force: true });
    throw error;
  }
}

function nodePubkeyIn(file: string): string {
  try {
    const info: unknown = JSON.parse(readSecretText(file));
    const pubkey = typeof info === "object" && info !== null ? Object.entries(info).find(isIdentity)?.[1] : undefined;
    if (typeof pubkey === "string") return pubkey;
  } catch (error) {
    if (error instanceof CommandError) throw error;
  }
  throw new CommandError(1, `${file} holds no identity_pubkey: make it with lncli getinfo > getinfo.json.`);
}

function isIdentity([name]: readonly [string, unknown]): boolean {
  return name === "identity_pubkey" || name === "identityPubkey";
}

function preflightText({ verdict, text, matching, expected, problems, furtherProblems, notes }: Preflight): string {
  return [
    `${verdict}: ${matching} of ${expected} accounts are the same. ${text}`,
    ...problems.map((problem) => `problem [${problem.tag}] ${problem.text}`),
    ...(furtherProblems === 0 ? [] : [`... and ${furtherProblems} more problems`]),
    ...notes.map((note) => `note [${note.tag}] ${note.text}`),
    "",
  ].join("\n");
}

/** Hex digits as ASCII bytes, which can be wiped. */
function hexAsBytes(bytes: Uint8Array): Uint8Array {
  const digits = new TextEncoder().encode("0123456789abcdef");
  return Uint8Array.from({ length: bytes.length * 2 }, (_, index) => {
    const byte = bytes[index >> 1] ?? 0;
    return digits[index % 2 === 0 ? byte >> 4 : byte & 15] ?? 0;
  });
}
