/** The schema, as the steps that lead to it. A step that was released is never changed, only followed by another. */

/** Statements of version 1, 2, ... in order. */
export const migrations: readonly string[] = [
  `CREATE TABLE nodes (
     id TEXT PRIMARY KEY,
     name TEXT NOT NULL,
     addresses_json TEXT NOT NULL,
     certificate_der BLOB NOT NULL,
     network TEXT NOT NULL,
     request_timeout_ms INTEGER NOT NULL,
     paired_at_ms INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE settings (
     key TEXT PRIMARY KEY,
     json TEXT NOT NULL
   ) STRICT;
   CREATE TABLE nonces (
     id INTEGER PRIMARY KEY,
     nonce_hash BLOB NOT NULL UNIQUE,
     binding BLOB NOT NULL
   ) STRICT;`,
  "ALTER TABLE nodes ADD COLUMN proxy_json TEXT",
];
