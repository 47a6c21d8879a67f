/** Settings in the database: JSON by key. What it means is their owner's business. */
import type { Database } from "./database";

export class SettingTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** JSON text under `key`, or null when nothing was ever written there. */
  read(key: string): string | null {
    const row = this.#database.prepare("SELECT json FROM settings WHERE key = ?").get(key) as
      | { readonly json: string }
      | undefined;
    return row?.json ?? null;
  }

  /** Replaces what is under `key`. */
  write(key: string, json: string): void {
    this.#database
      .prepare("INSERT INTO settings (key, json) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET json = excluded.json")
      .run(key, json);
  }
}
