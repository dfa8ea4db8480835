#!/usr/bin/env bash
# Kills, crashes and crowds for some minutes, with other seeds in each round.
#
#   ci/torture.sh [MINUTES] [SEED]     2 minutes from seed 1 unless said otherwise
#
# It is a debug build with an optimised SQLite: the checks of arithmetic are on, and the work takes longer, so that more of
# the kills fall inside it. A failure prints its seed and the line that replays it.
set -euo pipefail
cd "$(dirname "$0")/.."
export RAD_ADMIN_TORTURE_MINUTES=${1:-2} RAD_ADMIN_TORTURE_SEED=${2:-1}
echo "torture for $RAD_ADMIN_TORTURE_MINUTES minutes from seed $RAD_ADMIN_TORTURE_SEED"
cargo test --locked --test slow torture -- --ignored --nocapture
