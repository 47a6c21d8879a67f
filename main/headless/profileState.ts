/** The database of a profile, for commands that need no signer thread. */
import { Profile } from "../session/profile";
import { type Database, openForReading } from "../state/database";
import { requireProfile } from "./profileSeed";

/** @throws CommandError unless there is a profile */
export async function databaseFileOf(folder: string): Promise<string> {
  requireProfile(folder);
  return (await Profile.open(folder)).databaseFile;
}

/** Reads the database while a signer may be running on it. @throws CommandError, StateError */
export async function readState<T>(folder: string, read: (database: Database) => T | Promise<T>): Promise<T> {
  const database = openForReading(await databaseFileOf(folder));
  try {
    return await read(database);
  } finally {
    database.close();
  }
}
