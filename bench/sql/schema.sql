-- The conventional schema for the same facts, with an index for the history of a user, and a key that prevents a second grant.
PRAGMA journal_mode = WAL;
CREATE TABLE users (
    id         INTEGER PRIMARY KEY,
    email      TEXT    NOT NULL UNIQUE,
    name       TEXT,
    status     TEXT    NOT NULL CHECK (status IN ('invited', 'active', 'inactive')),
    roles      TEXT    NOT NULL,
    partner    INTEGER NOT NULL,
    awarded    INTEGER NOT NULL DEFAULT 0 CHECK (awarded BETWEEN 0 AND 9007199254740991),
    purchased  INTEGER NOT NULL DEFAULT 0 CHECK (purchased BETWEEN 0 AND 9007199254740991),
    version    INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
);
CREATE TABLE allowances (
    user_id    INTEGER NOT NULL REFERENCES users (id),
    from_month INTEGER NOT NULL,
    amount     INTEGER NOT NULL,
    PRIMARY KEY (user_id, from_month)
) WITHOUT ROWID;
CREATE TABLE operations (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL,
    command TEXT    NOT NULL,
    reason  TEXT,
    month   INTEGER
);
CREATE TABLE entries (
    id            INTEGER PRIMARY KEY,
    operation     INTEGER NOT NULL REFERENCES operations (id),
    user_id       INTEGER NOT NULL REFERENCES users (id),
    bucket        TEXT    NOT NULL,
    kind          TEXT    NOT NULL,
    amount        INTEGER NOT NULL,
    balance_after INTEGER NOT NULL,
    month         INTEGER,
    reference     TEXT
);
CREATE INDEX entries_user ON entries (user_id, id);
CREATE UNIQUE INDEX entries_month ON entries (user_id, month) WHERE month IS NOT NULL;
CREATE TABLE monthly_grants (month INTEGER PRIMARY KEY, operation INTEGER NOT NULL REFERENCES operations (id));
-- The changes of operations other than those of credits.
CREATE TABLE changes (
    id        INTEGER PRIMARY KEY,
    operation INTEGER NOT NULL REFERENCES operations (id),
    user_id   INTEGER NOT NULL REFERENCES users (id),
    field     TEXT    NOT NULL,
    before    TEXT,
    after     TEXT
);
CREATE INDEX changes_user ON changes (user_id);
