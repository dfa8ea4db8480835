#!/usr/bin/env bash
# Measures how the cost grows with users and months, and draws the result.
#
#   bench/growth.sh [USERS…]        default 10000 100000 1000000 10000000; writes docs/growth.csv and docs/growth.svg
#
# The largest size takes half an hour and 20 GB of disk. BENCH_DIR and RAD_ADMIN work as in bench/run.sh.
# shellcheck source-path=SCRIPTDIR source=setup.sh
source "$(dirname "$0")/setup.sh"
python3 bench/growth.py "$folder" "$@"
