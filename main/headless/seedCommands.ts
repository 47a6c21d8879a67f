/** seed import, seed new and accounts. */
import { rm } from "node:fs/promises";
import type { KeyringEntryConstructor } from "../keystore/osKeychain";
import { newSeed, restoreSeed, type SeedText } from "../keystore/seedDraft";
import { openAccountsJson } from "../session/seedAccounts";
import { isBip39 } from "../signer/bip39";
import { aezeedWordCount, isAezeed } from "../signer/encipheredSeed";
import { splitWords } from "../signer/seedWords";
import { CommandError } from "./commandError";
import type { Command, StoreChoice } from "./commandLine";
import { writeNewFile } from "./newFile";
import { lookForSeed, openSeed, type ProfileSeed } from "./profileSeed";
import { readPassphrase, readSecretText } from "./secretFile";

type Of<Name extends Command["name"]> = Extract<Command, { name: Name }>;

export interface Terminal {
  readonly isTerminal: boolean;
  out(text: string): void;
  err(text: string): void;
}

/** Puts a typed seed into the profile. @throws CommandError, SeedError, KeystoreError */
export async function importSeed(
  command: Of<"seed import">,
  AsyncEntry: KeyringEntryConstructor,
  terminal: Terminal,
): Promise<void> {
  const { network, keep } = command;
  const seed = await lookForSeed(command.profile, AsyncEntry);
  const text = readSecretText(command.file);
  const passphrase = readPassphrase(command.seedPassphraseFile);
  const format = command.format ?? recogniseFormat(text);
  await seed.keystore.putDraft(await restoreSeed({ format, text, passphrase, network }, Date.now()));
  await keepDraft(seed, keep, terminal);
}

/** Makes a seed; its words go to a new file or to the terminal, and nowhere else. @throws CommandError, KeystoreError */
export async function makeSeed(
  command: Of<"seed new">,
  AsyncEntry: KeyringEntryConstructor,
  terminal: Terminal,
): Promise<void> {
  const { wordsFile, keep } = command;
  if (wordsFile === null && !terminal.isTerminal) {
    throw new CommandError(2, "--show-words works on a terminal only: elsewhere the words would end up in a log.");
  }
  const seed = await lookForSeed(command.profile, AsyncEntry);
  await seed.keystore.putDraft(await newSeed(command.network, Date.now()));
  const words = numbered(await seed.keystore.revealBackup(""));
  if (wordsFile !== null) await writeNewFile(wordsFile, words);
  try {
    await keepDraft(seed, keep, terminal);
  } catch (error) {
    // Words of a seed that is used nowhere would only be mistaken for a backup.
    if (wordsFile !== null) await rm(wordsFile, { force: true });
    throw error;
  }
  if (wordsFile === null) terminal.out(words);
  else terminal.err(`The words are in ${wordsFile}: copy them to paper, then remove the file.\n`);
}

/** Prints the accounts and nothing else. @throws CommandError, KeystoreError */
export async function printAccounts(
  { profile, passphraseFile }: Of<"accounts">,
  AsyncEntry: KeyringEntryConstructor,
  terminal: Terminal,
): Promise<void> {
  const { keystore, curve } = await openSeed(profile, passphraseFile, AsyncEntry);
  try {
    terminal.out(openAccountsJson(keystore, curve));
  } finally {
    keystore.lock();
  }
}

async function keepDraft(
  { keystore }: ProfileSeed,
  { store, passphraseFile }: StoreChoice,
  terminal: Terminal,
): Promise<void> {
  try {
    await keystore.keep(readPassphrase(passphraseFile), store);
    const { state } = keystore;
    if (state.state !== "open") return;
    terminal.err(
      `Kept in the ${state.store}: ${state.network}, master fingerprint ${state.masterFingerprintHex}, ` +
        `node key ${state.identityPubkeyHex}\n`,
    );
  } finally {
    keystore.lock();
  }
}

/** aezeed and BIP39 share their word list and differ in their checksums; what fits neither gets aezeed's errors. */
function recogniseFormat(text: string): SeedText["format"] {
  if (/^\s*[a-z]prv/i.test(text)) return "extended-key";
  const words = splitWords(text);
  const isShort = words.length < aezeedWordCount && words.length % 3 === 0;
  return isShort || (isBip39(words) && !isAezeed(words)) ? "bip39" : "aezeed";
}

/** One word per line, as they are written down. */
function numbered(words: readonly string[]): string {
  return words.map((word, index) => `${String(index + 1).padStart(2)}  ${word}\n`).join("");
}
