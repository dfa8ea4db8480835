#!/usr/bin/env bash
# The monthly grant over many users, beside the least that a person would write for the sqlite3 shell.
#
#   bench/grant.sh [USERS]          default 1000000; ROUNDS=5 and BENCH_DIR=/a/disk may be set
#
# Both sides write the same facts with the same durability (WAL, synchronous=FULL), each round on fresh copies and in
# alternation, so that a slow minute of the machine hits both. What is printed are medians, ratios and peak memory; a ratio
# above its target fails nothing, for machines differ.
#
# The users and allowances are put in by SQL, past the ledger, which a benchmark may and nobody else: such a database has no
# digest over them. Needs sqlite3 and python3.
set -euo pipefail
cd "$(dirname "$0")/.."

users=${1:-1000000}
rounds=${ROUNDS:-5}
[[ $users =~ ^[1-9][0-9]*$ && $rounds =~ ^[1-9][0-9]*$ ]] || {
  echo "usage: ${0##*/} [USERS]" >&2
  exit 2
}
for tool in sqlite3 python3 cargo; do
  command -v "$tool" >/dev/null || {
    echo "$tool is needed" >&2
    exit 1
  }
done

cargo build --release --locked --quiet
program=${CARGO_TARGET_DIR:-$PWD/target}/release/rad-admin

folder=$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/rad-admin-bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
export RAD_ADMIN_CONFIG=$folder/config.toml RAD_ADMIN_ACTOR=bench@example.org
: >"$RAD_ADMIN_CONFIG"

# Seven months that have ended: one before the ledger's first grant, and six to grant.
mapfile -t months < <(python3 -c '
import datetime
today = datetime.date.today()
for back in range(6, 0, -1):
    month = today.year * 12 + today.month - 1 - back
    print(f"{month // 12:04}-{month % 12 + 1:02}")')
first_number=${months[0]/-/}

echo "making $users users in $folder"
"$program" --db "$folder/ours.base" init --timezone UTC >/dev/null
sqlite3 "$folder/ours.base" >/dev/null <<SQL
BEGIN;
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $users)
INSERT INTO users (email, status, roles, created_at, updated_at)
SELECT printf('user%08d@example.org', i), 'active', 1, 1735689600, 1735689600 FROM n;
INSERT INTO allowances SELECT id, $first_number, 100 + id % 900 FROM users;
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
SQL

# The conventional schema: an index for the history of a user, a key against granting twice.
sqlite3 "$folder/floor.base" >/dev/null <<SQL
PRAGMA journal_mode = WAL;
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, status TEXT NOT NULL, roles INTEGER NOT NULL,
  awarded INTEGER NOT NULL DEFAULT 0 CHECK (awarded BETWEEN 0 AND 9007199254740991),
  purchased INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE allowances (user_id INTEGER NOT NULL, from_month INTEGER NOT NULL, amount INTEGER NOT NULL,
  PRIMARY KEY (user_id, from_month)) WITHOUT ROWID;
CREATE TABLE operations (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, command TEXT NOT NULL, month INTEGER);
CREATE TABLE entries (id INTEGER PRIMARY KEY, operation INTEGER NOT NULL, user_id INTEGER NOT NULL, bucket TEXT NOT NULL,
  kind TEXT NOT NULL, amount INTEGER NOT NULL, balance_after INTEGER NOT NULL, month INTEGER);
CREATE INDEX entries_user ON entries (user_id, id);
CREATE UNIQUE INDEX entries_month ON entries (user_id, month) WHERE month IS NOT NULL;
CREATE TABLE monthly_grants (month INTEGER PRIMARY KEY, operation INTEGER NOT NULL);
ATTACH '$folder/ours.base' AS ours;
BEGIN;
INSERT INTO users SELECT id, email, status, roles, awarded, purchased, version, created_at, updated_at FROM ours.users;
INSERT INTO allowances SELECT user_id, from_month, amount FROM ours.allowances;
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
SQL

# One month's facts by the least SQL.
for month in "${months[@]}"; do
  number=${month/-/}
  cat >"$folder/floor.$month.sql" <<SQL
PRAGMA synchronous = FULL;
BEGIN IMMEDIATE;
INSERT INTO operations (at, actor, command, month) VALUES (unixepoch(), 'bench@example.org', 'grant-monthly', $number);
INSERT INTO monthly_grants VALUES ($number, (SELECT max(id) FROM operations));
INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after, month)
SELECT (SELECT max(id) FROM operations), u.id, 'awarded', 'monthly', a.amount, u.awarded + a.amount, $number
FROM users u JOIN allowances a ON a.user_id = u.id
WHERE u.status = 'active' AND u.roles & 1 AND a.from_month =
  (SELECT max(from_month) FROM allowances WHERE user_id = u.id AND from_month <= $number) ORDER BY u.id;
UPDATE users SET awarded = e.balance_after, version = version + 1, updated_at = unixepoch()
FROM entries e WHERE e.user_id = users.id AND e.month = $number;
COMMIT;
SQL
done

python3 bench/measure.py "$program" "$folder" "$users" "$rounds" "${months[@]}"
