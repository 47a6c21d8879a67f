/** memory export and memory import. */
import { readFile } from "node:fs/promises";
import { Journal } from "../journal/journal";
import { lockProfile } from "../session/profileLock";
import { openDatabase } from "../state/database";
import { additionsOf, exportMemory, importMemory, type MemoryImport } from "../state/memoryTransfer";
import { Transactions } from "../state/transactions";
import { systemClock } from "../support/clock";
import { CommandError } from "./commandError";
import type { Command } from "./commandLine";
import { writeNewFile } from "./newFile";
import { databaseFileOf, readState } from "./profileState";
import type { Terminal } from "./seedCommands";

type Of<Name extends Command["name"]> = Extract<Command, { name: Name }>;

/** Writes the memory of a profile to a new file. @throws CommandError, StateError */
export async function exportMemoryFile({ profile, file }: Of<"memory export">, terminal: Terminal): Promise<void> {
  const bytes = await readState(profile, (database) => exportMemory(database, systemClock.nowMs()));
  await writeNewFile(file, bytes);
  terminal.err(`The memory is in ${file}. It holds no secret, but it says what is in your channels.\n`);
}

/**
 * Adds the memory of a file to a profile that no signer runs on, and writes that into the journal.
 *
 * @throws CommandError, AppError NOT_ALLOWED, StateError, JournalError, MemoryFileError
 */
export async function importMemoryFile({ profile, file }: Of<"memory import">, terminal: Terminal): Promise<void> {
  const databaseFile = await databaseFileOf(profile);
  const lock = await lockProfile(profile);
  try {
    const bytes = await readFile(file).catch((cause: unknown) => {
      throw new CommandError(1, `${file} cannot be read.`, { cause });
    });
    const { database } = openDatabase(databaseFile, systemClock.nowMs());
    try {
      terminal.err(`${additionsOf(importInto(new Transactions(database), bytes))}\n`);
    } finally {
      database.close();
    }
  } finally {
    lock.release();
  }
}

function importInto(transactions: Transactions, bytes: Uint8Array): MemoryImport {
  const nowMs = systemClock.nowMs();
  const journal = new Journal({ transactions, clock: systemClock });
  try {
    return transactions.run(() => {
      const added = importMemory(transactions, bytes, { nowMs, settings: "if-none" });
      journal.append([{ kind: "event", atMs: nowMs, event: "memory-imported", detail: additionsOf(added) }]);
      return added;
    });
  } finally {
    journal.close();
  }
}
