#!/usr/bin/env bash
# What things cost, each beside what a person would use instead, on this machine. Prints one table in Markdown.
#
#   bench/run.sh [USERS] [--only PATTERN]
#
# 1000000 users if nothing is said, which takes up to ten minutes on two cores; 100000 is for every day. ROUNDS=3 sets how
# often each case is run beside its reference, BENCH_DIR the disk to work on, RAD_ADMIN another program to measure.
# PATTERN is part of the name of a group of cases: import, read, short, search, list, filter, award, spend, apply, verify, report,
# grant, policy, journal, sqlite-utils, postgres, disk, instructions.
#
# A figure that misses its target fails nothing, for machines differ. The exit status is 1 where a case is broken: where a
# program fails, or both sides do not come to the same facts. Needs sqlite3 3.38 and python3; the table says what else is absent.
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "$0")/setup.sh"
python3 bench/main.py "$folder" "$@"
