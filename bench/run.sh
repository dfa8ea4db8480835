#!/usr/bin/env bash
# What things cost, each beside what a person would use instead, on this machine. Prints one table in Markdown.
#
#   bench/run.sh [USERS] [--only PATTERN]
#
# 1000000 users if nothing is said, which takes up to ten minutes on two cores; 100000 is for every day. ROUNDS=3 sets how
# often each case is run beside its reference, BENCH_DIR the disk to work on, RAD_ADMIN another program to measure.
# PATTERN is part of the name of a group of cases: import, read, short, search, list, award, apply, verify, grant, journal,
# sqlite-utils, postgres, instructions.
#
# A figure that misses its target fails nothing, for machines differ. The exit status is 1 where a case is broken: where a
# program fails, or both sides do not come to the same facts. Needs sqlite3 and python3; the table says what else is absent.
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in sqlite3 python3; do
  command -v "$tool" >/dev/null || {
    echo "$tool is needed" >&2
    exit 1
  }
done
if [[ -z ${RAD_ADMIN:-} ]]; then
  cargo build --release --locked --quiet
  RAD_ADMIN=${CARGO_TARGET_DIR:-$PWD/target}/release/rad-admin
fi

folder=$(mktemp -d "${BENCH_DIR:-${TMPDIR:-/tmp}}/rad-admin-bench.XXXXXX")
trap 'rm -rf "$folder"' EXIT
: >"$folder/config.toml"
export RAD_ADMIN RAD_ADMIN_CONFIG=$folder/config.toml RAD_ADMIN_ACTOR=bench@example.org PYTHONDONTWRITEBYTECODE=1
python3 bench/main.py "$folder" "$@"
