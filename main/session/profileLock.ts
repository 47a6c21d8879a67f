/**
 * One process per profile: two signers on one seed would take the node from each other and write over each other's
 * state. The lock is the operating system's, on an SQLite file, so that it ends with its process however that ends:
 * no process id that meanwhile is another's can keep a signer from coming back after a power cut.
 *
 *   profile.lock    what is locked
 *   profile.owner   who locked it last, for people
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import Libsql from "libsql";
import { AppError } from "./appError";

export interface ProfileLock {
  release(): void;
}

/** Held here: one that is collected would be released. */
const held = new Set<Libsql.Database>();

/**
 * Locks the profile in `folder`, which is made when it is missing, until `release` or the end of the process.
 *
 * @throws AppError NOT_ALLOWED while another process, or another session of this one, has it
 */
export async function lockProfile(folder: string): Promise<ProfileLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const ownerFile = path.join(folder, "profile.owner");
  const database = new Libsql(path.join(folder, "profile.lock"));
  try {
    database.pragma("busy_timeout = 0");
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!(error instanceof Error && "code" in error && error.code === "SQLITE_BUSY")) throw error;
    const owner = await readFile(ownerFile, "utf8").catch(() => "another process");
    throw new AppError("NOT_ALLOWED", `The profile in ${folder} is in use by ${owner.trim()}. Quit that one first.`, {
      cause: error,
    });
  }
  held.add(database);
  await writeFile(ownerFile, `${path.basename(process.execPath)}, process ${process.pid}\n`, { mode: 0o600 });
  return {
    release() {
      if (!held.delete(database)) return;
      database.exec("ROLLBACK");
      database.close();
    },
  };
}
