#!/usr/bin/env bash
# A file of many adjustments, from the file to a durable commit, beside the sqlite3 shell importing the same file and writing
# the same facts in a conventional schema.
#
#   bench/apply.sh [ROWS]           default 1000000; ROUNDS=3 and BENCH_DIR=/a/disk may be set
#
# Both sides work on fresh copies, in alternation. What is printed are medians, ratios and peak memory; a ratio above its target
# fails nothing, for machines differ. Needs sqlite3 and python3.
set -euo pipefail
cd "$(dirname "$0")/.."

rows=${1:-1000000}
rounds=${ROUNDS:-3}
[[ $rows =~ ^[1-9][0-9]*$ && $rounds =~ ^[1-9][0-9]*$ ]] || {
  echo "usage: ${0##*/} [ROWS]" >&2
  exit 2
}

cargo build --release --locked --quiet
program=${CARGO_TARGET_DIR:-$PWD/target}/release/rad-admin

folder=$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/rad-admin-bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
export RAD_ADMIN_CONFIG=$folder/config.toml RAD_ADMIN_ACTOR=bench@example.org
: >"$RAD_ADMIN_CONFIG"

echo "making $rows users and as many adjustments in $folder"
python3 - "$rows" "$folder" <<'PYTHON'
import random, sys
rows, folder = int(sys.argv[1]), sys.argv[2]
order = list(range(1, rows + 1))
random.Random(1).shuffle(order)
with open(f"{folder}/users.csv", "w") as users, open(f"{folder}/adjustments.csv", "w") as file:
    users.write("email,awarded\n")
    file.write("user,bucket,amount,reference\n")
    for number in range(1, rows + 1):
        users.write(f"user{number:08}@example.org,100\n")
    for place, number in enumerate(order):
        file.write(f"user{number:08}@example.org,awarded,{place % 50 + 1},line-{place}\n")
PYTHON
"$program" --db "$folder/ours.base" init --timezone UTC >/dev/null
"$program" --db "$folder/ours.base" users import "$folder/users.csv" --yes --quiet
sqlite3 "$folder/ours.base" "PRAGMA wal_checkpoint(TRUNCATE)" >/dev/null
sqlite3 "$folder/floor.base" >/dev/null <<SQL
PRAGMA journal_mode = WAL;
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE, status TEXT NOT NULL, roles INTEGER NOT NULL,
  awarded INTEGER NOT NULL DEFAULT 0 CHECK (awarded BETWEEN 0 AND 9007199254740991),
  purchased INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 1,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL);
CREATE TABLE operations (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, actor TEXT NOT NULL, command TEXT NOT NULL);
CREATE TABLE entries (id INTEGER PRIMARY KEY, operation INTEGER NOT NULL, user_id INTEGER NOT NULL, bucket TEXT NOT NULL,
  kind TEXT NOT NULL, amount INTEGER NOT NULL, balance_after INTEGER NOT NULL, reference TEXT);
CREATE INDEX entries_user ON entries (user_id, id);
ATTACH '$folder/ours.base' AS ours;
BEGIN;
INSERT INTO users SELECT id, email, status, roles, awarded, purchased, version, created_at, updated_at FROM ours.users;
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
SQL
cat >"$folder/floor.sql" <<SQL
PRAGMA synchronous = FULL;
CREATE TEMP TABLE adjustments (user TEXT, bucket TEXT, amount INTEGER, reference TEXT);
.import --csv --skip 1 $folder/adjustments.csv adjustments
BEGIN IMMEDIATE;
INSERT INTO operations (at, actor, command) VALUES (unixepoch(), 'bench@example.org', 'credits apply');
INSERT INTO entries (operation, user_id, bucket, kind, amount, balance_after, reference)
SELECT (SELECT max(id) FROM operations), u.id, a.bucket, 'award', a.amount,
       u.awarded + sum(a.amount) OVER (PARTITION BY u.id ORDER BY a.rowid), a.reference
FROM adjustments a JOIN users u ON u.email = a.user;
UPDATE users SET awarded = awarded + e.change, version = version + 1, updated_at = unixepoch()
FROM (SELECT user_id, sum(amount) AS change FROM entries WHERE operation = (SELECT max(id) FROM operations) GROUP BY user_id) e
WHERE e.user_id = users.id;
COMMIT;
SQL

total=$(awk -F, 'NR > 1 { sum += $3 } END { printf "%d", sum }' "$folder/adjustments.csv")
PYTHONDONTWRITEBYTECODE=1 python3 - "$program" "$folder" "$rows" "$rounds" "$total" <<'PYTHON'
import os, statistics, sys
sys.path.insert(0, "bench")
from measure import fresh, run
program, folder, rows, rounds, total = sys.argv[1:]
apply_s, undo_s, floor_s, peak_mb = [], [], [], 0.0
for turn in range(int(rounds)):
    print(f"round {turn + 1} of {rounds}", file=sys.stderr)
    ours, floor = fresh(folder, "ours"), fresh(folder, "floor")
    base = [program, "--db", ours, "-q", "--yes"]
    file = f"{folder}/adjustments.csv"
    took_s, mb = run(base + ["credits", "apply", file, "--reason", "bench", "--confirm", total])
    apply_s.append(took_s)
    peak_mb = max(peak_mb, mb)
    os.sync()
    floor_s.append(run(["sqlite3", "-bail", floor], f"{folder}/floor.sql")[0])
    os.sync()
    took_s, mb = run(base + ["undo", "2", "--reason", "bench", "--confirm", total])
    undo_s.append(took_s)
    peak_mb = max(peak_mb, mb)
ours, floor, undo = map(statistics.median, (apply_s, floor_s, undo_s))
print(f"\n{rows} adjustments, medians of {rounds} rounds; of undo to apply the reference is apply\n")
print(f"{'case':<16}{'rad-admin':>12}{'reference':>12}{'ratio':>8}  target")
print(f"{'apply':<16}{ours:>10.3f} s{floor:>10.3f} s{ours / floor:>8.2f}  <= 1.5")
print(f"{'undo to apply':<16}{undo:>10.3f} s{ours:>10.3f} s{undo / ours:>8.2f}  <= 1.1")
print(f"{'peak memory':<16}{peak_mb:>9.0f} MB{'':>22}  <= 128 MB")
PYTHON
