/** The file behind an open database. */
import type { Database } from "./database";

/** Path, or null for a database in memory. */
export function fileOf(database: Database): string | null {
  const [main] = database.prepare("PRAGMA database_list").all() as { readonly file: string }[];
  return main === undefined || main.file === "" ? null : main.file;
}
