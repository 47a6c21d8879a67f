/** Settings in the database: JSON by key. What it means is their owner's business. */
import type { Database } from "./database";
import { asBytes, textFrom } from "./safeText";

export class SettingTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** JSON text under `key`, or null when nothing was ever written there. */
  read(key: string): string | null {
    const row = this.#database.prepare(`SELECT ${asBytes("json")} FROM settings WHERE key = ?`).get(key) as
      | { readonly json: ArrayBuffer }
      | undefined;
    return row === undefined ? null : textFrom(row.json);
  }

  /** Replaces what is under `key`. */
  write(key: string, json: string): void {
    this.#database
      .prepare("INSERT INTO settings (key, json) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET json = excluded.json")
      .run(key, json);
  }
}
