/** journal verify and journal export. */
import { open } from "node:fs/promises";
import { Readable, type Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sealKeyOf } from "../journal/chain";
import { exportJournal } from "../journal/exportJournal";
import { type Verification, verifyJournal } from "../journal/verify";
import type { KeyringEntryConstructor } from "../keystore/osKeychain";
import { CommandError } from "./commandError";
import type { Command } from "./commandLine";
import { openSeed } from "./profileSeed";
import { readState } from "./profileState";
import type { Terminal } from "./seedCommands";

type Of<Name extends Command["name"]> = Extract<Command, { name: Name }>;

/** Works the whole chain out again. @throws CommandError with exit status 1 when it does not add up */
export async function verifyJournalOf(
  { profile, seal, passphraseFile, json }: Of<"journal verify">,
  AsyncEntry: KeyringEntryConstructor,
  terminal: Terminal,
): Promise<void> {
  const sealKey = seal ? await sealKeyOfProfile(profile, passphraseFile, AsyncEntry) : undefined;
  const result = await readState(profile, (database) => {
    const work = verifyJournal(database, sealKey === undefined ? {} : { sealKey });
    for (;;) {
      const { done, value } = work.next();
      if (done) return value;
    }
  });
  sealKey?.fill(0);
  terminal.out(json ? `${JSON.stringify(result)}\n` : `${sentenceOf(result)}\n`);
  if (!result.ok) throw new CommandError(1, "The journal does not add up.");
}

/** Writes the journal to a new file or to `output`. @throws CommandError, StateError */
export async function exportJournalFile(
  { profile, format, out }: Of<"journal export">,
  output: Writable,
  terminal: Terminal,
): Promise<void> {
  await readState(profile, async (database) => {
    const text = Readable.from(exportJournal(database, format));
    if (out === null) return pipeline(text, output, { end: false });
    const file = await open(out, "wx", 0o600).catch((cause: unknown) => {
      throw new CommandError(1, `${out} cannot be made: name a new file in a folder where you may write.`, { cause });
    });
    await pipeline(text, file.createWriteStream({ flush: true }));
    terminal.err(`The journal is in ${out}.\n`);
  });
}

async function sealKeyOfProfile(
  profile: string,
  passphraseFile: string | null,
  AsyncEntry: KeyringEntryConstructor,
): Promise<Uint8Array> {
  const { keystore } = await openSeed(profile, passphraseFile, AsyncEntry);
  const masterKey = new Uint8Array(keystore.keys().masterKey).slice();
  try {
    return sealKeyOf(masterKey);
  } finally {
    masterKey.fill(0);
    keystore.lock();
  }
}

function sentenceOf(result: Verification): string {
  if (!result.ok) return `${result.reason}: ${result.detail}`;
  if (result.checked === 0) return "The journal is empty.";
  const seal = {
    valid: "Its seal is whole.",
    absent: "It was never sealed.",
    "other-seed": "It was sealed with the key of another seed.",
    "not-checked": "Its seal was not checked: that takes the seed, with --seal.",
  }[result.seal];
  const unsealed = result.unsealed === 0 ? "" : ` ${result.unsealed} entries at the end are not sealed yet.`;
  return (
    `Entries ${result.firstSeq} to ${result.lastSeq} add up. ${seal}${unsealed}\n` +
    `The chain ends in ${result.headHashHex}.`
  );
}
