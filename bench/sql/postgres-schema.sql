-- Accounts, transfers, and entries with the balance before and after, as in usual ledgers on PostgreSQL. The credits come from
-- account 1.
CREATE TABLE accounts (
    id      BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name    TEXT   NOT NULL UNIQUE,
    balance BIGINT NOT NULL DEFAULT 0,
    version BIGINT NOT NULL DEFAULT 0,
    updated_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    CHECK (balance >= 0 OR name = 'issued')
);
CREATE TABLE users (
    account   BIGINT PRIMARY KEY REFERENCES accounts,
    email     TEXT   NOT NULL UNIQUE,
    name      TEXT,
    status    TEXT   NOT NULL,
    partner   BOOLEAN NOT NULL,
    allowance BIGINT NOT NULL
);
CREATE TABLE transfers (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    from_account BIGINT NOT NULL REFERENCES accounts,
    to_account   BIGINT NOT NULL REFERENCES accounts,
    amount       BIGINT NOT NULL CHECK (amount > 0),
    reason       TEXT   NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT now()
);
CREATE INDEX ON transfers (from_account);
CREATE INDEX ON transfers (to_account);
CREATE TABLE entries (
    id               BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account          BIGINT NOT NULL REFERENCES accounts,
    transfer         BIGINT NOT NULL REFERENCES transfers,
    amount           BIGINT NOT NULL,
    previous_balance BIGINT NOT NULL,
    current_balance  BIGINT NOT NULL,
    version          BIGINT NOT NULL
);
CREATE INDEX ON entries (account);
CREATE INDEX ON entries (transfer);
CREATE TABLE monthly_grants (month INTEGER PRIMARY KEY, granted_at TIMESTAMPTZ NOT NULL DEFAULT now());

CREATE TEMP TABLE file (email TEXT, name TEXT, status TEXT, roles TEXT, awarded BIGINT, purchased BIGINT, allowance BIGINT);
\copy file FROM '$file' CSV HEADER
INSERT INTO accounts (name) VALUES ('issued');
INSERT INTO accounts (name, balance) SELECT email, awarded FROM file;
INSERT INTO users SELECT a.id, f.email, f.name, f.status, f.roles LIKE '%partner%', f.allowance
FROM file f JOIN accounts a ON a.name = f.email;
ANALYZE;
