#!/usr/bin/env bash
# Measures what commands cost on this machine, compared with what a person would use instead. Prints a table in Markdown.
#
#   bench/run.sh [USERS] [--only PATTERN]
#
# The default is 1000000 users, which takes up to ten minutes on two cores; 100000 suits everyday use. ROUNDS (default 3) sets
# how often each case runs, BENCH_DIR the disk to work on, RAD_ADMIN another program to measure.
# PATTERN is part of the name of a group of cases: import, read, short, search, list, filter, award, spend, apply, verify, report,
# grant, policy, journal, sqlite-utils, postgres, disk, instructions.
#
# A missed target is no failure, because machines differ. The exit status is 1 if a case is broken: a program fails, or the two
# sides disagree. Needs sqlite3 3.38 and python3; the table says what else is missing.
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "$0")/setup.sh"
python3 bench/main.py "$folder" "$@"
