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
  // What the guard remembers. Amounts are decimal text: a node may claim more satoshi than SQLite's integers hold.
  `CREATE TABLE journal (
     seq INTEGER PRIMARY KEY,
     at_ms INTEGER NOT NULL,
     class_group TEXT NOT NULL,
     outcome TEXT NOT NULL,
     entry TEXT NOT NULL,
     hash BLOB NOT NULL
   ) STRICT;
   CREATE INDEX journal_by_group ON journal (class_group, outcome);
   CREATE TABLE journal_head (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     checkpoint_seq INTEGER NOT NULL,
     checkpoint_hash BLOB NOT NULL,
     head_seq INTEGER NOT NULL,
     head_hash BLOB NOT NULL,
     sealed_seq INTEGER,
     sealed_hash BLOB,
     seal BLOB,
     seal_key_id BLOB
   ) STRICT;
   INSERT INTO journal_head VALUES (1, 0, zeroblob(32), 0, zeroblob(32), NULL, NULL, NULL, NULL);
   CREATE TABLE outpoint_amounts (
     outpoint TEXT PRIMARY KEY,
     amount_sat TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE channels (
     seed TEXT NOT NULL,
     funding_key_index INTEGER NOT NULL,
     json TEXT NOT NULL,
     PRIMARY KEY (seed, funding_key_index)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE fundings (
     outpoint TEXT PRIMARY KEY,
     amount_sat TEXT NOT NULL,
     at_ms INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE limit_uses (
     id INTEGER PRIMARY KEY,
     measure TEXT NOT NULL,
     key TEXT NOT NULL,
     amount_sat TEXT NOT NULL,
     at_ms INTEGER NOT NULL,
     UNIQUE (key, measure)
   ) STRICT;
   CREATE INDEX limit_uses_by_time ON limit_uses (at_ms);
   CREATE TABLE signer_time (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     at_ms INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE approvals (
     id INTEGER PRIMARY KEY,
     ref TEXT NOT NULL,
     created_at_ms INTEGER NOT NULL,
     is_over INTEGER NOT NULL,
     json TEXT NOT NULL,
     UNIQUE (ref, created_at_ms)
   ) STRICT;
   CREATE INDEX approvals_open ON approvals (created_at_ms) WHERE is_over = 0;
   CREATE INDEX approvals_by_time ON approvals (created_at_ms);
   CREATE TABLE alerts (
     id INTEGER PRIMARY KEY,
     tag TEXT NOT NULL,
     subject TEXT NOT NULL,
     detail TEXT NOT NULL,
     first_at_ms INTEGER NOT NULL,
     last_at_ms INTEGER NOT NULL,
     count INTEGER NOT NULL,
     dismissed_at_ms INTEGER
   ) STRICT;
   CREATE UNIQUE INDEX alerts_open ON alerts (tag, subject) WHERE dismissed_at_ms IS NULL;
   CREATE TABLE memory_start (
     id INTEGER PRIMARY KEY CHECK (id = 1),
     at_ms INTEGER NOT NULL,
     reason TEXT NOT NULL,
     file TEXT,
     imported_at_ms INTEGER
   ) STRICT;`,
];
