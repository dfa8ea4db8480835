-- The conventional schema of bench/sql/schema.sql, for a server.
CREATE SCHEMA floor;
SET search_path = floor;
CREATE TABLE users (
    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email      TEXT   NOT NULL UNIQUE,
    name       TEXT,
    status     TEXT   NOT NULL CHECK (status IN ('invited', 'active', 'inactive')),
    roles      TEXT   NOT NULL,
    partner    BOOLEAN NOT NULL,
    awarded    BIGINT NOT NULL DEFAULT 0 CHECK (awarded BETWEEN 0 AND 9007199254740991),
    purchased  BIGINT NOT NULL DEFAULT 0 CHECK (purchased BETWEEN 0 AND 9007199254740991),
    version    BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
) WITH (fillfactor = 45);
CREATE TABLE allowances (user_id BIGINT, from_month BIGINT, amount BIGINT NOT NULL, PRIMARY KEY (user_id, from_month));
CREATE TABLE operations (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      BIGINT NOT NULL,
    actor   TEXT   NOT NULL,
    command TEXT   NOT NULL,
    reason  TEXT,
    month   BIGINT
);
CREATE TABLE entries (
    id            BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operation     BIGINT NOT NULL,
    user_id       BIGINT NOT NULL,
    bucket        TEXT   NOT NULL,
    kind          TEXT   NOT NULL,
    amount        BIGINT NOT NULL,
    balance_after BIGINT NOT NULL,
    month         BIGINT,
    reference     TEXT
);
CREATE INDEX entries_user ON entries (user_id, id);
CREATE UNIQUE INDEX entries_month ON entries (user_id, month) WHERE month IS NOT NULL;
CREATE TABLE changes (
    id        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operation BIGINT NOT NULL,
    user_id   BIGINT NOT NULL,
    field     TEXT   NOT NULL,
    before    TEXT,
    after     TEXT
);
CREATE INDEX changes_user ON changes (user_id);
CREATE TABLE monthly_grants (month BIGINT PRIMARY KEY, operation BIGINT NOT NULL);
