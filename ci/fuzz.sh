#!/usr/bin/env bash
# The long run of the fuzzing: 20 times the cases of cargo test, or PROPTEST_CASES of them, with a seed of its own, or
# PROPTEST_RNG_SEED. Some minutes. Arguments choose tests, such as `ci/fuzz.sh damage`.
set -euo pipefail
cd "$(dirname "$0")/.."

export PROPTEST_CASES="${PROPTEST_CASES:-5120}"
export PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-$(date +%s)}"
echo "repeat with: PROPTEST_CASES=$PROPTEST_CASES PROPTEST_RNG_SEED=$PROPTEST_RNG_SEED ci/fuzz.sh $*"
cargo test --locked --test fuzz -- "$@"
